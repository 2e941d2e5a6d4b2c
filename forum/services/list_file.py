"""Lists as offices keep them: CSV in any of its usual dresses, or XLSX, into cleaned cells. Reading only; nothing is written here."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forum.errors import InvalidInputError
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST_BYTES = 5_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 2_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# What openpyxl, zipfile, zlib and the XML parser raise on a broken or protected workbook.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, ValueError, TypeError, AttributeError,
    OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its number as the reader of the file counts, the heading included and first.

    Raises `InvalidInputError` (field `members`): too large, unreadable, empty.
    """
    if len(data) > LARGEST_BYTES:
        raise refusal(_("The list is larger than 5 MB. Save the members alone."))
    if data[:4] == OLD_EXCEL:
        raise refusal(_("The list is an old Excel file. Save it as XLSX or CSV."))
    rows = _from_workbook(data) if data[:4] == b"PK\x03\x04" else _from_text(data)
    numbered = [
        (number, [clean_text(cell, single_line=True) for cell in row]) for number, row in enumerate(rows, start=1)
    ]
    filled = [(number, row) for number, row in numbered if any(row)]
    if len(filled) > MOST_ROWS:
        raise refusal(_("The list has more than 2000 lines. Save the members alone."))
    if not filled:
        raise refusal(_("The list is empty."))
    return filled


def columns_of(heading: Sequence[str], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Where each known column stands: `headings` has the words, in lower case, by the name of the column. The first of two counts."""
    known = {word: column for column, words in headings.items() for word in words}
    found: dict[str, int] = {}
    for index, cell in enumerate(heading):
        column = known.get(cell.casefold().rstrip(":"))
        if column:
            found.setdefault(column, index)
    return found


def cells_of(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """The row's cells by column; the name in one piece, however the list has it."""
    cells = {column: row[index] if index < len(row) else "" for column, index in columns.items()}
    parts = [cells.get("first_name", ""), cells.get("last_name", "")]
    cells["name"] = cells.get("name") or " ".join(filter(None, parts))
    cells["email"] = cells.get("email", "").lower()
    return cells


def refusal(sentence: str) -> InvalidInputError:
    """The list as a whole can't be used."""
    return InvalidInputError(sentence, field="members")


def _from_workbook(data: bytes) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise refusal(_("The workbook is too large when it is unpacked. Save the members alone."))
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=50):
            yield ["" if cell is None else str(cell) for cell in row]
    except BROKEN_WORKBOOK as error:
        raise refusal(_("The workbook can't be read. Save it again as XLSX or CSV.")) from error


def _from_text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if text[:4].lower() == "sep=":  # Excel's own first line, which tells the delimiter and nothing else
        text = "\n" + text.partition("\n")[2]
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max((";", "\t", ","), key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise refusal(_("The list can't be read. Save it again as CSV with quotation marks closed.")) from error


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 as the mark or the bytes tell, else what Windows writes in Sweden."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    elif data[1:2] == b"\x00" or data[:1] == b"\x00":
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(_("The list is not text. Save it as CSV or XLSX."))
