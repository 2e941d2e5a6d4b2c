"""How many of a group are trained, by head counts alone. Nobody is known by name, so two trainings of one person count twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Counted:
    """So many took part on a day; it counts for that many months, None = for good."""

    held_on: dt.date
    count: int
    valid_months: int | None


@dataclass(frozen=True)
class Reach:
    """`heads`: all that count; `trained`: the same, at most the group's size. `share`: whole per cent, rounded down."""

    heads: int
    size: int

    @property
    def trained(self) -> int:
        return min(self.heads, self.size)

    @property
    def lacking(self) -> int:
        return self.size - self.trained

    @property
    def share(self) -> int:
        return 100 * self.trained // self.size


@dataclass(frozen=True)
class RunningOut:
    """So many heads stop counting after this day."""

    last_day: dt.date
    count: int


def last_day_of(one: Counted) -> dt.date | None:
    """The last day on which it counts: the day before the same day so many months later; None = for good."""
    return add_months(one.held_on, one.valid_months) - dt.timedelta(days=1) if one.valid_months is not None else None


def reach_on(counted: Iterable[Counted], size: int, day: dt.date) -> Reach:
    """Who counts as trained on that day."""
    heads = sum(one.count for one in counted if one.held_on <= day and _lasts(one, day))
    return Reach(heads, size)


def reach_within(counted: Iterable[Counted], size: int, first: dt.date, last: dt.date) -> Reach:
    """Who was trained in the period, both days in it, whether it still counts or not."""
    return Reach(sum(one.count for one in counted if first <= one.held_on <= last), size)


def running_out(counted: Iterable[Counted], first: dt.date, last: dt.date) -> tuple[RunningOut, ...]:
    """What stops counting within those days, soonest first, one row per day."""
    by_day: dict[dt.date, int] = {}
    for one in counted:
        ends = last_day_of(one)
        if ends and first <= ends <= last:
            by_day[ends] = by_day.get(ends, 0) + one.count
    return tuple(RunningOut(day, count) for day, count in sorted(by_day.items()))


def _lasts(one: Counted, day: dt.date) -> bool:
    ends = last_day_of(one)
    return ends is None or day <= ends
