"""Member lists as offices keep them: CSV in any of its usual dresses, or XLSX. Reading only; nothing is written here."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forum.enums import Office
from forum.errors import InvalidInputError
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_BYTES = 5_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 2_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
HEADINGS = {
    "name": ("namn", "name", "person", "ledamot", "för- och efternamn", "full name"),
    "first_name": ("förnamn", "first name", "given name"),
    "last_name": ("efternamn", "last name", "surname", "family name"),
    "email": (
        "e-post",
        "epost",
        "e-postadress",
        "mejl",
        "mail",
        "email",
        "e-mail",
        "e-mail address",
        "email address",
        "mejladress",
    ),
    "role_title": (
        "roll",
        "funktion",
        "befattning",
        "titel",
        "role",
        "title",
        "job title",
        "function",
        "plats",
        "seat",
    ),
    "organisation": ("organisation", "organization", "myndighet", "company", "företag", "kommun", "organisationskod"),
    "unit": ("enhet", "förvaltning", "avdelning", "unit", "department", "nämnd"),
    "office": ("uppgift i forumet", "uppgift", "uppdrag", "office", "uppdrag i forumet", "roll i forumet", "position"),
}
OFFICES = {
    Office.CHAIR: ("ordförande", "ordf", "chair", "chairperson"),
    Office.VICE_CHAIR: ("vice ordförande", "vice ordf", "v ordf", "vice chair"),
    Office.SECRETARY: ("sekreterare", "secretary", "sekr"),
    Office.MEMBER: ("ledamot", "ordinarie", "ordinarie ledamot", "member", "medlem", ""),
    Office.SUBSTITUTE: ("ersättare", "suppleant", "substitute", "deputy"),
    Office.CO_OPTED: ("adjungerad", "co-opted"),
    Office.OBSERVER: ("observatör", "observer"),
}
# What openpyxl, zipfile, zlib and the XML parser raise on a broken or protected workbook.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, ValueError, TypeError, AttributeError,
    OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class MemberLine:
    """One line of the list, cleaned; `line` counts as the reader of the file does, the heading included. `fault`: why it can't be used."""

    line: int
    name: str
    email: str
    role_title: str
    organisation: str
    unit: str
    office: Office
    fault: str = ""


def read_member_file(data: bytes) -> list[MemberLine]:
    """The lines of a CSV or XLSX with Swedish or English headings in any order.

    Raises `InvalidInputError` (field `members`): too large, unreadable, no known headings. An unknown office is its line's fault.
    """
    if len(data) > LARGEST_BYTES:
        raise _refusal(_("The list is larger than 5 MB. Save the members alone."))
    if data[:4] == OLD_EXCEL:
        raise _refusal(_("The list is an old Excel file. Save it as XLSX or CSV."))
    rows = _from_workbook(data) if data[:4] == b"PK\x03\x04" else _from_text(data)
    numbered = [
        (number, [clean_text(cell, single_line=True) for cell in row]) for number, row in enumerate(rows, start=1)
    ]
    filled = [(number, row) for number, row in numbered if any(row)]
    if len(filled) > MOST_ROWS:
        raise _refusal(_("The list has more than 2000 lines. Save the members alone."))
    if not filled:
        raise _refusal(_("The list is empty."))
    columns = _columns(filled[0][1])
    return [_line(number, row, columns) for number, row in filled[1:]]


def _refusal(sentence: str) -> InvalidInputError:
    return InvalidInputError(sentence, field="members")


def _from_workbook(data: bytes) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise _refusal(_("The workbook is too large when it is unpacked. Save the members alone."))
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=50):
            yield ["" if cell is None else str(cell) for cell in row]
    except BROKEN_WORKBOOK as error:
        raise _refusal(_("The workbook can't be read. Save it again as XLSX or CSV.")) from error


def _from_text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if text[:4].lower() == "sep=":  # Excel's own first line, which tells the delimiter and nothing else
        text = "\n" + text.partition("\n")[2]
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max((";", "\t", ","), key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise _refusal(_("The list can't be read. Save it again as CSV with quotation marks closed.")) from error


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
    raise _refusal(_("The list is not text. Save it as CSV or XLSX."))


def _columns(heading: Sequence[str]) -> dict[str, int]:
    known = {word: column for column, words in HEADINGS.items() for word in words}
    found: dict[str, int] = {}
    for index, cell in enumerate(heading):
        column = known.get(cell.casefold().rstrip(":"))
        if column:
            found.setdefault(column, index)
    if "name" not in found and "first_name" not in found and "role_title" not in found:
        raise _refusal(_("The first line must name the columns, for example: Namn; E-post; Roll; Organisation."))
    return found


def _line(number: int, row: Sequence[str], columns: dict[str, int]) -> MemberLine:
    cells = {column: row[index] if index < len(row) else "" for column, index in columns.items()}
    name = cells.get("name") or " ".join(filter(None, [cells.get("first_name", ""), cells.get("last_name", "")]))
    office = _office(cells)
    return MemberLine(
        line=number,
        name=name,
        email=cells.get("email", "").lower(),
        role_title=cells.get("role_title", "") or str((office or Office.MEMBER).label),
        organisation=cells.get("organisation", ""),
        unit=cells.get("unit", ""),
        office=office or Office.MEMBER,
        fault="" if office else _no_office(cells["office"]),
    )


def _office(cells: dict[str, str]) -> Office | None:
    """As the column says; without one a role such as "Ordförande" tells by itself. None for a word that is no office."""
    known = {word: office for office, words in OFFICES.items() for word in words}
    if "office" not in cells:
        return known.get(cells.get("role_title", "").casefold(), Office.MEMBER)
    return known.get(cells["office"].casefold().rstrip("."))


def _no_office(word: str) -> str:
    return _("“%(word)s” is no office. Write ordförande, sekreterare, ledamot or ersättare.") % {"word": word}
