"""The calendars of the demo's five forums, as their own programs would export them today.

None of them meets on a day when authorities are closed, nor in the middle of the summer or around Christmas; each
reaches a good year back and a year ahead.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Final
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline

from forum.calendar.workdays import is_working_day, local_moment, next_working_day, previous_working_day
from meetings.calendar.rule_dates import rule_times
from meetings.calendar.rule_text import check_rule

_ZONE: Final = "Europe/Stockholm"
DAY: Final = dt.timedelta(days=1)
_BACK: Final = dt.timedelta(days=420)
_AHEAD: Final = dt.timedelta(days=365)

#: Months and days between which nobody meets.
_SUMMER: Final = ((6, 25), (8, 7))
_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY = range(4)


def demo_calendar(kind: str, today: dt.date) -> bytes:
    """Return one of DEMO_CALENDARS as an .ics file exported on that day."""
    return filled(kind, today, DEMO_CALENDARS[kind](today))


def filled(kind: str, today: dt.date, values: dict[str, str]) -> bytes:
    """The template of that name with its dates; lines that come out empty are left out."""
    stamp = f"{today - DAY:%Y%m%d}T080000Z"
    created = f"{today - _BACK - 30 * DAY:%Y%m%d}T080000Z"
    template = (Path(__file__).parent / f"{kind}.ics.tmpl").read_text(encoding="utf-8")
    lines = Template(template).substitute(values | {"stamp": stamp, "created": created}).splitlines()
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines if line)


def _crime_prevention_council(today: dt.date) -> dict[str, str]:
    """Every third month on the second Monday; the latest meeting was within the last weeks.

    One past meeting was moved, one cancelled, one to come is moved; so is what falls on a holiday
    or, to June, in the summer.
    """
    latest = _shifted_month(today, 0 if _weekday_of(today, 2, _MONDAY) < today else -1)
    first = _weekday_of(_shifted_month(latest, -12), 2, _MONDAY)
    rule = "FREQ=MONTHLY;INTERVAL=3;BYDAY=2MO"
    days = _days(rule, first, today + _AHEAD)
    changes: list[str] = []
    for number, day in enumerate(days):
        moved = _moved(day, aside=number in {1, 6})
        if number == 2:
            changes += _change(day, day, "CANCELLED")
        elif moved != day:
            changes += _change(day, moved, "CONFIRMED")
    return {"first": f"{first:%Y%m%d}", "rule": _until(rule, days[-1]), "changes": "\n".join(changes)}


def _moved(day: dt.date, *, aside: bool) -> dt.date:
    if _in_summer(day):
        return previous_working_day(dt.date(day.year, *_SUMMER[0]) - 8 * DAY)
    return next_working_day(day + DAY if aside else day)


def _change(slot: dt.date, day: dt.date, status: str) -> list[str]:
    zone = 'TZID="W. Europe Standard Time"'
    clock = "090000" if day == slot else "130000"
    return [
        "BEGIN:VEVENT",
        f"DTEND;{zone}:{day:%Y%m%d}T{'113000' if day == slot else '153000'}",
        f"DTSTART;{zone}:{day:%Y%m%d}T{clock}",
        "LOCATION:Stadshuset, rum Mälaren",
        f"RECURRENCE-ID;{zone}:{slot:%Y%m%d}T090000",
        "SEQUENCE:5",
        f"STATUS:{status}",
        "SUMMARY;LANGUAGE=sv:Brottsförebyggande rådet",
        "UID:040000008200E00074C5B7101A82E00800000000B7A4D1C0DEMO0001",
        "END:VEVENT",
    ]


def _school_group(today: dt.date) -> dict[str, str]:
    """Every second Tuesday at half past eight; the latest was within the last seven days."""
    latest = before(today, _TUESDAY)
    return regular("FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TU", latest - 30 * 14 * DAY, today, "083000")


def _management_group(today: dt.date) -> dict[str, str]:
    """Every Monday at one o'clock."""
    latest = before(today, _MONDAY)
    return regular("FREQ=WEEKLY;BYDAY=MO", latest - 60 * 7 * DAY, today, "130000")


def _interfaith_council(today: dt.date) -> dict[str, str]:
    """On the third Wednesday of the month at six in the evening."""
    first = _weekday_of(_shifted_month(today, -14), 3, _WEDNESDAY)
    return regular("FREQ=MONTHLY;BYDAY=3WE", first, today, "180000")


def regular(rule: str, first: dt.date, today: dt.date, clock: str) -> dict[str, str]:
    """First day, rule and exceptions of a series that rests in the summer, at Christmas and on holidays."""
    days = _days(rule, first, today + _AHEAD)
    closed = [day for day in days if _in_summer(day) or _at_christmas(day) or not is_working_day(day)]
    exdates = [f"EXDATE;TZID={_ZONE}:{day:%Y%m%d}T{clock}" for day in closed]
    return {"first": f"{first:%Y%m%d}", "rule": _until(rule, days[-1]), "exdates": "\n".join(exdates)}


def _county_network(today: dt.date) -> dict[str, str]:
    """Every third month on the second Thursday from one to four; the next is weeks ahead."""
    near = _weekday_of(today, 2, _THURSDAY) >= today + 14 * DAY
    next_month = _shifted_month(today, 0 if near else 1)
    days = [_weekday_of(_shifted_month(next_month, months), 2, _THURSDAY) for months in range(-15, 13, 3)]
    days = [previous_working_day(_after_summer(day) if _in_summer(day) else day) for day in days]
    starts = [f"{local_moment(day, 13, _ZONE):%Y%m%dT%H%M%SZ}" for day in days]
    end = f"{local_moment(days[0], 16, _ZONE):%Y%m%dT%H%M%SZ}"
    return {"start": starts[0], "end": end, "more": ",".join(starts[1:])}


def _days(rule: str, first: dt.date, last: dt.date) -> list[dt.date]:
    start = dt.datetime.combine(first, dt.time())
    end = dt.datetime.combine(last, dt.time())
    return [moment.date() for moment in rule_times(check_rule(rule), start, first=start, last=end)]


def _until(rule: str, last: dt.date) -> str:
    end = dt.datetime.combine(last, dt.time(23, 59, 59), ZoneInfo(_ZONE)).astimezone(dt.UTC)
    return f"{rule};UNTIL={end:%Y%m%dT%H%M%SZ}"


def _in_summer(day: dt.date) -> bool:
    return _SUMMER[0] <= (day.month, day.day) <= _SUMMER[1]


def _after_summer(day: dt.date) -> dt.date:
    return dt.date(day.year, *_SUMMER[1]) + 13 * DAY


def _at_christmas(day: dt.date) -> bool:
    return (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 7)


def before(today: dt.date, weekday: int) -> dt.date:
    """The latest such weekday before that day."""
    return today - DAY * ((today.weekday() - weekday - 1) % 7 + 1)


def _shifted_month(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _weekday_of(month: dt.date, number: int, weekday: int) -> dt.date:
    first = calendar.weekday(month.year, month.month, 1)
    return dt.date(month.year, month.month, 1 + (weekday - first) % 7 + 7 * (number - 1))


DEMO_CALENDARS: Final[dict[str, Callable[[dt.date], dict[str, str]]]] = {
    "brottsforebyggande-radet": _crime_prevention_council,
    "skolledningsgruppen": _school_group,
    "lansstyrelsens-natverk": _county_network,
    "interreligiosa-radet": _interfaith_council,
    "kommunledningsgruppen": _management_group,
}
