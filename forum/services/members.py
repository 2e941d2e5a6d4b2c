from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forum.errors import DomainError, InvalidInputError
from forum.models import Forum, Membership, Organisation, Person, Seat, Unit
from forum.reference import municipalities
from forum.services.member_file import MemberLine, read_member_file
from forum.services.organisations import create_unit, ensure_organisation
from forum.services.people import create_person, organisation_of_address
from forum.services.seats import add_seat, fill_seat

if TYPE_CHECKING:
    from datetime import date


@dataclass
class MembersReport:
    """What came of a list: people and seats that are new, seats with a new holder, and how many lines changed nothing."""

    new_people: list[Person] = field(default_factory=list)
    new_seats: list[Seat] = field(default_factory=list)
    new_holders: list[Membership] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def import_members(*, forum: Forum, data: bytes, starts_on: date) -> MembersReport:
    """Fills the forum's seats from a list; the second import of the same list changes nothing. All or nothing.

    A line is one seat: found by role and organisation, made when missing. A new person follows the one who holds it, from that day.
    Chair, secretary, administrator. Raises `InvalidInputError` with the line of the first fault.
    """
    report = MembersReport()
    for line in read_member_file(data):
        try:
            _take_in(forum, line, starts_on, report)
        except DomainError as error:
            words = {"line": line.line, "sentence": str(error)}
            raise InvalidInputError(
                _("Line %(line)d: %(sentence)s") % words, field="members", code=error.code
            ) from error
    return report


def _take_in(forum: Forum, line: MemberLine, starts_on: date, report: MembersReport) -> None:
    organisation = _organisation(forum, line)
    unit = _unit(organisation, line.unit)
    seat = forum.seats.filter(
        role_title__iexact=line.role_title,
        organisation=organisation,
        unit=unit,
        office=line.office,
        closed_on__isnull=True,
    ).first()
    if seat is None:
        seat = add_seat(
            forum=forum, role_title=line.role_title, organisation=organisation, unit=unit, office=line.office
        )
        report.new_seats.append(seat)
    person = _person(line, organisation, unit, report)
    if person is None or not _seat_person(seat, person, starts_on, report):
        report.unchanged += 1


def _organisation(forum: Forum, line: MemberLine) -> Organisation:
    """By code, by name, by a municipality's name, by the address's domain; without any of these the forum's own."""
    wanted = line.organisation
    if not wanted:
        return (organisation_of_address(line.email) if line.email else None) or forum.organisation
    found = (
        Organisation.objects.filter(code=wanted.lower()).first()
        or Organisation.objects.filter(name__iexact=wanted).first()
    )
    if found:
        return found
    by_name = {place.name.casefold(): place.code for place in municipalities().values()}
    code = by_name.get(wanted.casefold(), wanted)
    return ensure_organisation(code=code)


def _unit(organisation: Organisation, name: str) -> Unit | None:
    if not name:
        return None
    return organisation.units.filter(name__iexact=name).first() or create_unit(organisation=organisation, name=name)


def _person(line: MemberLine, organisation: Organisation, unit: Unit | None, report: MembersReport) -> Person | None:
    """By address, else by name within the organisation; a line without a name is a vacant seat."""
    if not line.name and not line.email:
        return None
    if line.email:
        found = Person.objects.filter(email=line.email).first()
    else:
        found = Person.objects.filter(name__iexact=line.name, organisation=organisation).first()
    if found:
        return found
    person = create_person(
        name=line.name or line.email, email=line.email, title=line.role_title, organisation=organisation, unit=unit
    )
    report.new_people.append(person)
    return person


def _seat_person(seat: Seat, person: Person, starts_on: date, report: MembersReport) -> bool:
    """True when the person is a new holder."""
    holder = Membership.objects.on(starts_on).filter(seat=seat).first()
    if holder and holder.person_id == person.pk:
        return False
    if holder and holder.starts_on >= starts_on:
        holder.delete()
    elif holder:
        holder.ends_on = starts_on - timedelta(days=1)
        holder.save(update_fields=["ends_on"])
    report.new_holders.append(fill_seat(seat=seat, person=person, starts_on=starts_on))
    return True
