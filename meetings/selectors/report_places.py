"""Where a topic was raised in a period, forum by forum, for a report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import Forum, Placement
from forum.models.flags import flag
from meetings.enums import RAISED_ANSWERS, Answer, ItemOpenness, MeetingState
from meetings.models import AgendaItem, Decision, Meeting
from meetings.models.visibility import released_meetings
from meetings.selectors.report_then import placement_then

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from forum.models import Actor, Topic


@dataclass
class Place:
    """One forum: on which days of the period the topic was raised or put off, when it comes next, what the forum answered.

    `silent`: days on which it stood on the agenda and no outcome is told. `met`: how often the forum met in the period.
    """

    forum: Forum
    raised: list[date] = field(default_factory=list)
    decided: int = 0
    put_off: list[date] = field(default_factory=list)
    silent: list[date] = field(default_factory=list)
    planned: date | None = None
    placement: Placement | None = None
    met: int = 0


def places_for_report(actor: Actor, topic: Topic, first: date, last: date, day: date) -> list[Place]:
    """The host's own forums and all others that have had to do with the topic, those that never raised it first, then by name."""
    items = AgendaItem.objects.visible_to(actor).filter(
        topic=topic, in_full=True, openness=ItemOpenness.OPEN, meeting__starts_at__date__gte=first
    )
    sent = Q(meeting__in=released_meetings()) | Q(forum__external=True)
    rows = items.exclude(meeting__state=MeetingState.CANCELLED).annotate(
        told=flag(sent),
        has_decision=Exists(Decision.objects.filter(item=OuterRef("pk"))),
    )
    placements = Placement.objects.visible_to(actor).filter(topic=topic, created_at__date__lte=day)
    latest = placements.order_by("forum_id", "-created_at").distinct("forum_id")
    answers = {row.forum_id: placement_then(row, day) for row in latest}
    by_forum: dict[uuid.UUID, list[AgendaItem]] = defaultdict(list)
    for item in rows.select_related("meeting").order_by("meeting__starts_at", "position"):
        by_forum[item.forum_id].append(item)
    own = Q(organisation__is_host=True, archived_at__isnull=True) | Q(pk__in={*by_forum, *answers})
    forums = Forum.objects.visible_to(actor).filter(own).select_related("organisation").order_by("name")
    places = [Place(forum, placement=answers.get(forum.pk)) for forum in _with_meetings(forums, actor, day)]
    held = _held(actor, places, first, last)
    for place in places:
        place.met = held.get(place.forum.pk, 0)
        for item in by_forum[place.forum.pk]:
            _count(place, item, last, day)
        _planned_by_rule(place)
    return sorted(places, key=lambda one: (bool(one.raised), one.forum.name))


def _with_meetings(forums: object, actor: Actor, day: date) -> list[Forum]:
    ahead = Meeting.objects.visible_to(actor).filter(forum=OuterRef("pk"), starts_at__date__gt=day)
    soonest = ahead.exclude(state=MeetingState.CANCELLED).order_by("starts_at").values("starts_at")[:1]
    return list(forums.annotate(next_at=Subquery(soonest, output_field=DateTimeField())))  # type: ignore[attr-defined]


def _held(actor: Actor, places: list[Place], first: date, last: date) -> dict[uuid.UUID, int]:
    rows = Meeting.objects.visible_to(actor).filter(forum__in=[place.forum for place in places])
    rows = rows.exclude(state=MeetingState.CANCELLED).filter(starts_at__date__gte=first, starts_at__date__lte=last)
    counts: dict[uuid.UUID, int] = defaultdict(int)
    for forum in rows.order_by().values_list("forum", flat=True):
        counts[forum] += 1
    return counts


def _count(place: Place, item: AgendaItem, last: date, day: date) -> None:
    on = _local(item.meeting.starts_at)
    told, decided = item.told and item.outcome_shown, item.has_decision  # type: ignore[attr-defined]  # annotated
    if on > day:
        if place.planned is None and (item.placement_id or item.meeting.noticed_at):
            place.planned = on
    elif on > last:
        return
    elif told and (item.answer in RAISED_ANSWERS or decided):
        place.raised.append(on)
        place.decided += bool(decided)
    elif told and item.answer == Answer.PUT_OFF:
        place.put_off.append(on)
    elif not item.meeting.historic:
        place.silent.append(on)


def _planned_by_rule(place: Place) -> None:
    """A standing proposal is planned for the next meeting that there is."""
    stands = (
        place.placement is not None and place.placement.state == PlacementState.ACCEPTED and place.placement.every > 0
    )
    upcoming: datetime | None = place.forum.next_at  # type: ignore[attr-defined]  # annotated
    if place.planned is None and stands and upcoming:
        place.planned = _local(upcoming)


def _local(moment: datetime) -> date:
    return timezone.localdate(moment)
