"""From the people that a calendar invites to seats of the forum; looked at first, and written as somebody chose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import FAITH, Office
from forum.errors import InvalidInputError
from forum.models import Membership
from forum.selectors.people import people_at
from forum.services.organisations import check_address
from forum.services.people import name_from_address
from meetings.calendar.invited import Invitation, domain_of, who_is_invited
from meetings.enums import InvitedState
from meetings.services.adoption_plan import starts_at
from meetings.services.invited_domains import organisations_by_domain, unknown_domains

if TYPE_CHECKING:
    from forum.enums import ForumKind
    from forum.models import Forum, Organisation, Person
    from meetings.calendar.invited import Invited
    from meetings.calendar.source import SeriesSource
    from meetings.services.adoption_plan import PlannedSeries
    from meetings.services.invited_domains import UnknownDomain

MOST_PEOPLE = 200
LAST_LISTS = 365  # days before a forum's last meeting whose lists count, where none is ahead
OFFERED = (InvitedState.COMES, InvitedState.DECLINED, InvitedState.OCCASIONAL, InvitedState.LEFT)


@dataclass(frozen=True)
class InvitedPerson:
    """Somebody whom the calendar invites: the known person, the organisation where it is known, and the office that is suggested.

    `given`: the name as the calendar has it, empty where it has none.
    """

    address: str
    name: str
    person: Person | None
    organisation: Organisation | None
    state: InvitedState
    office: Office = Office.MEMBER
    organiser: bool = False
    given: str = ""

    @property
    def domain(self) -> str:
        """The part of the address that tells the organisation."""
        return domain_of(self.address)

    @property
    def offered(self) -> bool:
        """Whether he or she can be given a seat."""
        return self.state in OFFERED

    @property
    def suggested(self) -> bool:
        """Whether a seat is what one expects."""
        return self.state == InvitedState.COMES

    @property
    def hidden(self) -> bool:
        """Whether name and address are withheld."""
        return self.person is not None and self.person.protected


@dataclass(frozen=True)
class InvitedPlan:
    """What a calendar's invitations would bring. In a faith forum only organisations and domains: nobody's name or address.

    `missing`: holders of seats whom the calendar does not invite; they keep their seats unless somebody says otherwise.
    """

    faith: bool = False
    people: list[InvitedPerson] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    domains: list[UnknownDomain] = field(default_factory=list)
    groups: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    too_many: int = 0
    missing: list[Membership] = field(default_factory=list)

    def offered(self) -> list[InvitedPerson]:
        """Those who can be given a seat, the suggested ones first."""
        return sorted((one for one in self.people if one.offered), key=lambda one: not one.suggested)

    def seated(self) -> list[InvitedPerson]:
        """Those who have one."""
        return [one for one in self.people if one.state == InvitedState.SEATED]

    def closed(self) -> list[InvitedPerson]:
        """Those who can't have one."""
        return [one for one in self.people if one.state == InvitedState.CLOSED]

    @property
    def empty(self) -> bool:
        """Whether the calendar invites nobody."""
        return not (self.people or self.organisations or self.domains or self.groups or self.unreached or self.too_many)


def plan_invited(
    series: list[PlannedSeries], *, kind: ForumKind, forum: Forum | None = None, founder: Person | None = None
) -> InvitedPlan:
    """Who is invited to series that go on (else to those of the last year), and what is known of each; nothing is written.

    `forum`: the one they may sit in already. `founder`: whoever gets the secretary's seat anyway.
    """
    invitation = _reachable(who_is_invited(_going_on(series)))
    kind = forum.kind if forum else kind
    if len(invitation.people) > MOST_PEOPLE:
        return InvitedPlan(faith=kind in FAITH, too_many=len(invitation.people))
    if kind in FAITH:
        return _without_names(invitation, forum, founder)
    known = people_at(one.address for one in invitation.people)
    by_domain = organisations_by_domain(one.domain for one in invitation.people)
    seats = _Seats(forum, founder)
    people = [_planned(one, known.get(one.address), by_domain, seats) for one in invitation.people]
    if not seats.secretary:
        people = _with_secretary(people)
    missing = _missing(invitation, people, forum, founder) if forum else []
    asked = unknown_domains(one.domain for one in people if one.offered and one.organisation is None)
    return InvitedPlan(
        people=people, domains=asked, groups=invitation.groups, unreached=invitation.unreached, missing=missing
    )


def _missing(
    invitation: Invitation, people: list[InvitedPerson], forum: Forum, founder: Person | None
) -> list[Membership]:
    """Where a list or somebody without address is invited too, nobody can be told to be missing."""
    if not people or invitation.groups or invitation.unreached:
        return []
    here = {one.person.pk for one in people if one.person} | ({founder.pk} if founder else set())
    held = Membership.objects.on(timezone.localdate()).filter(seat__forum=forum, seat__closed_on__isnull=True)
    gone = held.exclude(person__in=here).exclude(person__email=None).exclude(person__email="")
    return list(gone.select_related("person", "seat__organisation").order_by("seat__position", "pk"))


def _going_on(series: list[PlannedSeries]) -> list[SeriesSource]:
    now = timezone.now()
    standing = [(one, [starts_at(each) for each in one.occurrences if each.status == "confirmed"]) for one in series]
    ahead = [one.source for one, starts in standing if any(moment >= now for moment in starts)]
    if ahead:
        return ahead
    last = max((moment for _one, starts in standing for moment in starts), default=now)
    return [one.source for one, starts in standing if starts and max(starts) > last - timedelta(days=LAST_LISTS)]


def _reachable(invitation: Invitation) -> Invitation:
    """Addresses as they are kept here, each once; who has none that can be used is told by name."""
    people: dict[str, Invited] = {}
    unreached = list(invitation.unreached)
    for one in invitation.people:
        try:
            address = check_address(one.address, field="email")
        except InvalidInputError:
            unreached.append(one.name or one.address)
        else:
            people.setdefault(address, replace(one, address=address))
    return Invitation(tuple(people.values()), invitation.groups, tuple(unreached))


class _Seats:
    """Who sits in the forum, who sat there, and whether it has a secretary."""

    def __init__(self, forum: Forum | None, founder: Person | None) -> None:
        today = timezone.localdate()
        held = Membership.objects.filter(seat__forum=forum) if forum else Membership.objects.none()
        rows = list(
            held.filter(seat__closed_on__isnull=True).exclude(ends_on__lt=today).values_list("person", "seat__office")
        )
        self.now = {person for person, _office in rows} | ({founder.pk} if founder else set())
        self.ever = set(held.values_list("person", flat=True))
        self.secretary = founder is not None or Office.SECRETARY in {office for _person, office in rows}


def _planned(one: Invited, person: Person | None, by_domain: dict[str, Organisation], seats: _Seats) -> InvitedPerson:
    organisation = (person and person.organisation) or by_domain.get(one.domain)
    name = person.shown_name if person else one.name or name_from_address(one.address)
    return InvitedPerson(
        one.address, name, person, organisation, _state(one, person, seats), organiser=one.organiser, given=one.name
    )


def _state(one: Invited, person: Person | None, seats: _Seats) -> InvitedState:
    if person and not person.is_active:
        return InvitedState.CLOSED
    if person and person.pk in seats.now:
        return InvitedState.SEATED
    if person and person.pk in seats.ever:
        return InvitedState.LEFT
    if one.declined:
        return InvitedState.DECLINED
    return InvitedState.OCCASIONAL if one.occasional else InvitedState.COMES


def _with_secretary(people: list[InvitedPerson]) -> list[InvitedPerson]:
    """Whoever calls the meetings is probably their secretary."""
    caller = next((one for one in people if one.organiser and one.suggested), None)
    return [replace(one, office=Office.SECRETARY) if one is caller else one for one in people]


def _without_names(invitation: Invitation, forum: Forum | None, founder: Person | None) -> InvitedPlan:
    """Organisations that have no seat yet. A known person counts for the domain alone, so that nobody is told apart."""
    domains = [one.domain for one in invitation.people if not (one.declined or one.occasional)]
    by_domain = organisations_by_domain(domains)
    sitting = set(forum.seats.filter(closed_on__isnull=True).values_list("organisation", flat=True)) if forum else set()
    sitting |= {founder.organisation_id} if founder and founder.organisation_id else set()
    known = {by_domain[domain].pk: by_domain[domain] for domain in domains if domain in by_domain}
    asked = unknown_domains(domain for domain in domains if domain not in by_domain)
    return InvitedPlan(
        faith=True,
        organisations=[organisation for key, organisation in known.items() if key not in sitting],
        domains=[one for one in asked if not one.public],
    )
