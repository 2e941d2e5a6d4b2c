"""When it is open, and until when, against an oracle that looks at the clock minute by minute."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from forum.calendar.opening import EVE, HOLIDAY, Exceptional, Hours, Opening, Schedule, opening_at
from forum.calendar.workdays import is_eve, is_holiday

STOCKHOLM = ZoneInfo("Europe/Stockholm")
STEP = dt.timedelta(minutes=15)
WEEK = range(5)

OFFICE = Schedule(hours=tuple(Hours(day, 540, 900) for day in WEEK))
NIGHTS = Schedule(
    hours=(
        *(Hours(day, 1320, 1440) for day in range(7)),
        *(Hours(day, 0, 150) for day in range(7)),
        Hours(HOLIDAY, 600, 720),
        Hours(EVE, 0, 1440),
    )
)
ALWAYS = Schedule(hours=tuple(Hours(day, 0, 1440) for day in range(7)), usual_on_holidays=True, usual_on_eves=True)
ENDING = Schedule(
    hours=(
        Hours(2, 1020, 1140, last=dt.date(2026, 3, 31)),
        Hours(2, 1080, 1260, first=dt.date(2026, 4, 1)),
        *(Hours(day, 780, 960) for day in WEEK),
    ),
    exceptions=(
        Exceptional(dt.date(2026, 3, 27), dt.date(2026, 3, 30)),
        Exceptional(dt.date(2026, 12, 24), dt.date(2026, 12, 24), ((600, 720), (780, 840))),
    ),
    first=dt.date(2026, 3, 20),
    last=dt.date(2026, 12, 28),
    usual_on_holidays=True,
)
# Summer time begins and ends, Easter, Midsummer, Christmas to the new year.
WINDOWS = [(3, 26, 12), (6, 17, 5), (10, 23, 4), (12, 22, 12)]


def clock_says(schedule: Schedule, at: dt.datetime) -> bool:
    """The sign on the door, read by somebody who looks at the clock on the wall."""
    local = at.astimezone(STOCKHOLM)
    day, minute = local.date(), local.hour * 60 + local.minute
    if not (schedule.first or day) <= day <= (schedule.last or day):
        return False
    special = [one for one in schedule.exceptions if one.first <= day <= one.last]
    if special:
        return any(opens <= minute < closes for one in special for opens, closes in one.spans)
    kind = day.weekday()
    if is_holiday(day) and not schedule.usual_on_holidays:
        kind = HOLIDAY
    elif is_eve(day) and not schedule.usual_on_eves:
        kind = EVE
    return any(
        one.opens <= minute < one.closes
        for one in schedule.hours
        if one.day == kind and (one.first or day) <= day <= (one.last or day)
    )


@pytest.mark.parametrize("schedule", [OFFICE, NIGHTS, ALWAYS, ENDING], ids=["office", "nights", "always", "ending"])
def test_it_agrees_with_the_clock_on_the_wall(schedule: Schedule) -> None:
    for month, first, days in WINDOWS:
        at = dt.datetime(2026, month, first, tzinfo=dt.UTC)
        ends = at + dt.timedelta(days=days)
        rows = []
        while at < ends:
            rows.append((at, clock_says(schedule, at), opening_at(schedule, at)))
            at += STEP
        assert [(at, says) for at, says, _ in rows] == [(at, found.is_open) for at, _, found in rows]
        following: dt.datetime | None = None
        for (at, says, found), (later, then, _) in zip(reversed(rows[:-1]), reversed(rows[1:]), strict=True):
            following = later if then != says else following
            if following:
                assert (at, found.until) == (at, following)


def stockholm(*numbers: int) -> dt.datetime:
    return dt.datetime(*numbers, tzinfo=STOCKHOLM).astimezone(dt.UTC)  # type: ignore[misc,arg-type]  # year … minute


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (stockholm(2026, 3, 27, 14, 59), Opening(is_open=True, until=stockholm(2026, 3, 27, 15))),
        (stockholm(2026, 3, 27, 15), Opening(is_open=False, until=stockholm(2026, 3, 30, 9))),  # over the clock change
        (
            stockholm(2026, 12, 23, 15),
            Opening(is_open=False, until=stockholm(2026, 12, 28, 9)),
        ),  # eve, two holidays, Sunday
        (stockholm(2026, 4, 2, 16), Opening(is_open=False, until=stockholm(2026, 4, 7, 9))),  # Easter
    ],
)
def test_the_next_opening(at: dt.datetime, expected: Opening) -> None:
    assert opening_at(OFFICE, at) == expected


def test_nothing_is_foreseen_where_nothing_opens_or_never_closes() -> None:
    at = stockholm(2026, 11, 24, 10)
    assert opening_at(Schedule(hours=()), at) == Opening(is_open=False, until=None)
    assert opening_at(ALWAYS, at) == Opening(is_open=True, until=None)
    assert opening_at(ENDING, stockholm(2026, 12, 28, 16)) == Opening(is_open=False, until=None)
