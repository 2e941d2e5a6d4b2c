"""A second opinion on calendars: icalendar reads, recurring-ical-events expands."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

Row = tuple[str, str, str]

#: Zone names that icalendar does not know, as a reader would understand them.
SPELLINGS = {
    b'"(GMT+10:00) Canberra, Melbourne, Sydney"': b"Australia/Sydney",
    b'"(UTC-05:00) Eastern Time (US & Canada)"': b"America/New_York",
    b'"(UTC-05:00) Eastern Time (US and Canada)"': b"America/New_York",
    b"=Customized Time Zone": b"=America/New_York",
    b'"W. Europe Standard Time:20200609T090000"': b"Europe/Berlin:20200609T090000",
}


def oracle_rows(data: bytes, *, first: dt.date, last: dt.date, without: set[str]) -> list[Row]:
    """Return title, start and end of what starts from ``first`` to ``last``.

    Times are written in UTC; those without zone are Swedish.
    """
    # The expander would move series in UTC to the zone that the calendar is shown in.
    text = re.sub(rb"(?m)^X-WR-TIMEZONE:.*\r?\n?", b"", data.removeprefix(b"\xef\xbb\xbf").strip())
    for written, meant in SPELLINGS.items():
        text = text.replace(written, meant)
    rows: list[Row] = []
    for calendar in icalendar.Calendar.from_ical(text, multiple=True):
        calendar.subcomponents = [
            part
            for part in calendar.subcomponents
            if part.name == "VEVENT" and str(part.get("UID", "")) not in without and "DTSTART" in part
        ]
        # One day more on each side: days are told apart by zones below.
        found = recurring_ical_events.of(calendar).between(first - dt.timedelta(days=2), last + dt.timedelta(days=3))
        rows += [
            row(str(event.get("SUMMARY", "")), event.start, event.end)
            for event in found
            if first <= day_of(event.start) <= last
        ]
    return sorted(rows)


def row(title: str, start: dt.date, end: dt.date) -> Row:
    """Return a row that can be compared."""
    return (" ".join(title.split()), _written(start), _written(end))


def day_of(moment: dt.date) -> dt.date:
    """Return the day in the moment's own zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _written(moment: dt.date) -> str:
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo("Europe/Stockholm"))
        return moment.astimezone(dt.UTC).isoformat()
    return moment.isoformat()
