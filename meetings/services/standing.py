from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import Forum, Placement
from meetings.enums import Answer, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.selectors.upcoming import next_meeting
from meetings.services.agendas import add_item
from meetings.services.reminders import local_day

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def place_standing_items(*, forum: Forum) -> list[AgendaItem]:
    """Puts on the next agenda what belongs there and is not there yet: accepted proposals whose turn it is, and points put off last time.

    Rows are made for the next meeting only; beyond that "planned" is computed. Safe to call at any time, any number of times.
    """
    meeting = next_meeting(forum)
    if meeting is None:
        return []
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    carried = [_carried(meeting, item) for item in _put_off_before(meeting)]
    return carried + [
        _from_placement(meeting, placement) for placement in _whose_turn_it_is(meeting)
    ]


def _whose_turn_it_is(meeting: Meeting) -> list[Placement]:
    there = set(
        meeting.items.exclude(placement=None).values_list("placement", flat=True)
    )
    day = local_day(meeting)
    standing = Placement.objects.filter(
        forum=meeting.forum_id, state=PlacementState.ACCEPTED
    ).select_related("topic")
    return [
        placement
        for placement in standing
        if placement.pk not in there
        and _runs_on(placement, day)
        and _its_turn(placement, meeting)
    ]


def _runs_on(placement: Placement, day: date) -> bool:
    return (placement.starts_on is None or placement.starts_on <= day) and (
        placement.ends_on is None or placement.ends_on >= day
    )


def _its_turn(placement: Placement, meeting: Meeting) -> bool:
    """Once, or at every n-th meeting counted from the last one that had it on its agenda; a cancelled meeting does not count."""
    last = placement.items.exclude(meeting__state=MeetingState.CANCELLED).filter(
        meeting__starts_at__lt=meeting.starts_at
    )
    latest = last.select_related("meeting").order_by("-meeting__starts_at").first()
    if latest is None:
        return not placement.items.filter(
            meeting__starts_at__gt=meeting.starts_at
        ).exists()
    if placement.every == 0:
        return False
    between = Meeting.objects.ahead(latest.meeting.starts_at).filter(
        forum=meeting.forum_id, starts_at__lt=meeting.starts_at
    )
    return between.exclude(pk=latest.meeting_id).count() + 1 >= placement.every


def _from_placement(meeting: Meeting, placement: Placement) -> AgendaItem:
    return add_item(
        meeting=meeting,
        title=placement.title,
        kind=placement.kind,
        topic=placement.topic,
        placement=placement,
        question=placement.question,
        presenter=placement.presenter,
        minutes=placement.minutes,
        draft_decision=placement.draft_decision,
    )


def _put_off_before(meeting: Meeting) -> list[AgendaItem]:
    """Points put off at a meeting before this one and not carried anywhere yet."""
    waiting = AgendaItem.objects.filter(
        forum=meeting.forum_id,
        answer=Answer.PUT_OFF,
        carried_to=None,
        meeting__starts_at__lt=meeting.starts_at,
    )
    there = set(
        meeting.items.exclude(placement=None).values_list("placement", flat=True)
    )
    return [
        item
        for item in waiting.order_by("meeting__starts_at", "position")
        if item.placement_id not in there
    ]


def _carried(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    same = (
        "title",
        "kind",
        "topic",
        "placement",
        "question",
        "presenter",
        "presenter_seat",
        "minutes",
        "registry_number",
        "draft_decision",
    )
    facts = {field: getattr(item, field) for field in (*same, "openness")}
    carried = add_item(
        meeting=meeting,
        carried_from=item,
        times_put_off=item.times_put_off + 1,
        **facts,
    )
    carried.named_seats.set(item.named_seats.all())
    return carried


def place_standing_items_everywhere() -> int:
    """The hourly round over all forums that have something waiting: a meeting has passed, so another one is next."""
    waiting = Forum.objects.active().filter(
        placements__state=PlacementState.ACCEPTED
    ) | Forum.objects.active().filter(
        items__answer=Answer.PUT_OFF, items__carried_to=None
    )
    return sum(len(place_standing_items(forum=forum)) for forum in waiting.distinct())


def reopen_deferred() -> int:
    """Deferred proposals whose day has come are proposed again."""
    due = Placement.objects.filter(
        state=PlacementState.DEFERRED, deferred_until__lte=timezone.localdate()
    )
    return due.update(state=PlacementState.PROPOSED)
