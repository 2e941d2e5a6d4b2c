"""Swedish working days, and the moment of a wall-clock hour.

Closed are Saturdays, Sundays, public holidays (lag 1989:253) and the eves that count as Sundays
when a period of time ends (lag 1930:173, 2 §): Midsummer, Christmas and New Year's Eve.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5
#: "(from 2pm)" behind the name of an eve.
_HOURS: Final = re.compile(r" \([^)]*\)")


def is_working_day(day: dt.date) -> bool:
    """Tell whether Swedish authorities work on that day."""
    return day.weekday() < _SATURDAY and day not in _closed_days(day.year)


def is_holiday(day: dt.date) -> bool:
    """Tell whether it is a public holiday by name; ordinary Sundays are not."""
    return day in _days_of(day.year, "public")


def is_eve(day: dt.date) -> bool:
    """Tell whether it is Midsummer, Christmas or New Year's Eve, the eves that count as Sundays."""
    return day in _days_of(day.year, "de_facto")


def previous_working_day(day: dt.date) -> dt.date:
    """Return the day itself when it is a working day, else the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def next_working_day(day: dt.date) -> dt.date:
    """Return the day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def local_moment(day: dt.date, hour: int, zone: str, *, minute: int = 0) -> dt.datetime:
    """Return the moment in UTC at which clocks in the zone show that time on that day.

    A time that summer time skips becomes the one that the clock then shows (02:00 → 03:00); of
    a time that comes twice it is the first.
    """
    local = dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(zone))
    return local.astimezone(dt.UTC)


@lru_cache(maxsize=64)
def named_days(year: int, language: str) -> Mapping[dt.date, str]:
    """Return the days of a Swedish year that have a name: holidays, eves and the bridge day, in Swedish ("sv") or English."""
    categories = ("public", "de_facto", "optional")
    spoken = "sv" if language.startswith("sv") else "en_US"
    found = holidays.country_holidays("SE", years=year, categories=categories, language=spoken, expand=False)
    return MappingProxyType({day: _HOURS.sub("", name) for day, name in found.items()})


def _closed_days(year: int) -> frozenset[dt.date]:
    return _days_of(year, "public") | _days_of(year, "de_facto")


@lru_cache(maxsize=64)
def _days_of(year: int, category: str) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("SE", years=year, categories=(category,), expand=False))
