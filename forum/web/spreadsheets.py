"""Lists as files for a spreadsheet program: CSV and XLSX in which no cell is ever taken for a formula (OWASP, CSV injection)."""

from __future__ import annotations

import codecs
import csv
from datetime import date
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | date | None
# The last four are full-width: some programs of East Asia read them as the first four.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST: Final = 60
PRIVATE: Final = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def harmless(cell: Cell) -> str:
    """The cell as text that no program reads as a formula: an apostrophe goes before what could begin one."""
    if cell is None:
        return ""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(cell))
    return f"'{text}" if isinstance(cell, str) and text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


class _Line:
    """What csv writes to; gives each line back, so that it can be sent at once."""

    def write(self, line: str) -> str:
        return line


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Sent line by line; UTF-8 with its mark and semicolons, as Swedish Excel opens it with a double click."""

    def lines() -> Iterator[bytes]:
        writer = csv.writer(_Line(), delimiter=";")
        yield codecs.BOM_UTF8 + writer.writerow(head).encode()
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row]).encode()

    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


def xlsx_response(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """Written row by row to a file on disk, then sent; days are days, texts are texts whatever they begin with."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, word in enumerate(head):
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(len(word) + 4, 14), WIDEST)
    sheet.append([_cell(sheet, word, bold=True) for word in head])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX, headers=PRIVATE)


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> Any:
    words = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=words)
    if isinstance(words, str):
        cell.data_type = "s"
    if isinstance(words, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell
