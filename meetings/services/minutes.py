from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MinutesForm, SharedKind
from forum.errors import ConflictError, InvalidInputError
from forum.services.belonging import refuse_seats_elsewhere
from forum.services.shares import record_shares
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import MeetingState, MinutesState
from meetings.models import Approval, ApprovalPlan, Approver, Meeting, Minutes
from meetings.selectors.receivers import organisations_that_read
from meetings.selectors.upcoming import chair_of
from meetings.services.assignments import announce_now
from meetings.services.locks import lock_meeting, refuse_if_locked
from meetings.services.minutes_freeze import freeze_content
from meetings.services.minutes_letters import ask_for_approval, send_minutes
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.paragraphs import number_paragraphs
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid

    from forum.models import Person, Seat

REPLY_WITHIN = timedelta(days=14)


def latest_minutes(meeting: Meeting) -> Minutes | None:
    return meeting.minutes.order_by("-number").first()


@transaction.atomic
def choose_approvers(*, meeting: Meeting, seats: list[Seat], version: int | None = None) -> Meeting:
    """Who approves beside the chair, as chosen at the meeting. Chair, secretary.

    They are part of the version of the meeting, and of the plan for the approval.

    Raises `InvalidInputError` for seats of another forum, `ConflictError` when the minutes have been sent, `StaleVersionError`.
    """
    refuse_if_locked(meeting)
    meeting = lock_meeting(meeting.pk, version)
    refuse_seats_elsewhere(seats, meeting.forum_id, field="approvers")
    wanted = {seat.pk for seat in seats}
    known = set(meeting.approvers.values_list("pk", flat=True))
    if wanted != known:
        Approver.objects.filter(meeting=meeting).exclude(seat__in=wanted).delete()
        Approver.objects.bulk_create([Approver(meeting=meeting, seat_id=key) for key in sorted(wanted - known)])
        Meeting.objects.filter(pk=meeting.pk).update(modified_at=timezone.now())
        ApprovalPlan.objects.filter(meeting=meeting).update(modified_at=timezone.now())
    return meeting.refreshed()


@transaction.atomic
def draw_up_minutes(*, meeting: Meeting, drawn_up_by: Person | None) -> Minutes:
    """Makes or renews the draft: § are given, the content and its PDF are those of now. Chair, secretary.

    Raises `ConflictError` for a cancelled meeting, one that has not begun, or minutes already sent.
    """
    meeting = lock_meeting(meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(_("The meeting is cancelled, so it has no minutes."))
    if meeting.starts_at > timezone.now():
        raise ConflictError(_("The meeting has not begun. Minutes can be drawn up when it has."))
    minutes = latest_minutes(meeting) or Minutes.objects.create(meeting=meeting, drawn_up_by=drawn_up_by)
    if minutes.state != MinutesState.DRAFT:
        raise ConflictError(
            _("The minutes have been sent. Begin a correction to change them."), code="minutes_circulated"
        )
    minutes.meeting = meeting
    minutes.drawn_up_by = drawn_up_by or minutes.drawn_up_by
    _note_held(meeting)
    return _freeze(minutes)


def _note_held(meeting: Meeting) -> None:
    """Minutes say that it was held and logged here, so that a meeting that came with a calendar is not historic any more."""
    if meeting.historic:
        meeting.historic = False
        meeting.save(update_fields=["historic"])


def _freeze(minutes: Minutes) -> Minutes:
    """Numbers what has no § yet and keeps all that stands in the minutes now."""
    number_paragraphs(minutes.meeting)
    return keep_content(minutes, freeze_content(minutes))


def keep_content(minutes: Minutes, content: dict[str, Any]) -> Minutes:
    minutes.content = content
    minutes.pdf = render_minutes_pdf(minutes.content)
    minutes.checksum = hashlib.sha256(minutes.pdf).hexdigest()
    minutes.save()
    return minutes.refreshed()


@transaction.atomic
def circulate_minutes(
    *, minutes_id: uuid.UUID, version: int | None, circulated_by: Person | None, reply_by: date | None = None
) -> Minutes:
    """Sends the minutes to the forum's seats: this is the share with their organisations. Each approver is asked by a letter.

    Points without an outcome go to the next agenda.

    Notes ask for corrections until a day (14 days when none is given) and are settled then or at the next meeting. Secretary, chair.
    Raises `ConflictError` when already sent, `InvalidInputError` for a passed day or nobody to approve, `StaleVersionError`.
    """
    minutes = locked(minutes_id, version)
    if minutes.state != MinutesState.DRAFT:
        raise ConflictError(_("The minutes have already been sent."), code="minutes_circulated")
    if minutes.meeting.forum.minutes_form == MinutesForm.NOTES:
        minutes.reply_by = reply_by or timezone.localdate() + REPLY_WITHIN
        if minutes.reply_by < timezone.localdate():
            raise InvalidInputError(_("Choose a day that is still to come."), field="reply_by")
    else:
        _ask(minutes)
    minutes.drawn_up_by = circulated_by or minutes.drawn_up_by
    minutes.state, minutes.circulated_at = MinutesState.CIRCULATED, timezone.now()
    minutes = _freeze(minutes)
    _replace_earlier(minutes)
    _share(minutes, circulated_by)
    announce_now(minutes.meeting)
    send_minutes(minutes)
    ask_for_approval(minutes)
    place_standing_items(forum=minutes.meeting.forum)
    return minutes


def locked(minutes_id: uuid.UUID, version: int | None) -> Minutes:
    """The version, with its meeting locked first: nothing can be logged while it is sent or corrected."""
    meeting = lock_meeting(Meeting.objects.get(minutes=minutes_id).pk)
    minutes = lock_version(Minutes, minutes_id, version)
    minutes.meeting = meeting
    return minutes


def locked_latest(minutes_id: uuid.UUID, version: int | None) -> Minutes:
    """The same for a version that waits for a yes: once a correction has begun, that one is asked about instead."""
    minutes = locked(minutes_id, version)
    if latest_minutes(minutes.meeting) != minutes:
        raise ConflictError(
            _("A correction has been begun, so this version is not waiting any more."), code="correction_begun"
        )
    return minutes


def approving_seats(meeting: Meeting) -> list[Seat]:
    """The chair first, then each approver chosen at the meeting."""
    chair = chair_of(meeting.forum)
    chosen = meeting.approvers.filter(closed_on__isnull=True)
    return ([chair] if chair else []) + [seat for seat in chosen if seat != chair]


def _ask(minutes: Minutes) -> None:
    """An open approval for each of them."""
    chair, seats = chair_of(minutes.meeting.forum), approving_seats(minutes.meeting)
    if not seats:
        raise InvalidInputError(
            _("Nobody can approve: the forum has no chair and no approver was chosen."), field="approvers"
        )
    Approval.objects.bulk_create(
        [Approval(minutes=minutes, seat=seat, presiding=seat == chair) for seat in seats], ignore_conflicts=True
    )


def _replace_earlier(minutes: Minutes) -> None:
    """A version that asked for approval and did not get it ends when the next one asks; an approved one stands until then."""
    earlier = minutes.meeting.minutes.filter(number__lt=minutes.number, state=MinutesState.CIRCULATED)
    for row in earlier:
        row.state = MinutesState.REPLACED
        row.save(update_fields=["state"])


def _share(minutes: Minutes, shared_by: Person | None) -> None:
    """With the organisations whose seats read the minutes; who is only called to a point gets none."""
    forum = minutes.meeting.forum
    record_shares(
        forum=forum,
        kind=SharedKind.MINUTES,
        object_id=minutes.meeting_id,
        version=minutes.number,
        organisations=organisations_that_read(forum),
        shared_by=shared_by,
    )


@transaction.atomic
def begin_correction(*, minutes_id: uuid.UUID, version: int | None, reason: str, begun_by: Person | None) -> Minutes:
    """Opens a new version: the outcome can be changed again and everybody is asked anew; the old version stays readable.

    Chair, secretary, and after approval only they. Raises `InvalidInputError` without a reason, `ConflictError` unless it is the latest
    version and was sent, `StaleVersionError`.
    """
    minutes = locked(minutes_id, version)
    reason = clean_text(reason, single_line=True)
    if not reason:
        raise InvalidInputError(_("Write what is corrected and why."), field="reason")
    latest = latest_minutes(minutes.meeting)
    if latest != minutes or minutes.state == MinutesState.DRAFT:
        raise ConflictError(_("Only the latest version, when it has been sent, can be corrected."))
    draft = Minutes.objects.create(
        meeting=minutes.meeting,
        number=minutes.number + 1,
        corrects=minutes,
        correction_reason=reason,
        drawn_up_by=begun_by,
    )
    return draw_up_minutes(meeting=draft.meeting, drawn_up_by=begun_by)
