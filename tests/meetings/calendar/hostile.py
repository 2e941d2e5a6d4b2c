"""Files and rules that are made to keep a reader busy, and what must become of each; `make bench` times them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from meetings.calendar.errors import CalendarError
from meetings.calendar.expansion import expand
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.reading import calendar, event, only_series


class Outcome(NamedTuple):
    """How many series and skipped entries a file gave, or why it was refused."""

    series: int = 0
    skipped: int = 0
    refused: str = ""


def large_calendar(count: int) -> bytes:
    """A secretary's calendar: every tenth entry recurs, each has people and a long text."""
    entries = []
    for number in range(count):
        day = dt.date(2022, 1, 3) + dt.timedelta(days=number % 2_000)
        rule = "RRULE:FREQ=WEEKLY;COUNT=50\n" if number % 10 == 0 else ""
        people = "".join(f'ATTENDEE;CN="Person {one}":mailto:p{one}@demo.example\n' for one in range(4))
        entries.append(
            f"UID:{number}@demo.example\nDTSTAMP:20260101T000000Z\nSUMMARY:Möte {number}\n"
            f'DTSTART;TZID="W. Europe Standard Time":{day:%Y%m%d}T090000\nDURATION:PT1H\n'
            f"{rule}{people}DESCRIPTION:{'Text ' * 60}"
        )
    return calendar(*entries)


FILES = {
    "one long line": (b"BEGIN:VCALENDAR\nSUMMARY:" + b"A" * 9_900_000 + b"\nEND:VCALENDAR\n", Outcome()),
    "quotes": (b"BEGIN:VCALENDAR\nATTENDEE;" + b'";' * 400_000 + b":\nEND:VCALENDAR\n", Outcome()),
    "carriage returns": (b"BEGIN:VCALENDAR\n" + b"\r" * 9_900_000 + b"END:VCALENDAR\n", Outcome()),
    "folds": (b"BEGIN:VCALENDAR\nSUMMARY:A" + b"\n B" * 1_000_000 + b"\nEND:VCALENDAR\n", Outcome()),
    "depth": (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 200_000 + b"END:VCALENDAR\n", Outcome(refused="truncated")),
    "ends": (b"BEGIN:VCALENDAR\n" + b"END:X\n" * 500_000 + b"END:VCALENDAR\n", Outcome(refused="too_many_entries")),
    "properties": (
        b"BEGIN:VCALENDAR\n" + b"UID:1\n" * 900_000 + b"END:VCALENDAR\n",
        Outcome(refused="too_many_entries"),
    ),
    "exclusions": (calendar(event("EXDATE:" + "20260101T000000," * 100_000)), Outcome(skipped=1)),
    "dots": (calendar(event("LOCATION:" + "a." * 400_000)), Outcome(series=1)),
    "codes": (calendar(event("LOCATION:" + "pin " * 100_000)), Outcome(series=1)),
    "address": (calendar(event("ATTENDEE:mailto:" + "a@" * 300_000)), Outcome(series=1)),
    "zones": (
        calendar(*(event(start=f"DTSTART;TZID=(UTC+01:00) {one},:20260101T090000") for one in range(3_000))),
        Outcome(series=1),
    ),
}


def outcome_of(data: bytes) -> Outcome:
    """Read a file as whoever brings it in would."""
    try:
        found = read_calendar(data)
    except CalendarError as error:
        return Outcome(refused=error.code)
    return Outcome(len(found.series), len(found.skipped))


#: Series that begin centuries ago, or try nearly every day, and how many dates they have from November 2021 to 2028.
SLOW_RULES = {
    "every day since 1604": (event("RRULE:FREQ=DAILY", start="DTSTART:16040101T090000Z"), 2558),
    "leap days": (
        event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=1000", start="DTSTART:16040101T090000Z"),
        2,
    ),
    "only its own start": (
        event("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=5", start="DTSTART:20260106T090000Z"),
        1,
    ),
    "four times a day": (event("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,6,12,18"), 4099),
}


def dates_of(entry: str) -> int:
    """Expand a series over seven years and count."""
    series = only_series(calendar(entry))
    return len(expand(series, window_start=dt.date(2021, 11, 1), window_end=dt.date(2028, 11, 1)))
