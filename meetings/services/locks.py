"""The forum's and the meeting's rows are locked before anything of it is written, so that nothing slips in while minutes are being sent.

The order of all locks is in `forum.services.locks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from forum.services.locks import lock_forum
from forum.services.versions import lock_version
from meetings.enums import MeetingState, MinutesState
from meetings.models import AgendaItem, Meeting
from meetings.services.assignments import wait_for_quiet

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum


def lock_forum_in_use(forum_id: uuid.UUID) -> Forum:
    """The forum, locked; for what belongs to its meetings. Raises `ConflictError` for an archived one."""
    forum = lock_forum(pk=forum_id)
    if forum.archived_at:
        raise ConflictError(_("The forum is archived, so it has no meetings."), field="forum")
    return forum


def lock_meeting(meeting_id: uuid.UUID, version: int | None = None) -> Meeting:
    """The row with its forum, both locked until the transaction ends; always before rows of its items. Raises `StaleVersionError`."""
    forum = lock_forum(meetings=meeting_id)
    meeting = lock_version(Meeting, meeting_id, version)
    meeting.forum = forum
    return meeting


def refuse_if_locked(meeting: Meeting) -> Meeting:
    """Approved or settled minutes lock what was written at the meeting; until then everything can be logged, at any time.

    The meeting, locked. Raises `ConflictError`. A correction draft opens the meeting again: it becomes a new version of the minutes.
    """
    meeting = lock_meeting(meeting.pk)
    latest = meeting.minutes.order_by("-number").only("state").first()
    if latest and latest.state in {MinutesState.APPROVED, MinutesState.SETTLED}:
        raise ConflictError(
            _("The minutes are approved, so this is locked. Begin a correction to change it."), code="minutes_locked"
        )
    if latest and latest.state == MinutesState.CIRCULATED:
        raise ConflictError(
            _("The minutes have been sent for approval. Take them back to a new version before you change anything."),
            code="minutes_circulated",
        )
    return meeting


def open_for_logging(meeting: Meeting) -> Meeting:
    """As `refuse_if_locked`, for what came of the meeting: one that is logged here was held, and is no longer historic."""
    meeting = refuse_if_locked(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(_("The meeting is cancelled, so there is nothing to log."), code="cancelled")
    if meeting.historic:
        meeting.historic = False
        meeting.save(update_fields=["historic"])
    wait_for_quiet(meeting)
    return meeting


def lock_item(item_id: uuid.UUID, version: int | None) -> AgendaItem:
    """The point, when its meeting may be written to. Raises `ConflictError`, `StaleVersionError`."""
    refuse_if_locked(Meeting.objects.get(items=item_id))
    return lock_version(AgendaItem, item_id, version)
