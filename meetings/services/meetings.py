from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, DueKind, MeetingState
from meetings.models import ActionItem, Meeting, Minutes
from meetings.selectors.upcoming import next_meeting
from meetings.services.notices import tell_of_change
from meetings.services.reminders import local_day, plan_for_action, plan_for_meetings

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime


@transaction.atomic
def create_meeting(
    *,
    forum: Forum,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    link: str = "",
    **facts: Any,
) -> Meeting:
    """A meeting outside the series, an extra one. Chair, secretary. Aware times. Raises `InvalidInputError` when it ends before it starts."""
    _check_times(starts_at, ends_at)
    meeting = Meeting.objects.create(
        forum=forum,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=forum.zone,
        place=clean_text(place, single_line=True) or forum.default_place,
        link=link,
        **facts,
    )
    plan_for_meetings(forum, [meeting])
    move_next_meeting_dates(forum=forum)
    return meeting


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at < starts_at:
        raise InvalidInputError(
            _("The meeting ends before it starts. Correct one of the times."),
            field="ends_at",
        )


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
    """Moves a meeting or its place; SEQUENCE rises so that calendars follow (RFC 5545, 3.8.7.4), actions due then move along, and those who got the notice are told.

    Chair, secretary. Raises `InvalidInputError`, `ConflictError` when minutes exist, `StaleVersionError`.
    """
    meeting = lock_version(Meeting, meeting_id, version)
    _check_times(starts_at, ends_at)
    if (starts_at != meeting.starts_at) and Minutes.objects.filter(
        meeting=meeting
    ).exists():
        raise ConflictError(
            _(
                "Minutes have been drawn up, so the meeting has been held. Its time can't be changed."
            ),
            field="starts_at",
        )
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.place = (
        meeting.place if place is None else clean_text(place, single_line=True)
    )
    meeting.link = meeting.link if link is None else link
    meeting.sequence += 1
    meeting.save()
    plan_for_meetings(meeting.forum, [meeting])
    move_next_meeting_dates(forum=meeting.forum)
    meeting = meeting.refreshed()
    tell_of_change(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(
    *, meeting_id: uuid.UUID, version: int | None, reason: str
) -> Meeting:
    """Cancels a meeting, or notes that it was not held; the reason is kept, those who got the notice are told, actions due then move to the next. Chair, secretary.

    Raises `InvalidInputError` without a reason, `ConflictError` when minutes exist, `StaleVersionError`.
    """
    meeting = lock_version(Meeting, meeting_id, version)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInputError(
            _("Write why the meeting was cancelled."), field="reason"
        )
    if Minutes.objects.filter(meeting=meeting).exists():
        raise ConflictError(
            _("Minutes have been drawn up, so the meeting can't be cancelled.")
        )
    meeting.state, meeting.cancelled_reason = MeetingState.CANCELLED, reason
    meeting.sequence += 1
    meeting.save()
    plan_for_meetings(meeting.forum, [meeting])
    move_next_meeting_dates(forum=meeting.forum)
    meeting = meeting.refreshed()
    tell_of_change(meeting)
    return meeting


def next_meeting_day(origin: Meeting) -> date | None:
    """The day that "next meeting" means for an action given at this meeting; None while none is planned."""
    following = next_meeting(origin.forum, after=origin.starts_at)
    return local_day(following) if following else None


@transaction.atomic
def move_next_meeting_dates(*, forum: Forum) -> int:
    """Lets the day of every open "next meeting" action follow the meeting that it now means; returns how many moved."""
    waiting = ActionItem.objects.filter(
        forum=forum, due_kind=DueKind.NEXT_MEETING, state__in=UNFINISHED
    )
    days: dict[uuid.UUID, date | None] = {}
    moved = 0
    for action in waiting.select_related(
        "forum", "origin__meeting__forum"
    ).select_for_update(of=("self",)):
        origin = action.origin.meeting
        if origin.pk not in days:
            days[origin.pk] = next_meeting_day(origin)
        if action.due_on != days[origin.pk]:
            action.due_on = days[origin.pk]
            action.save(update_fields=["due_on"])
            plan_for_action(action)
            moved += 1
    return moved
