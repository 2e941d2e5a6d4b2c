"""A meeting as it stands in other people's calendars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from meetings.calendar.write import Invitee, MeetingEntry, write_calendar
from meetings.enums import MeetingState

if TYPE_CHECKING:
    from datetime import date, datetime

    from meetings.models import Meeting


def meeting_entry(meeting: Meeting, *, organizer: str = "", attendee: str = "", description: str = "") -> MeetingEntry:
    """One meeting with its own UID and SEQUENCE; times in the meeting's zone, all-day ones as dates (RFC 5545)."""
    starts_at, ends_at = _span(meeting)
    cancelled = meeting.state == MeetingState.CANCELLED
    return MeetingEntry(
        uid=meeting.uid,
        starts_at=starts_at,
        ends_at=ends_at,
        stamp=meeting.modified_at,
        summary=meeting.forum.name,
        zone=meeting.zone,
        sequence=meeting.sequence,
        status="cancelled" if cancelled else "confirmed",
        location=meeting.place or meeting.link,
        url=f"{settings.SITE_URL}/meetings/{meeting.pk}/",
        description=description,
        organizer=Invitee(organizer, meeting.forum.name) if organizer else None,
        attendees=(Invitee(attendee),) if attendee else (),
    )


def _span(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    if not meeting.all_day:
        return meeting.starts_at, meeting.ends_at
    zone = ZoneInfo(meeting.zone)
    first, last = meeting.starts_at.astimezone(zone).date(), meeting.ends_at.astimezone(zone).date()
    return first, max(last, first + timedelta(days=1))


def meeting_file(meeting: Meeting) -> bytes:
    """The meeting alone as an .ics file, to be saved in one's own calendar."""
    return write_calendar([meeting_entry(meeting)])
