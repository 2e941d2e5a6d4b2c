"""The days and times of a recurrence rule, in wall-clock time (RFC 5545, 3.3.10).

Each period (day, week, month, year) is looked at once: its days are filtered by what the rule
asks for. The work is bounded by the last moment asked for, whatever the rule says; a rule
without COUNT starts at the first moment asked for instead of at its own beginning.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from meetings.calendar.recurrence import Frequency, RecurrenceRule

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = dt.timedelta(days=1)


def rule_times(
    rule: RecurrenceRule, start: dt.datetime, *, first: dt.datetime, last: dt.datetime
) -> Iterator[dt.datetime]:
    """Yield the naive local times of the rule from ``first`` to ``last``, both included.

    COUNT counts what the rule gives; a start that the rule does not give is the caller's to add,
    and so is UNTIL, for which the zone must be known.
    """
    full = _completed(rule, start)
    begin = start if rule.count is not None else max(start, first)
    found = _times(full, start, begin, last)
    if rule.count is not None:
        found = islice(found, rule.count)
    yield from (moment for moment in found if moment >= first)


def matches_some_day(rule: RecurrenceRule) -> bool:
    """Tell whether any day of the 28 years in which the calendar repeats fits the rule."""
    if rule.positions and min(map(abs, rule.positions)) > _most_per_period(rule):
        return False
    filters = (rule.months, rule.month_days, rule.year_days, rule.weeks)
    if not any(filters) and not any(ordinal for _, ordinal in rule.weekdays):
        return True
    return any(_fits(rule, day) for year in range(2000, 2028) for day in _days_of_year(rule, year))


def _most_per_period(rule: RecurrenceRule) -> int:
    days = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 31, Frequency.YEARLY: 366}
    times = max(len(rule.hours), 1) * max(len(rule.minutes), 1) * max(len(rule.seconds), 1)
    return days[rule.frequency] * times


def _completed(rule: RecurrenceRule, start: dt.datetime) -> RecurrenceRule:
    """Fill in from the start what the rule leaves open."""
    rule = replace(
        rule,
        hours=rule.hours or (start.hour,),
        minutes=rule.minutes or (start.minute,),
        seconds=rule.seconds or (start.second,),
    )
    if rule.weekdays or rule.month_days or rule.year_days:
        return rule
    weekday = frozenset({(start.weekday(), 0)})
    if rule.weeks or rule.frequency is Frequency.WEEKLY:
        return replace(rule, weekdays=weekday)
    if rule.frequency is Frequency.MONTHLY:
        return replace(rule, month_days=frozenset({start.day}))
    if rule.frequency is Frequency.YEARLY:
        months = rule.months or frozenset({start.month})
        return replace(rule, months=months, month_days=frozenset({start.day}))
    return rule


def _times(rule: RecurrenceRule, start: dt.datetime, begin: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    for days in _periods(rule, start.date(), begin.date(), last.date()):
        times = [
            dt.datetime.combine(day, dt.time(hour, minute, second))
            for day in days
            if _fits(rule, day)
            for hour in rule.hours
            for minute in rule.minutes
            for second in rule.seconds
        ]
        for moment in _chosen(rule, times):
            if begin <= moment <= last:
                yield moment


def _chosen(rule: RecurrenceRule, times: list[dt.datetime]) -> list[dt.datetime]:
    if not rule.positions:
        return times
    size = len(times)
    indexes = {place - 1 if place > 0 else size + place for place in rule.positions}
    return [times[index] for index in sorted(indexes) if 0 <= index < size]


def _periods(rule: RecurrenceRule, start: dt.date, begin: dt.date, last: dt.date) -> Iterator[list[dt.date]]:
    """Yield the days of each period that the interval picks, from ``begin`` to ``last``."""
    if rule.frequency is Frequency.DAILY:
        yield from ([day] for day in _steps(start, begin, last, rule.interval))
    elif rule.frequency is Frequency.WEEKLY:
        monday = start - _DAY * ((start.weekday() - rule.week_start) % 7)
        for day in _steps(monday, begin - _DAY * 6, last, rule.interval * 7):
            yield [day + _DAY * offset for offset in range(7)]
    elif rule.frequency is Frequency.MONTHLY:
        zero, stop = start.year * 12 + start.month - 1, last.year * 12 + last.month - 1
        skip = max(begin.year * 12 + begin.month - 1 - zero, 0) // rule.interval
        for month in range(zero + skip * rule.interval, stop + 1, rule.interval):
            if not rule.months or month % 12 + 1 in rule.months:
                yield _days_of_month(month // 12, month % 12 + 1)
    else:
        skip = max(begin.year - start.year, 0) // rule.interval
        for year in range(start.year + skip * rule.interval, last.year + 1, rule.interval):
            yield list(_days_of_year(rule, year))


def _steps(start: dt.date, begin: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    skip = max((begin - start).days, 0) // step
    for number in range(skip * step, (last - start).days + 1, step):
        yield start + _DAY * number


def _days_of_month(year: int, month: int) -> list[dt.date]:
    return [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _days_of_year(rule: RecurrenceRule, year: int) -> Iterator[dt.date]:
    for month in sorted(rule.months) or range(1, 13):
        yield from _days_of_month(year, month)


def _fits(rule: RecurrenceRule, day: dt.date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _month_day_fits(rule, day):
        return False
    if rule.weekdays and not _weekday_fits(rule, day):
        return False
    if rule.year_days and not _year_day_fits(rule, day):
        return False
    return not rule.weeks or _week_fits(rule, day)


def _month_day_fits(rule: RecurrenceRule, day: dt.date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in rule.month_days or day.day - length - 1 in rule.month_days


def _year_day_fits(rule: RecurrenceRule, day: dt.date) -> bool:
    number = day.timetuple().tm_yday
    length = 365 + calendar.isleap(day.year)
    return number in rule.year_days or number - length - 1 in rule.year_days


def _week_fits(rule: RecurrenceRule, day: dt.date) -> bool:
    """A week belongs to the year that has its fourth day."""
    middle = day - _DAY * ((day.weekday() - rule.week_start) % 7) + _DAY * 3
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    length = 365 + calendar.isleap(middle.year)
    weeks = number + (length - middle.timetuple().tm_yday) // 7
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _weekday_fits(rule: RecurrenceRule, day: dt.date) -> bool:
    weekday = day.weekday()
    if (weekday, 0) in rule.weekdays:
        return True
    ordinals = {ordinal for known, ordinal in rule.weekdays if known == weekday}
    if not ordinals:
        return False
    if rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}:
        return True  # an ordinal has no meaning there (RFC 5545, 3.3.10)
    if rule.frequency is Frequency.YEARLY and not rule.months:
        number, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
    else:
        number, length = day.day, calendar.monthrange(day.year, day.month)[1]
    return bool(ordinals & {(number - 1) // 7 + 1, -((length - number) // 7 + 1)})
