"""A time zone as the file defines it (VTIMEZONE), for names that nobody else knows."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetings.calendar.errors import RuleError
from meetings.calendar.recurrence import Frequency, RecurrenceRule
from meetings.calendar.rule_dates import rule_times
from meetings.calendar.rule_text import check_rule
from meetings.calendar.values import read_moment, read_offset

if TYPE_CHECKING:
    from meetings.calendar.components import Component

#: Outlook lets its zones begin in 1601, others leave the beginning out.
_NEVER = dt.datetime.min  # noqa: DTZ901  (wall-clock time of the zone itself)
_BEGINNING = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (wall-clock time of the zone itself)


@dataclass(frozen=True, slots=True)
class Observance:
    """Standard time or summer time: the offset from UTC and when it begins."""

    offset: dt.timedelta
    start: dt.datetime
    rule: RecurrenceRule | None
    dates: tuple[dt.datetime, ...]

    def onsets(self, year: int) -> list[dt.datetime]:
        """Return the local times of that year at which it begins."""
        first, last = dt.datetime(year, 1, 1), dt.datetime(year, 12, 31, 23, 59)  # noqa: DTZ001
        onsets = [moment for moment in (self.start, *self.dates) if first <= moment <= last]
        if self.rule is not None:
            if isinstance(self.rule.until, dt.datetime):
                last = min(last, self.rule.until.replace(tzinfo=None) + dt.timedelta(days=1))
            onsets += rule_times(self.rule, self.start, first=first, last=last)
        return onsets


@dataclass(slots=True)
class FileZone:
    """The observances of one VTIMEZONE."""

    observances: list[Observance]
    _years: dict[int, list[tuple[dt.datetime, dt.timedelta]]] = field(default_factory=dict)

    def offset_at(self, local: dt.datetime) -> dt.timedelta:
        """Return the offset from UTC at a wall-clock time."""
        changes = self._years.get(local.year)
        if changes is None:
            changes = self._years[local.year] = self._changes(local.year)
        place = bisect_right(changes, local, key=lambda change: change[0])
        return changes[max(place - 1, 0)][1]

    def _changes(self, year: int) -> list[tuple[dt.datetime, dt.timedelta]]:
        before = max(self.observances, key=lambda one: self._latest_before(one, year))
        changes = [(_NEVER, before.offset)]
        for observance in self.observances:
            changes += [(onset, observance.offset) for onset in observance.onsets(year)]
        return sorted(changes, key=lambda change: change[0])

    def _latest_before(self, observance: Observance, year: int) -> dt.datetime:
        for earlier in (year - 1, year - 2):
            onsets = observance.onsets(earlier)
            if onsets:
                return max(onsets)
        starts = (observance.start, *observance.dates)
        return max((one for one in starts if one.year < year), default=_NEVER)


def read_file_zone(component: Component) -> FileZone | None:
    """Return the zone, or None when it is malformed beyond use."""
    observances = [found for found in map(_observance, component.children) if found is not None]
    return FileZone(observances) if observances else None


def _observance(component: Component) -> Observance | None:
    rule = component.first("RRULE")
    try:
        offset = read_offset(component.text("TZOFFSETTO"))
        checked = check_rule(rule.value) if rule is not None else None
    except (ValueError, RuleError):
        return None
    if checked is not None and checked.frequency is not Frequency.YEARLY:
        return None
    start = _local_times(component, "DTSTART")
    dates = _local_times(component, "RDATE")
    return Observance(offset, start[0] if start else _BEGINNING, checked, tuple(dates))


def _local_times(component: Component, name: str) -> list[dt.datetime]:
    times: list[dt.datetime] = []
    for found in component.all(name):
        for value in found.value.split(",")[:200]:
            try:
                moment, _ = read_moment(value)
            except ValueError:
                continue
            if isinstance(moment, dt.datetime):
                times.append(moment)
    return times
