"""When a meeting is, in words of the active language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from meetings.models import Meeting


def hours_words(starts: date, ends: date, *, all_day: bool = False) -> str:
    """9:00–16:00; the day too where it ends on a later one. Of whole days only the last is named, where there are several.

    Both as clock and calendar show where it is held; whole days end on the day after the last (RFC 5545, DTEND).
    """
    last = max(starts, ends - (timedelta(microseconds=1) if isinstance(ends, datetime) else timedelta(days=1)))
    later = last.toordinal() > starts.toordinal()
    if all_day:
        return _("until %(day)s") % {"day": date_format(last, "l j F")} if later else ""
    begins, over = date_format(starts, _("G:i")), date_format(ends, _("G:i"))
    if later:
        return f"{begins} – {date_format(ends, 'l j F')} {over}"
    return f"{begins}–{over}" if ends > starts else begins


def span_words(starts_at: datetime, ends_at: datetime, zone_name: str) -> str:
    """The day and the hours in that zone."""
    zone = ZoneInfo(zone_name)
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return _("%(date)s at %(time)s") % {"date": date_format(starts, "l j F"), "time": hours_words(starts, ends)}


def meeting_when(meeting: Meeting, *, until: bool = False) -> str:
    """The day and the hour in the meeting's zone; `until`: with its end."""
    if not meeting.all_day:
        return span_words(meeting.starts_at, meeting.ends_at if until else meeting.starts_at, meeting.zone)
    return ", ".join(filter(None, (date_format(meeting.day, "l j F"), hours_of(meeting))))


def hours_of(meeting: Meeting) -> str:
    """From when to when in the meeting's zone; nothing of one whole day."""
    zone = ZoneInfo(meeting.zone)
    return hours_words(meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone), all_day=meeting.all_day)
