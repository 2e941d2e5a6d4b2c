from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import PersonActor
from forum.policies import can_change_settings
from forum.selectors.carriers import forums_like
from forum.services.forums import create_forum
from forum.services.locks import lock_organisation
from forum.services.members import import_members, look_at_members
from forum.services.organisations import ensure_organisation
from forum.services.seating import seat_founder
from meetings.services.adopt import adopt_forum, forum_of_that_name
from meetings.services.adoption_plan import MOST_MEETINGS
from meetings.services.following import follow_calendar
from meetings.services.invited import InvitedPlan, plan_invited
from meetings.services.progress import Progress, silent
from meetings.services.seat_invited import seat_invited

if TYPE_CHECKING:
    from forum.enums import ForumKind
    from forum.models import Forum, Organisation, Person
    from forum.selectors.carriers import Carrier
    from forum.services.members import MembersReport
    from meetings.services.adopt import AdoptionReport
    from meetings.services.adoption_plan import AdoptionPlan
    from meetings.services.merge_calendar import Merged
    from meetings.services.seat_invited import InvitedChoice

MOST_AT_ONCE = 3000
OF_THE_CALENDAR = {"data", "series", "with_details", "from_date", "until"}


@dataclass(frozen=True)
class BringInLook:
    """What bringing a forum in would do: to the meetings of one that is here, by the member list, for those who are invited.

    `beside`: forums so near to a new one that it may be a parallel organisation.
    """

    known: Forum | None
    merged: Merged | None
    members: MembersReport | None
    invited: InvitedPlan
    large: bool = False
    beside: tuple[Carrier, ...] = ()


def is_large(plan: AdoptionPlan) -> bool:
    """Whether it takes longer than somebody waits for a page. Raises `InvalidInputError` when there are more than a forum can have."""
    count = sum(len(one.occurrences) for one in plan.series)
    if count > MOST_MEETINGS:
        words = _("More than %(limit)d meetings are chosen, which no forum has. Choose fewer series.")
        raise InvalidInputError(words % {"limit": MOST_MEETINGS}, field="series", code="too_many_meetings")
    return count > MOST_AT_ONCE


def _changeable_forum(organisation: Organisation, name: str, founder: Person) -> Forum | None:
    known = forum_of_that_name(organisation, name)
    if known and not can_change_settings(PersonActor(founder), known):
        raise ConflictError(
            _("The organisation already has a forum with that name. Ask its secretary to bring the new calendar in."),
            field="name",
        )
    return known


@transaction.atomic
def bring_in_forum(
    *,
    founder: Person,
    data: bytes,
    name: str,
    kind: ForumKind,
    organisation_code: str,
    as_secretary: bool,
    members: bytes | None = None,
    invited: InvitedChoice | None = None,
    followed_address: str = "",
    progress: Progress = silent,
    **facts: Any,
) -> AdoptionReport:
    """Brings a forum in for a person: the organisation is taken in by its code, the founder may get the secretary's seat.

    A forum of that name is brought up to date instead, if the founder may change its settings. Seats are filled from a member list and
    with those of the invited who were chosen; `followed_address`: where the calendar is read each hour from now on. Officials of the host,
    administrators. Raises as `adopt_forum`, `import_members`, `seat_invited` and `follow_calendar`, and `ConflictError` for a forum that
    is somebody else's to change; writes all or nothing.
    """
    organisation = ensure_organisation(code=organisation_code)
    lock_organisation(organisation)
    known = _changeable_forum(organisation, name, founder)
    report = adopt_forum(
        data=data, name=name, kind=kind, organisation=organisation, forum=known, progress=progress, **facts
    )
    if known is None and as_secretary:
        seat_founder(forum=report.forum, founder=founder)
    if members is not None:
        list_report = import_members(forum=report.forum, data=members, starts_on=timezone.localdate())
        report = replace(report, members=list_report)
    if invited:
        plan = plan_invited(report.plan.series, kind=kind, forum=report.forum)
        report = replace(report, invited=seat_invited(forum=report.forum, plan=plan, choice=invited))
    if followed_address:
        chosen = list(facts.get("series") or [])
        follow_calendar(forum=report.forum, address=followed_address, series=chosen, started_by=founder)
    return report


def look_at_bring_in(
    *,
    plan: AdoptionPlan,
    founder: Person,
    name: str,
    kind: ForumKind,
    organisation_code: str,
    as_secretary: bool,
    members: bytes | None = None,
    **facts: Any,
) -> BringInLook:
    """What `bring_in_forum` would do with the same words; `plan` holds the chosen series. Nothing stays written.

    A forum that is here, and a member list, are tried in a transaction that is taken back; of a large calendar the list alone is tried.
    Raises as `bring_in_forum`, though lines of the list that can't be used are in the answer.
    """
    large = is_large(plan)
    with transaction.atomic():
        organisation = ensure_organisation(code=organisation_code)
        known = forum_of_that_name(organisation, name)
        merged, report, forum = None, None, None
        if large:
            forum, report = _tried_without_meetings(organisation, name, kind, founder, members, facts)
        elif known or members is not None:
            adopted = bring_in_forum(
                founder=founder,
                name=name,
                kind=kind,
                organisation_code=organisation_code,
                as_secretary=as_secretary,
                **facts,
            )
            merged, forum = adopted.merged, adopted.forum
            report = _list_report(forum, members) if members is not None else None
        secretary = founder if as_secretary and known is None else None
        invited = plan_invited(plan.series, kind=kind, forum=forum, founder=secretary)
        new = known is None and not facts.get("external")
        beside = _beside(founder, name, kind, organisation, invited, forum) if new else ()
        transaction.set_rollback(True)
    return BringInLook(known, merged if known else None, report, invited, large, beside)


def _beside(
    founder: Person, name: str, kind: ForumKind, leader: Organisation, invited: InvitedPlan, tried: Forum | None
) -> tuple[Carrier, ...]:
    """By name, kind and the organisations of those who are invited; a forum that meets already need not answer for itself."""
    known = [one.organisation for one in invited.people if one.organisation] + invited.organisations
    found = forums_like(
        PersonActor(founder), name=name, purpose="", kind=kind, leader=leader, organisations=known, but=tried
    )
    return tuple(found)


def _tried_without_meetings(
    organisation: Organisation,
    name: str,
    kind: ForumKind,
    founder: Person,
    members: bytes | None,
    facts: dict[str, Any],
) -> tuple[Forum | None, MembersReport | None]:
    """The forum and its list as they would be; the dates of a large calendar take too long to be tried."""
    forum = _changeable_forum(organisation, name, founder)
    if members is None:
        return forum, None
    settings = {key: value for key, value in facts.items() if key not in OF_THE_CALENDAR}
    forum = forum or create_forum(name=name, kind=kind, organisation=organisation, **settings)
    return forum, _list_report(forum, members)


def _list_report(forum: Forum, members: bytes) -> MembersReport:
    """Seats are tried too when every line is right, so that whoever is in the list is known to sit there."""
    report = look_at_members(forum=forum, data=members, starts_on=timezone.localdate())
    if not report.refused:
        import_members(forum=forum, data=members, starts_on=timezone.localdate())
    return report
