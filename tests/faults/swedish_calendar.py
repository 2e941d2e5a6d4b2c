"""An oracle of our own for Swedish working days and Swedish time: laws and rules of reckoning, no library and no zone data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def easter(year: int) -> date:
    """Easter Sunday by Gauss' rule, with its two exceptions, for 1900 to 2099."""
    days = (19 * (year % 19) + 24) % 30
    week = (2 * (year % 4) + 4 * (year % 7) + 6 * days + 5) % 7
    late = days + week
    if (days, week) == (29, 6) or (days, week, year % 19 > 10) == (28, 6, True):
        late -= 7
    return date(year, 3, 22) + late * DAY


def weekday_from(first: date, weekday: int) -> date:
    """The first such weekday (0 = Monday) on or after a day."""
    while first.weekday() != weekday:
        first += DAY
    return first


def closed_days(year: int) -> set[date]:
    """Holidays of lag 1989:253, and Midsummer's, Christmas and New Year's Eve, which count as such by lag 1930:173, 2 §."""
    midsummer = weekday_from(date(year, 6, 20), 5)
    by_easter = [easter(year) + days * DAY for days in (-2, 0, 1, 39, 49)]
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
    return {
        *(date(year, month, day) for month, day in fixed),
        *by_easter,
        midsummer - DAY,
        midsummer,
        weekday_from(date(year, 10, 31), 5),
    }


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in closed_days(day.year)


def working_day(day: date, step: int) -> date:
    """The day, or the nearest working day before (-1) or after (1) it."""
    while not is_open(day):
        day += step * DAY
    return day


def last_sunday(year: int, month: int) -> date:
    """Of a month with 31 days."""
    return weekday_from(date(year, month, 25), 6)


def moment_in_sweden(day: date, hour: int) -> datetime:
    """UTC of an hour on Swedish clocks (directive 2000/84/EC): summer time begins and ends at 01:00 UTC.

    The hour that is skipped in March is the one that clocks then show, of the hour that comes twice in October it is the first.
    """
    begins = datetime.combine(last_sunday(day.year, 3), time(1), UTC)
    ends = datetime.combine(last_sunday(day.year, 10), time(1), UTC)
    shown = datetime.combine(day, time(hour), UTC)
    in_summer, in_winter = shown - 2 * HOUR, shown - HOUR
    if begins <= in_summer < ends:
        return in_summer
    return in_winter
