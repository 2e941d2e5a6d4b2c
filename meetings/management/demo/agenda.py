"""Points and meetings that the demo's history is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.services.agendas import add_item

if TYPE_CHECKING:
    from forum.enums import ItemKind
    from forum.models import Placement
    from meetings.management.demo.cast import Cast
    from meetings.models import AgendaItem

Point = tuple[str, "ItemKind", int, dict[str, Any]]


def latest_meeting(cast: Cast, forum: str) -> Meeting:
    """The latest meeting that is over and was not cancelled."""
    over = Meeting.objects.filter(forum=cast.forums[forum], ends_at__lte=timezone.now())
    return over.exclude(state=MeetingState.CANCELLED).order_by("-starts_at")[0]


def add_points(meeting: Meeting, *points: Point) -> list[AgendaItem]:
    """Title, kind, minutes and what else is known of each."""
    return [
        add_item(meeting=meeting, title=title, kind=kind, minutes=minutes, **facts)
        for title, kind, minutes, facts in points
    ]


def about_topic(placement: Placement) -> dict[str, Any]:
    """What a point takes over from the proposal behind it."""
    return {
        "topic": placement.topic,
        "placement": placement,
        "question": placement.question,
        "presenter": placement.presenter,
    }
