"""When something is open: hours by weekday, holiday and eve, exceptions, and the moment at which that changes.

Hours are minutes of the wall clock in one zone, 0–1440, the end not included. A clock that is put forward or back is followed
literally: open is whenever the clock on the wall shows a time within the hours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from .workdays import is_eve, is_holiday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DAY: Final = dt.timedelta(days=1)
MINUTE: Final = dt.timedelta(minutes=1)
HOLIDAY, EVE = 7, 8  # beside 0 (Monday) to 6
LOOK_AHEAD: Final = 400  # days in which the next opening is looked for
ROUND_THE_CLOCK: Final = 8  # days: what is open that long has no end worth telling

Span = tuple[int, int]
Moments = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Hours:
    """One span on one kind of day, within days that both count; None = as long as the schedule."""

    day: int
    opens: int
    closes: int
    first: dt.date | None = None
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Exceptional:
    """Days on which other hours hold; no span = closed."""

    first: dt.date
    last: dt.date
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All that decides whether it is open. `usual_on_…`: the weekday's hours hold then, else the hours given for such days."""

    hours: tuple[Hours, ...]
    exceptions: tuple[Exceptional, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    usual_on_holidays: bool = False
    usual_on_eves: bool = False
    zone: str = "Europe/Stockholm"


@dataclass(frozen=True)
class Opening:
    """`until`: when it closes (open) or opens (closed), in UTC; None when that is not to be foreseen."""

    is_open: bool
    until: dt.datetime | None


def spans_on(schedule: Schedule, day: dt.date) -> tuple[Span, ...]:
    """The hours of that day, in order, those that meet made into one."""
    if (schedule.first and day < schedule.first) or (schedule.last and schedule.last < day):
        return ()
    special = [one for one in schedule.exceptions if one.first <= day <= one.last]
    if special:
        return _joined(span for one in special for span in one.spans)
    kind = _kind_of(schedule, day)
    return _joined((one.opens, one.closes) for one in schedule.hours if one.day == kind and one.holds_on(day))


def opening_at(schedule: Schedule, at: dt.datetime) -> Opening:
    """Whether it is open at the moment (aware), and until when that holds."""
    today = at.astimezone(ZoneInfo(schedule.zone)).date()
    ahead = _segments(schedule, today)
    current = next((segment for segment in ahead if at < segment[1]), None)
    if current is None:
        return Opening(is_open=False, until=None)
    if at < current[0]:
        return Opening(is_open=False, until=current[0])
    return Opening(is_open=True, until=current[1] if current[1] - at < ROUND_THE_CLOCK * DAY else None)


def _kind_of(schedule: Schedule, day: dt.date) -> int:
    if is_holiday(day) and not schedule.usual_on_holidays:
        return HOLIDAY
    if is_eve(day) and not schedule.usual_on_eves:
        return EVE
    return day.weekday()


def _joined(spans: Iterator[Span] | Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _segments(schedule: Schedule, start: dt.date) -> Iterator[Moments]:
    """What is open from that day on, as moments in UTC; what goes on past midnight in one piece."""
    pending: Moments | None = None
    for number in range(LOOK_AHEAD):
        for begins, ends in _moments(schedule, start + number * DAY):
            if pending and begins == pending[1]:
                pending = (pending[0], ends)
            else:
                if pending:
                    yield pending
                pending = (begins, ends)
        if pending and pending[1] - pending[0] > (ROUND_THE_CLOCK + 1) * DAY:
            break
    if pending:
        yield pending


def _moments(schedule: Schedule, day: dt.date) -> list[Moments]:
    """The day's hours in UTC: the day is cut where the clock is changed, and each part has one offset."""
    spans = spans_on(schedule, day)
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    found = []
    for begins, ends, offset in _parts(day, ZoneInfo(schedule.zone)) if spans else ():
        for opens, closes in spans:
            first = max(midnight + opens * MINUTE - offset, begins)
            last = min(midnight + closes * MINUTE - offset, ends)
            if first < last:
                found.append((first, last))
    return sorted(found)


def _parts(day: dt.date, zone: ZoneInfo) -> list[tuple[dt.datetime, dt.datetime, dt.timedelta]]:
    begins = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    ends = dt.datetime.combine(day + DAY, dt.time(), zone).astimezone(dt.UTC)
    before, after = _offset(begins, zone), _offset(ends - MINUTE, zone)
    if before == after:
        return [(begins, ends, before)]
    same, other = begins, ends - MINUTE
    while other - same > MINUTE:
        middle = same + (other - same) // 2 // MINUTE * MINUTE
        same, other = (middle, other) if _offset(middle, zone) == before else (same, middle)
    return [(begins, other, before), (other, ends, after)]


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
