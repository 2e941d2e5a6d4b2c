"""The meeting's row is locked before anything of it is written, so that nothing slips in while minutes are being sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from forum.services.versions import lock_version
from meetings.enums import MeetingState, MinutesState
from meetings.models import AgendaItem, Meeting
from meetings.services.assignments import wait_for_quiet

if TYPE_CHECKING:
    import uuid


def lock_meeting(meeting_id: uuid.UUID) -> Meeting:
    """The row with its forum, locked until the transaction ends; always before rows of its items, or two writers wait for each other."""
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("forum__organisation")
        .get(pk=meeting_id)
    )


def refuse_if_locked(meeting: Meeting) -> None:
    """Approved or settled minutes lock what was written at the meeting; until then everything can be logged, at any time.

    Locks the meeting. Raises `ConflictError`. A correction draft opens the meeting again: it becomes a new version of the minutes.
    """
    latest = lock_meeting(meeting.pk).minutes.order_by("-number").only("state").first()
    if latest and latest.state in {MinutesState.APPROVED, MinutesState.SETTLED}:
        raise ConflictError(
            _("The minutes are approved, so this is locked. Begin a correction to change it."), code="minutes_locked"
        )
    if latest and latest.state == MinutesState.CIRCULATED:
        raise ConflictError(
            _("The minutes have been sent for approval. Take them back to a new version before you change anything."),
            code="minutes_circulated",
        )


def open_for_logging(meeting: Meeting) -> None:
    """As `refuse_if_locked`, for what came of the meeting: one that is logged here was held, and is no longer historic."""
    refuse_if_locked(meeting)
    if Meeting.objects.filter(pk=meeting.pk, state=MeetingState.CANCELLED).exists():
        raise ConflictError(_("The meeting is cancelled, so there is nothing to log."), code="cancelled")
    Meeting.objects.filter(pk=meeting.pk, historic=True).update(historic=False)
    wait_for_quiet(meeting)


def lock_item(item_id: uuid.UUID, version: int | None) -> AgendaItem:
    """The point, when its meeting may be written to. Raises `ConflictError`, `StaleVersionError`."""
    refuse_if_locked(Meeting.objects.get(items=item_id))
    return lock_version(AgendaItem, item_id, version)
