"""What the lines of a member list say. Reading only; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.enums import Office
from forum.services.list_file import cells_of, columns_of, read_rows, refusal

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
    filled = read_rows(data)
    columns = columns_of(filled[0][1], HEADINGS)
    if not columns.keys() & {"name", "first_name", "role_title"}:
        raise refusal(_("The first line must name the columns, for example: Namn; E-post; Roll; Organisation."))
    return [_line(number, cells_of(row, columns)) for number, row in filled[1:]]


def _line(number: int, cells: dict[str, str]) -> MemberLine:
    office = _office(cells)
    return MemberLine(
        line=number,
        name=cells["name"],
        email=cells["email"],
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
