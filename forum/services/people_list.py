"""A list of people into the installation: looked at first, then all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import MemberOutcome
from forum.errors import ConflictError, DomainError, InvalidInputError
from forum.models import Person
from forum.selectors.people import people_at
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.list_file import cells_of, columns_of, read_rows, refusal
from forum.services.locks import one_list_at_a_time
from forum.services.member_file import HEADINGS
from forum.services.member_seats import organisation_called, unit_called
from forum.services.people import complete_person, create_person, organisation_of_address
from forum.services.personal_numbers import find_personal_numbers
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    from forum.models import Organisation

COLUMNS = {
    **{name: words for name, words in HEADINGS.items() if name not in {"role_title", "office"}},
    "title": ("titel", "befattning", "roll", "funktion", "title", "job title", "role", "function"),
    "postal_address": ("postadress", "postal address", "adress", "address"),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "organisation": gettext_lazy("Organisation"),
    "unit": gettext_lazy("Unit"),
    "postal_address": gettext_lazy("Postal address at work"),
}


@dataclass(frozen=True)
class PersonResult:
    """What came of one line. `words`: what changed, or why the line is refused."""

    line: int
    name: str
    email: str
    title: str
    organisation: str
    outcome: MemberOutcome
    words: str = ""


@dataclass
class PeopleReport:
    """What came of a list, line by line."""

    results: list[PersonResult] = field(default_factory=list)

    @property
    def refused(self) -> list[PersonResult]:
        """The lines that must be corrected before anything is written."""
        return [one for one in self.results if one.outcome is MemberOutcome.REFUSED]

    @property
    def all_known(self) -> bool:
        """Whether there is nothing to write."""
        return all(one.outcome is MemberOutcome.UNCHANGED for one in self.results)

    def counts(self) -> list[tuple[MemberOutcome, int]]:
        """Each outcome with its number, those that did not occur left out."""
        each = [(outcome, sum(one.outcome is outcome for one in self.results)) for outcome in MemberOutcome]
        return [(outcome, number) for outcome, number in each if number]

    def in_order(self) -> list[PersonResult]:
        """First the lines to correct, last those that change nothing; each kind as the file has it."""
        order = list(MemberOutcome)
        return sorted(self.results, key=lambda one: (order.index(one.outcome), one.line))


@transaction.atomic
def import_people(*, data: bytes) -> PeopleReport:
    """Adds and brings up to date the people of a list; the second import of the same list changes nothing. All or nothing.

    A line means whoever has its address, a further one counted, else the only one of that name in the organisation; an empty cell changes
    nothing, and who is not in the list stays. Administrators. Raises `InvalidInputError` with the line of the first fault.
    """
    report = _take_in(data)
    for refused in report.refused:
        words = {"line": refused.line, "sentence": refused.words}
        raise InvalidInputError(_("Line %(line)d: %(sentence)s") % words, field="members", code="people_line")
    return report


def look_at_people(*, data: bytes) -> PeopleReport:
    """What `import_people` would do, line by line, refused ones included; nothing stays written.

    Raises `InvalidInputError` where the list as a whole can't be read.
    """
    with transaction.atomic():
        report = _take_in(data)
        transaction.set_rollback(True)
    return report


def _take_in(data: bytes) -> PeopleReport:
    one_list_at_a_time()
    heading, *rows = read_rows(data)
    columns = columns_of(heading[1], COLUMNS)
    if not columns.keys() & {"name", "first_name", "email"}:
        raise refusal(_("The first line must name the columns, for example: Namn; E-post; Titel; Organisation; Enhet."))
    lines = [(number, cells_of(row, columns)) for number, row in rows]
    known = _Known([cells for _number, cells in lines])
    return PeopleReport([_result(number, cells, known) for number, cells in lines])


def _result(number: int, cells: dict[str, str], known: _Known) -> PersonResult:
    try:
        with transaction.atomic():
            outcome, words = _person(number, cells, known)
    except DomainError as error:
        outcome, words = MemberOutcome.REFUSED, [str(error)]
    title, organisation = cells.get("title", ""), cells.get("organisation", "")
    return PersonResult(number, cells["name"], cells["email"], title, organisation, outcome, " ".join(words))


class _Known:
    """Who is here by address and by name, in two statements, and which line meant whom."""

    def __init__(self, lines: list[dict[str, str]]) -> None:
        self.by_address = people_at(cells["email"] for cells in lines)
        self.by_name: dict[str, list[Person]] = {}
        for person in Person.objects.filter(merged_into__isnull=True).select_related("organisation", "unit"):
            self.by_name.setdefault(person.name.casefold(), []).append(person)
        self.meant: dict[object, int] = {}

    def meet(self, person: Person, line: int) -> None:
        first = self.meant.setdefault(person.pk, line)
        if first != line:
            raise ConflictError(_("The same person stands on line %(line)d. Keep one of the two.") % {"line": first})

    def alike(self, name: str, organisation: Organisation | None) -> list[Person]:
        those = self.by_name.get(name.casefold(), [])
        return [one for one in those if organisation is None or one.organisation_id == organisation.pk]


def _person(number: int, cells: dict[str, str], known: _Known) -> tuple[MemberOutcome, list[str]]:
    if any(find_personal_numbers(cell) for cell in cells.values()):
        raise InvalidInputError(_("A personal identity number stands here. Take it out of the list."))
    named = cells.get("organisation", "")
    organisation = organisation_called(named) if named else None
    if not organisation and cells["email"]:
        organisation = organisation_of_address(cells["email"])
    person = known.by_address.get(cells["email"]) or _of_that_name(cells, organisation, known)
    if person is None:
        return MemberOutcome.ADDED, _added(number, cells, organisation, known)
    known.meet(person, number)
    if not person.is_active:
        raise ConflictError(
            _("The person's account is closed. Ask an administrator to open it, or leave the line out.")
        )
    words = _changed(person, cells, organisation if named else person.organisation)
    return (MemberOutcome.CHANGED if words else MemberOutcome.UNCHANGED), words


def _of_that_name(cells: dict[str, str], organisation: Organisation | None, known: _Known) -> Person | None:
    """Without an address the only one of that name; with one somebody of that name who has none, whom nothing else speaks against."""
    alike = known.alike(cells["name"], organisation)
    if cells["email"]:
        unreached = [one for one in alike if not one.email and not one.is_administrator and organisation]
        return unreached[0] if len(unreached) == 1 else None
    if len(alike) > 1:
        raise InvalidInputError(_("Several people have that name. Write the e-mail address."))
    return alike[0] if alike else None


def _added(number: int, cells: dict[str, str], organisation: Organisation | None, known: _Known) -> list[str]:
    namesakes = known.alike(cells["name"], None)
    person = create_person(
        name=cells["name"],
        email=cells["email"],
        title=cells.get("title", ""),
        postal_address=cells.get("postal_address", ""),
        organisation=organisation,
        unit=unit_called(organisation, cells.get("unit", "")) if organisation else None,
    )
    known.meet(person, number)
    known.by_name.setdefault(person.name.casefold(), []).append(person)
    if person.email:
        known.by_address[person.email] = person
    return [_("Somebody else has the same name. Is it the same person?")] if namesakes else []


def _changed(person: Person, cells: dict[str, str], organisation: Organisation | None) -> list[str]:
    """Writes what the line says otherwise; tells each change, of a protected person without the texts."""
    wanted: dict[str, Any] = {name: cells[name] for name in ("name", "title", "postal_address") if cells.get(name)}
    if organisation and organisation.pk != person.organisation_id:
        wanted |= {"organisation": organisation, "unit": None}
    if organisation and cells.get("unit"):
        wanted["unit"] = unit_called(organisation, cells["unit"])
    words = []
    for name, value in wanted.items():
        before = getattr(person, name)
        if before == value:
            continue
        setattr(person, name, value)
        words.append(_change_words(name, before, value, hidden=person.protected))
    if cells["email"] and not person.email and complete_person(person=person, email=cells["email"]):
        words.append(_("The address is filled in."))
    if words:
        refuse_what_does_not_fit(person)
        person.save()
        readdress_letters(person=person)
    return words


def _change_words(name: str, before: object, value: object, *, hidden: bool) -> str:
    if hidden or not value:
        return _("%(fact)s is changed.") % {"fact": LABELS[name]}
    return _("%(fact)s: %(before)s → %(after)s.") % {"fact": LABELS[name], "before": before or "–", "after": value}
