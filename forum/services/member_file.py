"""Member lists as offices keep them: CSV in any of its usual dresses, or XLSX. Reading only; nothing is written here."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from forum.enums import Office
from forum.errors import InvalidInputError
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_BYTES = 5_000_000
MOST_ROWS = 2_000
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
    "office": ("uppdrag", "office", "uppdrag i forumet", "roll i forumet", "position"),
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


@dataclass(frozen=True)
class MemberLine:
    """One line of the list, cleaned; `line` counts as the reader of the file does, the heading included."""

    line: int
    name: str
    email: str
    role_title: str
    organisation: str
    unit: str
    office: Office


def read_member_file(data: bytes) -> list[MemberLine]:
    """The lines of a CSV or XLSX with Swedish or English headings in any order.

    Raises `InvalidInputError` (field `members`) with the line where there is one: too large, unreadable, no known headings, unknown office.
    """
    if len(data) > LARGEST_BYTES:
        raise _refusal(_("The list is larger than 5 MB. Save the members alone."))
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
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=50):
            yield ["" if cell is None else str(cell) for cell in row]
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, EOFError) as error:
        raise _refusal(_("The workbook can't be read. Save it again as XLSX or CSV.")) from error


def _from_text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
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
    office = _office(number, cells)
    return MemberLine(
        line=number,
        name=name,
        email=cells.get("email", "").lower(),
        role_title=cells.get("role_title", "") or str(office.label),
        organisation=cells.get("organisation", ""),
        unit=cells.get("unit", ""),
        office=office,
    )


def _office(number: int, cells: dict[str, str]) -> Office:
    """As the column says; without one a role such as "Ordförande" tells by itself."""
    known = {word: office for office, words in OFFICES.items() for word in words}
    if "office" not in cells:
        return known.get(cells.get("role_title", "").casefold(), Office.MEMBER)
    office = known.get(cells["office"].casefold().rstrip("."))
    if office is None:
        words = {"line": number, "word": cells["office"]}
        raise _refusal(
            _("Line %(line)d: “%(word)s” is no office. Write ordförande, sekreterare, ledamot or ersättare.") % words
        )
    return office
