"""Which meeting a page is about, and what the reader may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from forum.policies import can_edit_meetings, can_read_drafts, can_sit
from forum.web.acting import find, require
from forum.web.actor import actor_of
from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

SENT = (MinutesState.CIRCULATED, MinutesState.APPROVED, MinutesState.SETTLED)


def meeting_for_reader(request: HttpRequest, meeting_id: uuid.UUID) -> Meeting:
    """The meeting, when the reader may know of its forum; 404 for strangers."""
    meetings = Meeting.objects.visible_to(actor_of(request)).select_related(
        "forum__organisation", "forum__unit", "noticed_by"
    )
    return find(meetings, pk=meeting_id)


def meeting_for_editor(request: HttpRequest, meeting_id: uuid.UUID) -> Meeting:
    """The meeting for its chair or secretary; 404 for strangers, 403 for readers."""
    meeting = meeting_for_reader(request, meeting_id)
    require(can_edit_meetings(actor_of(request), meeting.forum))
    return meeting


def latest_version(meeting: Meeting) -> Minutes | None:
    return meeting.minutes.defer("pdf", "content").first()


def standing(request: HttpRequest, meeting: Meeting, latest: Minutes | None) -> dict[str, Any]:
    """What every face of a meeting tells: who may edit, whether it is held, cancelled or locked."""
    actor = actor_of(request)
    return {
        "meeting": meeting,
        "forum": meeting.forum,
        "can_edit": can_edit_meetings(actor, meeting.forum),
        "can_read_drafts": can_read_drafts(actor, meeting.forum),
        "can_read_minutes": can_sit(actor, meeting.forum),
        "held": meeting.starts_at <= timezone.now(),
        "over": meeting.ends_at <= timezone.now(),
        "cancelled": meeting.state == MeetingState.CANCELLED,
        "noticed": meeting.noticed_at is not None,
        "latest": latest,
        "locked": bool(latest and latest.state in SENT),
    }
