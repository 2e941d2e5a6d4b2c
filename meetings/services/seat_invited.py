"""Gives those whom a calendar invites their seats, as somebody chose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from forum.enums import FAITH, Office, OrganisationKind
from forum.services.mail_domains import organisation_for_domain
from forum.services.people import complete_person, create_person
from forum.services.seats import add_seat, end_membership, fill_seat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forum.models import Forum, Membership, Organisation, Person, Seat
    from meetings.services.invited import InvitedPerson, InvitedPlan

REPRESENTATIVE = gettext_noop("Representative")


@dataclass(frozen=True)
class DomainAnswer:
    """Whose a mail domain is: an organisation by code, or a new one by name."""

    code: str = ""
    name: str = ""
    kind: OrganisationKind = OrganisationKind.OTHER


@dataclass(frozen=True)
class InvitedChoice:
    """Who gets a seat and in which office, by address; whose the unknown domains are; in faith forums which organisations, by code.

    `leave`: ids of memberships of those who are not invited any more and leave their seats.
    """

    offices: Mapping[str, Office] = field(default_factory=dict)
    domains: Mapping[str, DomainAnswer] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()


@dataclass
class SeatedReport:
    """What came of the invitations. Seats of a faith forum have no holder."""

    new_people: list[Person] = field(default_factory=list)
    new_seats: list[Seat] = field(default_factory=list)
    new_holders: list[Membership] = field(default_factory=list)
    completed: int = 0
    left: int = 0


@transaction.atomic
def seat_invited(*, forum: Forum, plan: InvitedPlan, choice: InvitedChoice) -> SeatedReport:
    """Makes people and seats of those who were chosen; whoever has a seat keeps it, so a second import doubles nothing.

    Who is not invited any more keeps the seat unless chosen to leave it, since yesterday. A faith forum gets one seat for each
    organisation and nobody's name (GDPR art. 9). Who has no organisation is left out.
    Chair, secretary, administrator. Raises `InvalidInputError`, `ConflictError`; writes all or nothing.
    """
    report = SeatedReport()
    if forum.kind in FAITH:
        _seat_organisations(forum, plan, choice, report)
        return report
    chosen = [one for one in plan.offered() if one.address in choice.offices]
    wanted = {one.domain for one in chosen if one.organisation is None}
    organisations = _organisations(choice, wanted)
    for one in chosen:
        organisation = one.organisation or organisations.get(one.domain)
        if organisation:
            _seat(forum, one, organisation, choice.offices[one.address], report)
    for one in plan.seated():
        report.completed += bool(one.person and one.given and complete_person(person=one.person, name=one.given))
    for membership in plan.missing:
        if str(membership.pk) in choice.leave:
            yesterday = timezone.localdate() - timedelta(days=1)
            end_membership(membership_id=membership.pk, version=None, ends_on=max(membership.starts_on, yesterday))
            report.left += 1
    return report


def _organisations(choice: InvitedChoice, domains: set[str]) -> dict[str, Organisation]:
    return {
        domain: organisation_for_domain(domain=domain, code=answer.code, name=answer.name, kind=answer.kind)
        for domain, answer in choice.domains.items()
        if domain in domains
    }


def _seat(forum: Forum, one: InvitedPerson, organisation: Organisation, office: Office, report: SeatedReport) -> None:
    person = one.person
    if person is None:
        person = create_person(name=one.name, email=one.address, organisation=organisation)
        report.new_people.append(person)
    else:
        complete_person(person=person, name=one.given)
    with override(settings.LANGUAGE_CODE):
        title = person.title or str(office.label)
    unit = person.unit if person.organisation_id == organisation.pk else None
    seat = add_seat(forum=forum, role_title=title, organisation=organisation, unit=unit, office=office)
    report.new_seats.append(seat)
    report.new_holders.append(fill_seat(seat=seat, person=person, starts_on=timezone.localdate()))


def _seat_organisations(forum: Forum, plan: InvitedPlan, choice: InvitedChoice, report: SeatedReport) -> None:
    known = [one for one in plan.organisations if one.code in choice.organisations]
    learnt = _organisations(choice, {one.domain for one in plan.domains})
    with override(settings.LANGUAGE_CODE):
        title = gettext(REPRESENTATIVE)
    for organisation in {one.pk: one for one in (*known, *learnt.values())}.values():
        if not forum.seats.filter(organisation=organisation, closed_on__isnull=True).exists():
            report.new_seats.append(add_seat(forum=forum, role_title=title, organisation=organisation))
