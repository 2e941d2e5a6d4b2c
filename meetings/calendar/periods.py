"""Months, quarters and years as spans of days, and the moments between them in a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """`first` and `last` day; `key` is 2026-11, 2026-Q4 or 2026."""

    length: str
    first: date
    last: date

    @property
    def key(self) -> str:
        if self.length == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}-Q{self.quarter}" if self.length == "quarter" else f"{self.first:%Y}"

    @property
    def quarter(self) -> int:
        return (self.first.month + 2) // 3

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(length: str, day: date, steps: int = 0) -> Period:
    """The period that holds the day, or one so many steps from it. `OverflowError` beyond the years 1 to 9998."""
    months = MONTHS_OF[length]
    number = (day.year * 12 + day.month - 1) // months * months + steps * months
    if not 12 <= number < 9998 * 12:
        raise OverflowError
    return Period(length, _month(number), _month(number + months) - timedelta(days=1))


def periods_around(length: str, day: date, count: int) -> tuple[Period, ...]:
    """So many periods in a row, the day's among them; a sixth of them, one at least, lie after it."""
    ahead = max(1, count // 6) if count > 1 else 0
    return tuple(period_of(length, day, steps) for steps in range(ahead - count + 1, ahead + 1))


def read_period(key: str) -> Period | None:
    """The period of a key, or None."""
    year, _, rest = key.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdecimal() and 0 < int(year) < 9998):
        return None
    if not rest:
        return None if "-" in key else period_of("year", date(int(year), 1, 1))
    if rest in {"Q1", "Q2", "Q3", "Q4"}:
        return period_of("quarter", date(int(year), int(rest[1]) * 3, 1))
    if rest.isascii() and rest.isdecimal() and len(rest) == 2 and 1 <= int(rest) <= 12:
        return period_of("month", date(int(year), int(rest), 1))
    return None


def moments_between(periods: tuple[Period, ...], zone: ZoneInfo) -> list[datetime]:
    """When each period begins, and last when the row of them ends."""
    days = [period.first for period in periods] + [periods[-1].last + timedelta(days=1)]
    return [datetime.combine(day, time(), zone) for day in days]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
