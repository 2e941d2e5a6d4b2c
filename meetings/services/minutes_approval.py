from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MinutesForm, Office
from forum.errors import ConflictError, NotAllowedError
from forum.models import Person, PersonActor
from forum.models.visibility import seats_held
from meetings.enums import LOCKED_MINUTES, MinutesState, Via
from meetings.models import Approval, Minutes
from meetings.selectors.upcoming import next_meeting
from meetings.services.minutes import keep_content, locked_latest
from meetings.services.minutes_freeze import approval_content

if TYPE_CHECKING:
    import uuid


@transaction.atomic
def approve_minutes(*, minutes_id: uuid.UUID, version: int | None, person: Person, via: Via = Via.PAGE) -> Minutes:
    """The chair's or a chosen approver's yes. With the last of them the minutes are approved and locked (TF 2:10: drawn up from now on).

    Raises `NotAllowedError` for anybody else, `ConflictError` when not open for approval, `StaleVersionError`.
    """
    minutes = locked_latest(minutes_id, version)
    if minutes.state != MinutesState.CIRCULATED or minutes.meeting.forum.minutes_form == MinutesForm.NOTES:
        raise ConflictError(_("These minutes are not waiting for approval."))
    mine = _to_give(minutes, person)
    if not mine:
        raise NotAllowedError(_("Only the chair and the approvers chosen at the meeting can approve the minutes."))
    for approval in mine:
        if approval.approved_at is None:
            approval.person, approval.approved_at, approval.via = person, timezone.now(), via
            approval.save()
    if not minutes.approvals.filter(approved_at__isnull=True).exists():
        return _lock(minutes, MinutesState.APPROVED)
    return minutes.refreshed()


def _to_give(minutes: Minutes, person: Person) -> list[Approval]:
    """The approvals of the person's own seats; a vice chair without one gives the chair's, where it is still missing."""
    held = set(seats_held(PersonActor(person)).values_list("seat", flat=True))
    approvals = list(minutes.approvals.select_for_update(of=("self",)))
    own = [approval for approval in approvals if approval.seat_id in held]
    vice = minutes.meeting.forum.seats.filter(office=Office.VICE_CHAIR, pk__in=held)
    if any(approval.approved_at is None for approval in own) or not vice.exists():
        return own
    return own + [approval for approval in approvals if approval.presiding]


def _lock(minutes: Minutes, state: MinutesState) -> Minutes:
    """What was circulated is what is approved: of the words nothing changes but who has said yes."""
    minutes.state, minutes.locked_at = state, timezone.now()
    minutes = keep_content(minutes, {**minutes.content, **approval_content(minutes)})
    for row in minutes.meeting.minutes.filter(number__lt=minutes.number, state__in=LOCKED_MINUTES):
        row.state = MinutesState.REPLACED
        row.save(update_fields=["state"])
    return minutes


@transaction.atomic
def settle_notes(*, minutes_id: uuid.UUID, version: int | None) -> Minutes:
    """Settles meeting notes: the reply-by day has passed, or the next meeting found them right. Chair, secretary, daily round.

    Raises `ConflictError` when they are not waiting, `StaleVersionError`.
    """
    minutes = locked_latest(minutes_id, version)
    if minutes.state != MinutesState.CIRCULATED or minutes.meeting.forum.minutes_form != MinutesForm.NOTES:
        raise ConflictError(_("These notes are not waiting to be settled."))
    return _lock(minutes, MinutesState.SETTLED)


def settle_due_notes() -> int:
    """The hourly round: notes whose reply-by day has passed, or whose next meeting has been held, are settled."""
    later = Minutes.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    waiting = Minutes.objects.defer("pdf", "content").filter(
        ~Exists(later), state=MinutesState.CIRCULATED, meeting__forum__minutes_form=MinutesForm.NOTES
    )
    settled = 0
    for minutes in waiting.select_related("meeting__forum"):
        following = next_meeting(minutes.meeting.forum, after=minutes.meeting.starts_at)
        held = following is not None and following.day < timezone.localdate()
        if held or (minutes.reply_by and minutes.reply_by < timezone.localdate()):
            with suppress(ConflictError):  # a correction was begun just now
                settle_notes(minutes_id=minutes.pk, version=None)
                settled += 1
    return settled
