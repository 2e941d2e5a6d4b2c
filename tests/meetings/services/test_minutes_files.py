"""Word document and extract: the same words, and nothing of what the reader may not read."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from typing import Any

import docx
import pytest

from forum.errors import InvalidInputError
from meetings.services.minutes_docx import render_minutes_docx
from meetings.services.minutes_extract import extract_content, render_extract_pdf
from tests.meetings.services.minutes_samples import action, decision, item, minutes


def opened(content: Any) -> Any:
    return docx.Document(io.BytesIO(render_minutes_docx(content)))


def text_of(pdf: bytes) -> str:
    if (program := shutil.which("pdftotext")) is None:
        pytest.skip("pdftotext is not installed")
    run = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def test_headings_are_styles_and_people_a_table() -> None:
    document = opened(minutes(items=[item(1, decisions=[decision("Ja.", "Nej.")], actions=[action("7", "Gör.")])]))
    headings = [(row.style.name, row.text) for row in document.paragraphs if row.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Attendance"),
        ("Heading 1", "§ 44 Ärende 1"),
        ("Heading 2", "Beslut"),
        ("Heading 2", "Uppdrag 7"),
        ("Heading 1", "Next meeting"),
        ("Heading 1", "Approval of the minutes"),
    ]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Name", "Role", "Organisation", "Attendance", "Note"]
    assert len(table.rows) == 4


@pytest.mark.parametrize(("language", "code"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_it_says_its_language_and_title(language: str, code: str) -> None:
    document = opened(minutes(language=language))
    facts = document.core_properties
    assert (facts.language, facts.title, facts.author) == (code, "Protokoll 9 november 2026", "Strängnäs kommun")
    assert f'w:val="{code}"' in document.styles.element.xml


def test_restricted_words_are_nowhere_in_the_file() -> None:
    hidden = item(2, title="Läcker", notes="Läcker", decisions=[decision("Läcker", "Läcker")], redacted=True)
    with zipfile.ZipFile(io.BytesIO(render_minutes_docx(minutes(items=[item(1), hidden])))) as file:
        inside = "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    assert "Läcker" not in inside
    assert "§ 45 Sekretessärende" in inside


def test_any_character_is_taken(tmp_path: object) -> None:
    text = "\x00\x0b\ud800 😀 你好 " + "x" * 500
    words = "\n".join(row.text for row in opened(minutes(items=[item(1, notes=text)])).paragraphs)
    assert "[grinning face]" in words
    assert "x" * 500 in words


def test_an_extract_has_one_paragraph_and_a_line_to_certify_it() -> None:
    approvals = [{"name": "Karin", "role": "Ordförande", "approved_at": "12 november 2026 14.05"}]
    content = minutes(items=[item(1, notes="Första"), item(2, notes="Andra")], approvals=approvals)
    text = text_of(render_extract_pdf(content, {2}))
    assert [words in text for words in ("§ 45", "Andra", "The extract is certified", "12 november 2026 14.05")] == [
        True
    ] * 4
    assert [words for words in ("Första", "Mikael Ledamot, Kommunpolis", "10 februari 2027") if words in text] == []


def test_an_extract_before_approval_says_so() -> None:
    assert "Minutes not yet approved" in text_of(render_extract_pdf(minutes(), {1}))


@pytest.mark.parametrize("numbers", [set(), {3}, {2}, {1, 2}])
def test_no_extract_of_what_is_restricted_or_not_there(numbers: set[int]) -> None:
    content = minutes(items=[item(1), item(2, redacted=True)])
    with pytest.raises(InvalidInputError):
        extract_content(content, numbers)
