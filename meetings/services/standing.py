from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import Forum, Placement
from forum.services.locks import lock_forum
from meetings.calendar.presenting import Rhythm
from meetings.enums import Answer, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.selectors.upcoming import next_meeting
from meetings.services.carrying import (
    carried_copy,
    drop_what_was_dealt_with,
    fetch_from_later,
    last_position,
    waiting_for,
)
from meetings.services.follow_up import keep_follow_up
from meetings.services.locks import lock_meeting
from meetings.services.proposal_files import attach_to_agendas

if TYPE_CHECKING:
    from datetime import datetime

STANDS = (MeetingState.PLANNED, MeetingState.NOTICED)
PROPOSED = ("title", "kind", "topic", "question", "presenter", "minutes", "draft_decision")


@transaction.atomic
def place_standing_items(*, forum: Forum) -> list[AgendaItem]:
    """Lets the next agenda build itself: the follow-up of the last meeting, points that wait from earlier ones, accepted proposals
    whose turn it is. What came by itself and does not belong there any more leaves it until the notice is sent.

    Rows are made for the next meeting only; beyond that "planned" is computed. Returns the points that came from earlier meetings
    and proposals. Safe to call at any time, any number of times, at once; the number of statements does not depend on how much waits.
    """
    forum = lock_forum(pk=forum.pk)
    meeting = None if forum.archived_at else next_meeting(forum)
    if meeting is None:
        return []
    meeting = lock_meeting(meeting.pk)
    fetch_from_later(meeting, timezone.now())
    drop_what_was_dealt_with(meeting)
    keep_follow_up(meeting)
    there = set(meeting.items.exclude(placement=None).values_list("placement", flat=True)) | set(meeting.left_out)
    carried = [item for item in waiting_for(meeting) if item.placement_id not in there]
    there |= {item.placement_id for item in carried}
    items = [carried_copy(item) for item in carried]
    items += [_from_placement(placement) for placement in _whose_turn_it_is(meeting) if placement.pk not in there]
    if items:
        _append(meeting, items)
        _name_the_same_seats(carried, items)
    return items


def _append(meeting: Meeting, items: list[AgendaItem]) -> None:
    for position, item in enumerate(items, start=last_position(meeting) + 1):
        item.meeting, item.forum_id, item.position = meeting, meeting.forum_id, position
    AgendaItem.objects.bulk_create(items)
    attach_to_agendas(items)


def _name_the_same_seats(carried: list[AgendaItem], items: list[AgendaItem]) -> None:
    named = AgendaItem.named_seats.through
    rows = [
        named(agendaitem=item, seat=seat)
        for earlier, item in zip(carried, items, strict=False)  # the carried ones come first
        for seat in earlier.named_seats.all()
    ]
    named.objects.bulk_create(rows)


def _whose_turn_it_is(meeting: Meeting) -> list[Placement]:
    """Once, or at every n-th meeting counted from the last one that had it on its agenda; a cancelled meeting does not count."""
    on_agendas = Q(items__meeting__state__in=STANDS)
    standing = Placement.objects.filter(forum=meeting.forum_id, state=PlacementState.ACCEPTED).annotate(
        latest=Max("items__meeting__starts_at", filter=on_agendas & Q(items__meeting__starts_at__lt=meeting.starts_at)),
        later=Count("items", filter=on_agendas & Q(items__meeting__starts_at__gt=meeting.starts_at)),
    )
    day = meeting.day
    placements = [
        placement for placement in standing.select_related("topic", "attachment") if _rhythm(placement).runs_on(day)
    ]
    first = min((placement.latest for placement in placements if placement.latest), default=meeting.starts_at)
    between = Meeting.objects.ahead(first).filter(forum=meeting.forum_id, starts_at__lt=meeting.starts_at)
    starts = list(between.values_list("starts_at", flat=True))
    return [placement for placement in placements if _its_turn(placement, starts)]


def _rhythm(placement: Any) -> Rhythm[datetime]:
    return Rhythm(placement.every, placement.latest, placement.starts_on, placement.ends_on)


def _its_turn(placement: Any, starts: list[datetime]) -> bool:
    if placement.latest is None:
        return not placement.later
    meetings_since = len(starts) - bisect_right(starts, placement.latest)
    return bool(placement.every) and meetings_since + 1 >= placement.every


def _from_placement(placement: Placement) -> AgendaItem:
    return AgendaItem(placement=placement, **{name: getattr(placement, name) for name in PROPOSED})


def place_standing_items_everywhere() -> int:
    """The hourly round over all forums that have something waiting: a meeting has passed, so another one is next."""
    ahead = Meeting.objects.ahead(timezone.now()).filter(forum=OuterRef("pk"))
    logged = Meeting.objects.filter(forum=OuterRef("pk"), historic=False, starts_at__lt=timezone.now())
    standing = Placement.objects.filter(forum=OuterRef("pk"), state=PlacementState.ACCEPTED)
    waiting = Forum.objects.active().filter(Exists(ahead), Exists(logged) | Exists(standing))
    return sum(len(place_standing_items(forum=forum)) for forum in waiting)


@transaction.atomic
def end_proposals() -> int:
    """Ends accepted proposals whose last day has passed, or that were to be taken up once and were: the topic can be proposed anew."""
    today, now = timezone.localdate(), timezone.now()
    items = AgendaItem.objects.filter(placement=OuterRef("pk"), meeting__state__in=STANDS)
    answered = items.filter(meeting__ends_at__lte=now).exclude(answer__in=["", Answer.PUT_OFF])
    waiting = items.filter(Q(meeting__ends_at__gt=now) | Q(answer__in=["", Answer.PUT_OFF], carried_to=None))
    over = Q(ends_on__lt=today) | (Q(every=0) & Exists(answered) & ~Exists(waiting))
    return Placement.objects.filter(over, state=PlacementState.ACCEPTED).update(state=PlacementState.ENDED)
