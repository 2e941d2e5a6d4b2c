"""What the report on a forum's year is written from, as far as its reader may see it. A constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from meetings.enums import ATTENDING, ItemOpenness, MeetingState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting
from meetings.models.visibility import released_meetings
from meetings.selectors.report_facts import OWNERS, told
from meetings.selectors.report_then import actions_then

if TYPE_CHECKING:
    import uuid

    from forum.models import Actor, Forum
    from meetings.selectors.report_facts import Span


@dataclass
class MeetingFacts:
    """A meeting that was held; `attending` of `expected` seats, none of them where nobody noted it."""

    meeting: Meeting
    points: int
    attending: int
    expected: int


@dataclass
class YearFacts:
    """All that a report on a forum's year may tell its reader."""

    forum: Forum
    span: Span
    held: list[MeetingFacts]
    cancelled: int
    topics: dict[str, int]
    decisions: list[Decision]
    actions: list[ActionItem]
    ahead: list[Meeting]


def year_for_report(actor: Actor, forum: Forum, span: Span) -> YearFacts:
    """What the reader may be told of the forum in the span."""
    rows = Meeting.objects.visible_to(actor).filter(forum=forum)
    within = rows.filter(starts_at__date__gte=span.first, starts_at__date__lte=span.end).order_by("starts_at")
    held = [one for one in within if one.state != MeetingState.CANCELLED]
    cancelled = sum(one.state == MeetingState.CANCELLED for one in within)
    points, topics = _points_and_topics(actor, held)
    seen = _attendance(actor, held)
    decisions = Decision.objects.visible_to(actor).filter(told("item__"), item__meeting__in=held)
    actions = ActionItem.objects.visible_to(actor).filter(
        told("origin__"), forum=forum, origin__meeting__starts_at__date__lte=span.end
    )
    ahead = rows.filter(starts_at__date__gt=span.day).exclude(state=MeetingState.CANCELLED).order_by("starts_at")
    return YearFacts(
        forum=forum,
        span=span,
        held=[MeetingFacts(one, points[one.pk], *seen[one.pk]) for one in held],
        cancelled=cancelled,
        topics=topics,
        decisions=list(
            decisions.select_related("item__meeting", "item__forum").order_by(
                "item__meeting__starts_at", "item__position", "position"
            )
        ),
        actions=_of_span(
            actions_then(actions.select_related(*OWNERS, "origin__meeting").order_by("number").distinct(), span.day),
            span,
        ),
        ahead=list(ahead[:12]),
    )


def _points_and_topics(actor: Actor, held: list[Meeting]) -> tuple[dict[uuid.UUID, int], dict[str, int]]:
    """How many points each meeting had, and how often each topic was taken up in the open, the most frequent first."""
    items = AgendaItem.objects.visible_to(actor).filter(meeting__in=held).select_related("topic")
    points: dict[uuid.UUID, int] = defaultdict(int)
    topics: dict[str, int] = defaultdict(int)
    for item in items.order_by("meeting__starts_at", "position"):
        points[item.meeting_id] += 1
        if item.topic and item.in_full and item.openness == ItemOpenness.OPEN:
            topics[item.topic.name] += 1
    return points, dict(sorted(topics.items(), key=lambda pair: (-pair[1], pair[0])))


def _of_span(actions: list[ActionItem], span: Span) -> list[ActionItem]:
    """Given in the span, or earlier and not finished before it began."""
    return [
        one
        for one in actions
        if timezone.localdate(one.origin.meeting.starts_at) >= span.first
        or one.finished_at is None
        or timezone.localdate(one.finished_at) >= span.first
    ]


def _attendance(actor: Actor, held: list[Meeting]) -> dict[uuid.UUID, tuple[int, int]]:
    """Of the seats for which something is noted: how many were there, by minutes that were sent."""
    rows = Attendance.objects.visible_to(actor).filter(
        meeting__in=held, meeting_id__in=released_meetings(), seat__isnull=False
    )
    counts: dict[uuid.UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for meeting, presence in rows.order_by().values_list("meeting", "presence"):
        there, expected = counts[meeting]
        counts[meeting] = (there + (presence in ATTENDING), expected + 1)
    return counts
