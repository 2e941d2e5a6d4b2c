from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MinutesForm
from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.calendar.appeal import appeal_ends
from meetings.enums import MinutesState
from meetings.models import ImmediateApproval, Meeting, Posting
from meetings.services.locks import lock_meeting
from meetings.services.minutes import latest_minutes

if TYPE_CHECKING:
    import uuid
    from datetime import date


@transaction.atomic
def post_notice(*, meeting: Meeting, immediate: bool, version: int | None, posted_on: date, kept_at: str) -> Posting:
    """Notes that the approval was made known on the public notice board (anslag), or corrects what was noted. Chair, secretary.

    Days in local time. Source: kommunallagen 8:9–12. Raises `ConflictError` before the approval or for other than formal minutes,
    `InvalidInputError` for a day before it or still to come, or without a place, `StaleVersionError`.
    """
    meeting = lock_meeting(meeting.pk)
    approved_on = approved_day(meeting, immediate=immediate)
    if approved_on is None:
        raise ConflictError(_("There is nothing to post yet: the minutes must be formal, and approved."))
    if posted_on < approved_on:
        raise InvalidInputError(_("The notice can't be posted before the minutes were approved."), field="posted_on")
    if posted_on > timezone.localdate():
        raise InvalidInputError(_("Write the day when it was posted, not one to come."), field="posted_on")
    known = Posting.objects.filter(meeting=meeting, immediate=immediate).first()
    row = lock_version(Posting, known.pk, version) if known else Posting(meeting=meeting, immediate=immediate)
    row.approved_on, row.posted_on, row.kept_at = approved_on, posted_on, clean_text(kept_at, single_line=True)
    if not row.kept_at:
        raise InvalidInputError(_("Write where the minutes are kept."), field="kept_at")
    if row.taken_down_on and row.taken_down_on <= appeal_ends(posted_on):
        row.taken_down_on = None
    refuse_what_does_not_fit(row)
    row.save()
    return row.refreshed()


def approved_day(meeting: Meeting, *, immediate: bool) -> date | None:
    """The local day of the approval of all, or of the §§ that were approved at once; None while there is none."""
    if meeting.forum.minutes_form != MinutesForm.FORMAL:
        return None
    if immediate:
        row = ImmediateApproval.objects.filter(item__meeting=meeting).order_by("day").first()
        return row.day if row else None
    minutes = latest_minutes(meeting)
    if minutes is None or minutes.state != MinutesState.APPROVED or minutes.locked_at is None:
        return None
    return timezone.localdate(minutes.locked_at)


@transaction.atomic
def take_down_notice(*, posting_id: uuid.UUID, version: int | None, taken_down_on: date) -> Posting:
    """Notes the day when the notice came down, which is after the last day to appeal. Chair, secretary.

    Raises `InvalidInputError` for an earlier day or one to come, `StaleVersionError`.
    """
    row = lock_version(Posting, posting_id, version)
    if taken_down_on <= appeal_ends(row.posted_on):
        words = _("It must stay up until the last day to appeal has passed. If it came down too early, post it again.")
        raise InvalidInputError(words, field="taken_down_on")
    if taken_down_on > timezone.localdate():
        raise InvalidInputError(_("Write the day when it came down, not one to come."), field="taken_down_on")
    row.taken_down_on = taken_down_on
    row.save()
    return row.refreshed()
