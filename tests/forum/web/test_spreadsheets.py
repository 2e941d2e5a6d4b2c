"""Files for spreadsheet programs: no cell is a formula, whatever was typed."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from forum.web.spreadsheets import csv_response, harmless, xlsx_response

if TYPE_CHECKING:
    from forum.web.spreadsheets import Cell

EVIL = [
    "=1+1",
    "+46",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1",
    '=HYPERLINK("https://evil.example")',
    "=cmd|' /C calc'!A0",
]
PLAIN = ["Ring skolan", "Åke", "50 % = hälften", "'quoted'", ""]


@pytest.mark.parametrize("words", EVIL)
def test_what_could_begin_a_formula_is_quoted(words: str) -> None:
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("words", PLAIN)
def test_other_words_stay(words: str) -> None:
    assert harmless(words) == words


def test_numbers_days_and_nothing_stay() -> None:
    assert [harmless(cell) for cell in (-1, date(2026, 12, 1), None)] == ["-1", "2026-12-01", ""]


def test_csv_opens_in_swedish_excel() -> None:
    response = csv_response("lista", ["Uppdrag"], [["Åk; genast"], ["=1"], ["två\nrader"]])
    body = b"".join(response).decode("utf-8")
    assert body.startswith("\ufeffUppdrag\r\n")
    assert list(csv.reader(StringIO(body[1:]), delimiter=";")) == [["Uppdrag"], ["Åk; genast"], ["'=1"], ["två\nrader"]]
    assert response["Content-Disposition"] == 'attachment; filename="lista.csv"'


@pytest.mark.django_db  # closing a response closes old connections
def test_xlsx_has_texts_and_days() -> None:
    rows: list[list[Cell]] = [[words, date(2026, 12, 1), 7] for words in [*EVIL, "Bell\x07"]]
    response = xlsx_response("lista", "Uppdrag", ["Ord", "Dag", "Nr"], rows)
    sheet = load_workbook(BytesIO(b"".join(response))).active
    response.close()
    assert sheet is not None
    cells = [(row[0].data_type, row[1].is_date, row[2].value) for row in sheet.iter_rows(min_row=2)]
    assert cells == [("s", True, 7)] * len(rows)
    assert sheet["A12"].value == "Bell"
