"""What a recurrence rule says (RFC 5545, 3.3.10), once it is read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class Frequency(IntEnum):
    """How long a period of the rule is."""

    DAILY = 1
    WEEKLY = 2
    MONTHLY = 3
    YEARLY = 4


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A checked rule; Monday is 0. ``until`` is a date, a local time, or a time in UTC."""

    text: str
    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: dt.date | dt.datetime | None = None
    week_start: int = 0
    weekdays: frozenset[tuple[int, int]] = frozenset()
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
