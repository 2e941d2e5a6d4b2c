"""What formal minutes hold beside the outcome: approval plan, adjournments, motions, votes, recusals, approval at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from forum.enums import MinutesForm
from forum.errors import ConflictError, InvalidInputError
from forum.services.belonging import refuse_seats_elsewhere
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.models import (
    Adjournment,
    AgendaItem,
    ApprovalPlan,
    Decision,
    ImmediateApproval,
    Meeting,
    Motion,
    Recusal,
    Vote,
)
from meetings.services.locks import open_for_logging
from meetings.services.minutes import choose_approvers

if TYPE_CHECKING:
    import uuid
    from datetime import date, time

    from forum.models import Seat
    from meetings.enums import MotionOutcome


def _open_formal(meeting: Meeting) -> Meeting:
    meeting = open_for_logging(meeting)
    if meeting.forum.minutes_form != MinutesForm.FORMAL:
        raise ConflictError(_("Only formal minutes have this. The forum's settings say which form its minutes have."))
    return meeting


@transaction.atomic
def plan_approval(
    *, meeting: Meeting, version: int | None, seats: list[Seat], place: str = "", day: date | None = None
) -> ApprovalPlan:
    """Who approves beside the chair, where and when, as set at the meeting. Chair, secretary. `day` in local time.

    Raises `InvalidInputError` for a seat of another forum or a day before the meeting, `ConflictError` for notes or when the minutes
    have been sent, `StaleVersionError`.
    """
    meeting = open_for_logging(meeting)
    if meeting.forum.minutes_form == MinutesForm.NOTES:
        raise ConflictError(_("Notes are not approved; they are settled."))
    plan, _made = ApprovalPlan.objects.get_or_create(meeting=meeting)
    plan = lock_version(ApprovalPlan, plan.pk, version)
    if day and day < meeting.day:
        raise InvalidInputError(_("The day is before the meeting. Choose a later one."), field="day")
    choose_approvers(meeting=meeting, seats=seats)
    plan.place, plan.day = clean_text(place, single_line=True), day
    refuse_what_does_not_fit(plan)
    plan.save()
    return plan.refreshed()


@transaction.atomic
def add_adjournment(*, meeting: Meeting, starts: time, ends: time) -> Adjournment:
    """A break, by the clock of the meeting. Chair, secretary. Raises `InvalidInputError` when it ends before it starts, `ConflictError`."""
    meeting = _open_formal(meeting)
    if ends <= starts:
        raise InvalidInputError(_("The break ends before it starts. Correct one of the times."), field="ends")
    return Adjournment.objects.create(meeting=meeting, starts=starts, ends=ends)


@transaction.atomic
def remove_adjournment(*, adjournment_id: uuid.UUID, version: int | None) -> None:
    """Takes away a break that was noted by mistake; history keeps it. Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    _open_formal(Meeting.objects.get(adjournments=adjournment_id))
    lock_version(Adjournment, adjournment_id, version).delete()


@transaction.atomic
def add_motion(
    *, item: AgendaItem, text: str, seat: Seat | None = None, outcome: MotionOutcome | None = None
) -> Motion:
    """A proposal put at the meeting. Chair, secretary.

    Raises `InvalidInputError` without words or for a seat of another forum, `ConflictError`.
    """
    meeting = _open_formal(Meeting.objects.get(items=item.pk))
    refuse_seats_elsewhere([seat], meeting.forum_id, field="seat")
    last = Motion.objects.filter(item=item).aggregate(last=Max("position"))["last"] or 0
    return Motion.objects.create(
        item_id=item.pk, position=last + 1, seat=seat, text=_motion_words(text), outcome=outcome or ""
    )


def _motion_words(text: str) -> str:
    words = clean_text(text)
    if not words.strip():
        raise InvalidInputError(_("Write what was moved."), field="text")
    return words


@transaction.atomic
def edit_motion(
    *, motion_id: uuid.UUID, version: int | None, text: str, seat: Seat | None, outcome: MotionOutcome | None
) -> Motion:
    """Changes a motion until the minutes are sent. Chair, secretary. Raises as `add_motion`, and `StaleVersionError`."""
    meeting = _open_formal(Meeting.objects.get(items__motions=motion_id))
    motion = lock_version(Motion, motion_id, version)
    refuse_seats_elsewhere([seat], meeting.forum_id, field="seat")
    motion.text, motion.seat, motion.outcome = _motion_words(text), seat, outcome or ""
    motion.save()
    return motion.refreshed()


@transaction.atomic
def remove_motion(*, motion_id: uuid.UUID, version: int | None) -> None:
    """Takes a motion away; history keeps it. Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    _open_formal(Meeting.objects.get(items__motions=motion_id))
    lock_version(Motion, motion_id, version).delete()


@transaction.atomic
def record_vote(
    *, decision_id: uuid.UUID, version: int | None, yes: int, no: int, abstained: int = 0, procedure: str = ""
) -> Vote | None:
    """The numbers of a vote and how it went; nothing at all takes it away. Chair, secretary. Source: kommunallagen 5:54–56, 5:67.

    Raises `InvalidInputError` for more votes than a form can mean, `ConflictError`, `StaleVersionError`.
    """
    _open_formal(Meeting.objects.get(items__decisions=decision_id))
    words = clean_text(procedure)
    known = Vote.objects.filter(decision=decision_id).first()
    vote = lock_version(Vote, known.pk, version) if known else Vote(decision=Decision.objects.get(pk=decision_id))
    if not any([yes, no, abstained, words]):
        if known:
            vote.delete()
        return None
    vote.yes, vote.no, vote.abstained, vote.procedure = yes, no, abstained, words
    refuse_what_does_not_fit(vote)
    vote.save()
    return vote.refreshed()


@transaction.atomic
def set_recusals(*, item: AgendaItem, seats: list[Seat]) -> None:
    """Whose seats took no part in a point (jäv). Chair, secretary. KL 6:28–32. Raises `InvalidInputError`, `ConflictError`."""
    meeting = _open_formal(Meeting.objects.get(items=item.pk))
    refuse_seats_elsewhere(seats, meeting.forum_id, field="recusals")
    Recusal.objects.filter(item=item.pk).exclude(seat__in=seats).delete()
    Recusal.objects.bulk_create([Recusal(item_id=item.pk, seat=seat) for seat in seats], ignore_conflicts=True)


@transaction.atomic
def mark_immediate(*, item: AgendaItem, immediate: bool) -> None:
    """That the § was approved at the meeting at once (omedelbar justering), or not. Chair, secretary. Raises `ConflictError`."""
    meeting = _open_formal(Meeting.objects.get(items=item.pk))
    if immediate:
        ImmediateApproval.objects.get_or_create(item_id=item.pk, defaults={"day": meeting.day})
    else:
        ImmediateApproval.objects.filter(item=item.pk).delete()
