from __future__ import annotations

from bisect import bisect_right
from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_forum
from forum.services.text import clean_text
from meetings.enums import UNFINISHED, DueKind, MeetingState
from meetings.models import ActionItem, Meeting, Minutes
from meetings.selectors.upcoming import next_meeting
from meetings.services.locks import lock_forum_in_use, lock_meeting
from meetings.services.notices import tell_of_change
from meetings.services.reminders import plan_for_actions, plan_for_meetings
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from forum.models import Forum


@transaction.atomic
def create_meeting(
    *, forum: Forum, starts_at: datetime, ends_at: datetime, place: str = "", link: str = "", **facts: Any
) -> Meeting:
    """A meeting outside the series, an extra one; what waits for the next meeting comes to it. Chair, secretary. Aware times.

    Raises `InvalidInputError` when it ends before it starts or the link is none, `ConflictError` for an archived forum.
    """
    forum = lock_forum_in_use(forum.pk)
    _check_times(starts_at, ends_at)
    meeting = Meeting(
        forum=forum,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=forum.zone,
        place=clean_text(place, single_line=True) or forum.default_place,
        link=_checked_link(link),
        **facts,
    )
    refuse_what_does_not_fit(meeting)
    meeting.save()
    plan_for_meetings(forum, [meeting], new=True)
    _what_follows(forum)
    return meeting


def _what_follows(forum: Forum) -> None:
    """Another meeting may be the next one now: actions due then move along, and what belongs on its agenda is put there."""
    move_next_meeting_dates(forum=forum)
    place_standing_items(forum=forum)


def _checked_link(link: str) -> str:
    link = link.strip()
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        raise InvalidInputError(_("Write the whole link, beginning with https://."), field="link") from error
    return link


def _at_midnight(moment: datetime, zone: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).time() == time()


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at < starts_at:
        raise InvalidInputError(_("The meeting ends before it starts. Correct one of the times."), field="ends_at")


@transaction.atomic
def reschedule_meeting(
    *,
    meeting_id: uuid.UUID,
    version: int | None,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None = None,
    link: str | None = None,
) -> Meeting:
    """Moves a meeting or its place; SEQUENCE rises so that calendars follow (RFC 5545, 3.8.7.4).

    Actions due then move along, and those who got the notice are told.

    Chair, secretary. Raises `InvalidInputError`, `ConflictError` when minutes exist, `StaleVersionError`.
    """
    meeting = lock_meeting(meeting_id, version)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(_("The meeting is cancelled. Add a new one instead."), code="cancelled")
    _check_times(starts_at, ends_at)
    if (starts_at != meeting.starts_at) and Minutes.objects.filter(meeting=meeting).exists():
        raise ConflictError(
            _("Minutes have been drawn up, so the meeting has been held. Its time can't be changed."), field="starts_at"
        )
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.all_day = meeting.all_day and _at_midnight(starts_at, meeting.zone) and _at_midnight(ends_at, meeting.zone)
    meeting.place = meeting.place if place is None else clean_text(place, single_line=True)
    meeting.link = meeting.link if link is None else _checked_link(link)
    meeting.historic = meeting.historic and starts_at <= timezone.now()
    refuse_what_does_not_fit(meeting)
    meeting.sequence += 1
    meeting.save()
    plan_for_meetings(meeting.forum, [meeting])
    _what_follows(meeting.forum)
    meeting = meeting.refreshed()
    tell_of_change(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: uuid.UUID, version: int | None, reason: str) -> Meeting:
    """Cancels a meeting, or notes that it was not held, with the reason. Chair, secretary.

    Those who got the notice are told, actions due then move to the next.

    Raises `InvalidInputError` without a reason, `ConflictError` when minutes exist, `StaleVersionError`.
    """
    meeting = lock_meeting(meeting_id, version)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(_("The meeting is already cancelled."), code="cancelled")
    reason = clean_text(reason)
    if not reason:
        raise InvalidInputError(_("Write why the meeting was cancelled."), field="reason")
    if Minutes.objects.filter(meeting=meeting).exists():
        raise ConflictError(_("Minutes have been drawn up, so the meeting can't be cancelled."))
    meeting.state, meeting.cancelled_reason = MeetingState.CANCELLED, reason
    meeting.sequence += 1
    meeting.save()
    plan_for_meetings(meeting.forum, [meeting])
    _what_follows(meeting.forum)
    meeting = meeting.refreshed()
    tell_of_change(meeting)
    return meeting


def next_meeting_day(origin: Meeting) -> date | None:
    """The day that "next meeting" means for an action given at this meeting; None while none is planned."""
    following = next_meeting(origin.forum, after=origin.starts_at)
    return following.day if following else None


@transaction.atomic
def move_next_meeting_dates(*, forum: Forum) -> int:
    """Lets the day of every open "next meeting" action follow the meeting that it now means; returns how many moved."""
    lock_forum(pk=forum.pk)
    waiting = ActionItem.objects.filter(forum=forum, due_kind=DueKind.NEXT_MEETING, state__in=UNFINISHED)
    actions = list(
        waiting.select_related("origin__meeting").order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    if not actions:
        return 0
    meetings = list(
        Meeting.objects.ahead(min(action.origin.meeting.starts_at for action in actions)).filter(forum=forum)
    )
    starts = [meeting.starts_at for meeting in meetings]
    moved = []
    for action in actions:
        index = bisect_right(starts, action.origin.meeting.starts_at)
        day = meetings[index].day if index < len(meetings) else None
        if action.due_on != day:
            action.due_on = day
            moved.append(action)
    ActionItem.objects.bulk_update(moved, ["due_on"], batch_size=500)
    plan_for_actions(forum, moved)
    return len(moved)
