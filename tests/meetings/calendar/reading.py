"""Short ways to write a calendar and to look at what was read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from meetings.calendar.expansion import Occurrence, expand
from meetings.calendar.reading import read_calendar

if TYPE_CHECKING:
    from meetings.calendar.source import CalendarFile, SeriesSource

FIXTURES = Path(__file__).parent / "fixtures"


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar of these entries, each without BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".encode()


def event(extra: str = "", *, start: str = "DTSTART;TZID=Europe/Stockholm:20260112T090000") -> str:
    """Return an entry called Möte."""
    return f"UID:one@demo.example\nSUMMARY:Möte\n{start}\n{extra}"


def fixture(name: str) -> CalendarFile:
    """Read a calendar of the fixtures folder."""
    return read_calendar((FIXTURES / f"{name}.ics").read_bytes())


def only_series(data: bytes) -> SeriesSource:
    """Return the one series of a calendar in which nothing was skipped."""
    found = read_calendar(data)
    assert found.skipped == ()
    (series,) = found.series
    return series


def occurrences(series: SeriesSource, first: str = "2026-01-01", last: str = "2026-12-31") -> list[Occurrence]:
    """Expand a series over the year 2026 unless told otherwise."""
    return expand(series, window_start=dt.date.fromisoformat(first), window_end=dt.date.fromisoformat(last))


def starts(series: SeriesSource, first: str = "2026-01-01", last: str = "2026-12-31") -> list[str]:
    """Return the starts as text: 2026-01-12 09:00+01:00, or a day."""
    return [written(one.starts_at) for one in occurrences(series, first, last)]


def written(moment: dt.date) -> str:
    """Return a moment as short text."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(sep=" ", timespec="minutes")
    return moment.isoformat()
