"""The days of one of our own series: what its rule gives, less pauses and exceptions, and the days added by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings.calendar.rule_dates import rule_times
from meetings.calendar.rule_text import check_rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class SeriesDates:
    """``rule`` is an RRULE or empty; ``pauses`` are first and last days, both included. A day added by hand counts in a pause too."""

    rule: str
    first: dt.date
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()
    excluded: frozenset[dt.date] = frozenset()
    extra: frozenset[dt.date] = frozenset()
    zone: str = "Europe/Stockholm"


def series_days(dates: SeriesDates, *, since: dt.date, until: dt.date) -> list[dt.date]:
    """Return the days from ``since`` to ``until``, both included, in order."""
    added = {day for day in dates.extra if since <= day <= until}
    return sorted(added | {day for day in _ruled(dates, since, until) if not _is_out(dates, day)})


def _ruled(dates: SeriesDates, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    if not dates.rule:
        return
    rule = check_rule(dates.rule)
    ends = rule.until
    if isinstance(ends, dt.datetime):
        ends = (ends.astimezone(ZoneInfo(dates.zone)) if ends.tzinfo else ends).date()
    first = dt.datetime.combine(max(since, dates.first), dt.time())
    last = dt.datetime.combine(min(until, ends or until), dt.time.max)
    for moment in rule_times(rule, dt.datetime.combine(dates.first, dt.time()), first=first, last=last):
        yield moment.date()


def _is_out(dates: SeriesDates, day: dt.date) -> bool:
    return day in dates.excluded or any(first <= day <= last for first, last in dates.pauses)
