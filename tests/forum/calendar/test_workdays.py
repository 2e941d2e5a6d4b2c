"""Swedish working days against a calendar computed here, and hours against python-dateutil."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil import tz  # type: ignore[import-untyped]

from forum.calendar.workdays import (
    is_working_day,
    local_moment,
    next_working_day,
    previous_working_day,
)

YEARS = range(2020, 2041)
DAY = dt.timedelta(days=1)


def easter(year: int) -> dt.date:
    """Easter Sunday by the rule of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def first_saturday(day: dt.date) -> dt.date:
    return day + DAY * ((5 - day.weekday()) % 7)


def closed(year: int) -> set[dt.date]:
    """Lag 1989:253 om allmänna helgdagar and lag 1930:173, 2 §."""
    sunday, midsummer = easter(year), first_saturday(dt.date(year, 6, 20))
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    return {
        *(dt.date(year, month, day) for month, day in fixed),
        *(sunday + DAY * days for days in (-2, 0, 1, 39, 49)),
        midsummer - DAY,
        midsummer,
        first_saturday(dt.date(year, 10, 31)),
    }


def test_every_day_of_twenty_one_years() -> None:
    wrong = [
        day
        for year in YEARS
        for day in (dt.date(year, 1, 1) + DAY * number for number in range(365))
        if is_working_day(day) == (day.weekday() >= 5 or day in closed(year))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-12-23", "2026-12-23", "2026-12-23"),
        ("2026-12-24", "2026-12-23", "2026-12-28"),
        ("2027-01-01", "2026-12-30", "2027-01-04"),
        ("2026-04-05", "2026-04-02", "2026-04-07"),
        ("2026-06-20", "2026-06-18", "2026-06-22"),
        ("2026-07-18", "2026-07-17", "2026-07-20"),
        ("2026-05-14", "2026-05-13", "2026-05-15"),
        ("2026-01-05", "2026-01-05", "2026-01-05"),
    ],
)
def test_the_working_days_around_a_day(day: str, before: str, after: str) -> None:
    given = dt.date.fromisoformat(day)
    assert previous_working_day(given).isoformat() == before
    assert next_working_day(given).isoformat() == after


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Stockholm",
        "Europe/Helsinki",
        "Europe/London",
        "Atlantic/Reykjavik",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Godthab",
    ],
)
@pytest.mark.parametrize("hour", [2, 8, 9, 16])
def test_the_moment_of_an_hour_on_every_day_of_ten_years(zone: str, hour: int) -> None:
    other = tz.gettz(zone)
    assert other is not None
    wrong = []
    for number in range(3_653):
        day = dt.date(2026, 1, 1) + DAY * number
        wanted = tz.resolve_imaginary(dt.datetime.combine(day, dt.time(hour), other))
        if local_moment(day, hour, zone) != wanted.astimezone(dt.UTC):
            wrong.append(day)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "hour", "minute", "moment"),
    [
        ("2026-03-28", 8, 0, "2026-03-28T07:00:00+00:00"),
        ("2026-03-29", 8, 0, "2026-03-29T06:00:00+00:00"),
        ("2026-03-29", 2, 0, "2026-03-29T01:00:00+00:00"),
        ("2026-10-25", 2, 30, "2026-10-25T00:30:00+00:00"),
        ("2026-10-25", 8, 0, "2026-10-25T07:00:00+00:00"),
    ],
)
def test_hours_around_the_changes(day: str, hour: int, minute: int, moment: str) -> None:
    found = local_moment(dt.date.fromisoformat(day), hour, "Europe/Stockholm", minute=minute)
    assert found.isoformat() == moment
