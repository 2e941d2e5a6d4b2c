"""Which seat a line of a member list means, and what taking it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from forum.enums import MemberOutcome
from forum.errors import ConflictError, InvalidInputError
from forum.models import Membership, Organisation, Person
from forum.reference import municipality_named
from forum.selectors.people import person_at
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import create_unit, ensure_organisation
from forum.services.people import complete_person, create_person, name_from_address, organisation_of_address
from forum.services.seats import add_seat, fill_seat

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Forum, Seat, Unit
    from forum.services.member_file import MemberLine


@dataclass
class Sitting:
    """A line with its organisation and unit, whoever is known of its person, and the seat that was found for it."""

    line: MemberLine
    organisation: Organisation
    unit: Unit | None
    person: Person | None
    named: bool
    seat: Seat | None = None
    twice: int = 0

    @property
    def role(self) -> tuple[object, ...]:
        """What a seat is found by."""
        return self.line.role_title.casefold(), self.organisation.pk, self.unit and self.unit.pk, self.line.office

    @property
    def whom(self) -> str:
        """The person as the list names him or her; empty for a vacant seat."""
        return (self.line.email or self.line.name.casefold()) if self.named else ""


@dataclass
class Taken:
    """What a line changed."""

    new_person: Person | None = None
    new_seat: Seat | None = None
    new_holder: Membership | None = None
    words: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> MemberOutcome:
        if self.new_seat or (self.new_holder and not self.words):
            return MemberOutcome.ADDED
        return MemberOutcome.CHANGED if self.words else MemberOutcome.UNCHANGED


def sitting_of(forum: Forum, line: MemberLine, *, named: bool) -> Sitting:
    """Finds organisation, unit and person of a line. Raises `InvalidInputError`, `ConflictError`."""
    if line.fault:
        raise InvalidInputError(line.fault, field="members")
    organisation = _organisation(forum, line)
    unit = unit_called(organisation, line.unit)
    person = _known_person(forum, line, organisation) if named else None
    return Sitting(line, organisation, unit, person, named)


def _organisation(forum: Forum, line: MemberLine) -> Organisation:
    """By code, by name, by a municipality's name, by the address's domain; without any of these the forum's own."""
    if not line.organisation:
        return (organisation_of_address(line.email) if line.email else None) or forum.organisation
    return organisation_called(line.organisation)


def organisation_called(wanted: str) -> Organisation:
    """By code, by name, by a municipality's name, which is taken in at first use. Raises `InvalidInputError` when nobody is called so."""
    found = (
        Organisation.objects.filter(code=wanted.lower()).first()
        or Organisation.objects.filter(name__iexact=wanted).first()
    )
    if found:
        return found
    place = municipality_named(wanted)
    return ensure_organisation(code=place.code if place else wanted)


def unit_called(organisation: Organisation, name: str) -> Unit | None:
    """The organisation's unit of that name, made when it is missing; None without a name."""
    if not name:
        return None
    return organisation.units.filter(name__iexact=name).first() or create_unit(organisation=organisation, name=name)


def _known_person(forum: Forum, line: MemberLine, organisation: Organisation) -> Person | None:
    """By address, else by name among the organisation's people. A line with an address means somebody who has none only where that person
    sits in no other forum: nobody gets at another forum's papers by an address in a list.
    """
    if line.email:
        found = person_at(line.email)
        if found or not line.name:
            return found
    if not line.name:
        return None
    alike = Person.objects.filter(name__iexact=line.name, organisation=organisation)
    if not line.email:
        return alike.first()
    elsewhere = Membership.objects.filter(person=OuterRef("pk")).exclude(seat__forum=forum)
    unreached = list(alike.filter(~Exists(elsewhere), email=None, is_administrator=False)[:2])
    return unreached[0] if len(unreached) == 1 else None


def match_seats(forum: Forum, sittings: list[Sitting], day: date) -> None:
    """Gives each line its seat: first the one that its person holds under that role, then a vacant or succeeded one of that role, then
    the seat that the person has under another role. No seat serves two lines; a line that stands twice gets none.
    """
    free = {seat.pk: seat for seat in forum.seats.filter(closed_on__isnull=True).select_related("organisation", "unit")}
    holders = dict(Membership.objects.on(day).filter(seat__in=free).values_list("seat_id", "person_id"))
    _mark_twice(sittings)
    for fits in (_held_in_that_role, _in_that_role, _held_in_another_role):
        for sitting in sittings:
            if sitting.seat or sitting.twice:
                continue
            found = [seat for seat in free.values() if fits(sitting, seat, holders.get(seat.pk))]
            vacant_first = sorted(found, key=lambda seat: (seat.pk in holders, seat.position))
            if vacant_first:
                sitting.seat = free.pop(vacant_first[0].pk)


def _in_that_role(sitting: Sitting, seat: Seat, _holder: object) -> bool:
    return sitting.role == (seat.role_title.casefold(), seat.organisation_id, seat.unit_id, seat.office)


def _held_in_that_role(sitting: Sitting, seat: Seat, holder: object) -> bool:
    return _in_that_role(sitting, seat, holder) and _held(sitting, holder)


def _held_in_another_role(sitting: Sitting, seat: Seat, holder: object) -> bool:
    return seat.organisation_id == sitting.organisation.pk and _held(sitting, holder)


def _held(sitting: Sitting, holder: object) -> bool:
    return sitting.person is not None and holder == sitting.person.pk


def _mark_twice(sittings: list[Sitting]) -> None:
    seen: dict[object, int] = {}
    for sitting in sittings:
        if sitting.whom:
            first = seen.setdefault((sitting.whom, sitting.role), sitting.line.line)
            sitting.twice = first if first != sitting.line.line else 0


def take_seat(forum: Forum, sitting: Sitting, day: date) -> Taken:
    """Makes, changes and fills the seat as the line says. Raises `InvalidInputError`, `ConflictError`."""
    taken = Taken()
    if sitting.twice:
        return taken
    line = sitting.line
    if sitting.seat is None:
        sitting.seat = taken.new_seat = add_seat(
            forum=forum,
            role_title=line.role_title,
            organisation=sitting.organisation,
            unit=sitting.unit,
            office=line.office,
        )
    else:
        _change_role(sitting, sitting.seat, taken)
    if sitting.whom:
        _seat_person(sitting.seat, _person(forum, sitting, taken), day, taken)
    return taken


def _change_role(sitting: Sitting, seat: Seat, taken: Taken) -> None:
    line = sitting.line
    before = seat.role_title, seat.unit, seat.office
    if (before[0].casefold(), *before[1:]) == (line.role_title.casefold(), sitting.unit, line.office):
        return
    seat.role_title, seat.unit, seat.office = line.role_title, sitting.unit, line.office
    refuse_what_does_not_fit(seat)
    seat.save(update_fields=["role_title", "unit", "office"])
    taken.words.append(_("The seat was %(role)s, %(office)s.") % {"role": before[0], "office": before[2].label})


def _person(forum: Forum, sitting: Sitting, taken: Taken) -> Person:
    line = sitting.line
    person = _known_person(forum, line, sitting.organisation)
    if person is None:
        taken.new_person = create_person(
            name=line.name or name_from_address(line.email),
            email=line.email,
            title=line.role_title,
            organisation=sitting.organisation,
            unit=sitting.unit,
        )
        return taken.new_person
    if not person.is_active:
        raise ConflictError(
            _("The person's account is closed. Ask an administrator to open it, or leave the line out.")
        )
    if complete_person(person=person, name=line.name, email=line.email):
        taken.words.append(_("Name or address is filled in."))
    return person


def _seat_person(seat: Seat, person: Person, day: date, taken: Taken) -> None:
    holder = Membership.objects.on(day).filter(seat=seat).select_related("person").first()
    if holder and holder.person_id == person.pk:
        return
    if holder and holder.starts_on >= day:
        holder.delete()
    elif holder:
        holder.ends_on = day - timedelta(days=1)
        holder.save(update_fields=["ends_on"])
    if holder:
        taken.words.append(_("Takes over from %(person)s.") % {"person": holder.person.shown_name})
    taken.new_holder = fill_seat(seat=seat, person=person, starts_on=day)
