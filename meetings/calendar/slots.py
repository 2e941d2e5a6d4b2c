"""The slots of a series: where its occurrences stand before any of them was moved."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings.calendar.rule_dates import rule_times
from meetings.calendar.zones import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from meetings.calendar.recurrence import RecurrenceRule
    from meetings.calendar.source import EventSource, Moment


def slot_key(moment: Moment, master: EventSource) -> str:
    """Return the one way to write a slot: 20260310 for days, 20260310T080000Z for times."""
    if master.all_day:
        return f"{wall(moment, master.zone):%Y%m%d}"
    slot = slot_moment(moment, master)
    return f"{slot.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" if isinstance(slot, dt.datetime) else ""


def slot_moment(moment: Moment, master: EventSource) -> Moment:
    """Return the slot that is meant; a day beside a timed series means its occurrence then."""
    if master.all_day or isinstance(moment, dt.datetime):
        return moment
    clock = wall(master.start, master.zone).time()
    return settled(dt.datetime.combine(moment, clock, master.zone))


def wall(moment: Moment, zone: ZoneInfo) -> dt.datetime:
    """Return what calendar and clock on the wall of that zone show; midnight for a day."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).replace(tzinfo=None)
    return dt.datetime.combine(moment, dt.time())


def at_wall(local: dt.datetime, zone: ZoneInfo, *, all_day: bool) -> Moment:
    """Return the moment, or the day, at a wall-clock time."""
    return local.date() if all_day else settled(local.replace(tzinfo=zone))


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of a series, worked out once for all that is asked of them; wall-clock times in the zone of the series.

    ``keys`` and ``days`` are left out (EXDATE); a day stands for all of its times. ``extra`` are added (RDATE), in order.
    """

    master: EventSource
    start: dt.datetime
    ends: tuple[dt.datetime, ...]
    extra: tuple[dt.datetime, ...]
    keys: frozenset[str]
    days: frozenset[dt.date]

    @classmethod
    def of(cls, master: EventSource) -> Slots:
        """Return those of a series."""
        return cls(
            master,
            wall(master.start, master.zone),
            tuple(_until(rule, master.zone) for rule in master.rules),
            tuple(sorted(_extra_slot(one.start, master) for one in master.extra)),
            frozenset(slot_key(one, master) for one in master.excluded),
            frozenset(one for one in master.excluded if not isinstance(one, dt.datetime)),
        )

    def between(self, first: dt.datetime, last: dt.datetime) -> dict[str, dt.datetime]:
        """Return the slots from ``first`` to ``last`` by key, without those that are left out."""
        found = {self._key(local): local for local in self._given(first, last)}
        return {key: local for key, local in found.items() if key not in self.keys and local.date() not in self.days}

    def leave_out(self, moment: Moment) -> bool:
        """Tell whether the slot at that moment is left out."""
        local = wall(moment, self.master.zone)
        return slot_key(moment, self.master) in self.keys or local.date() in self.days

    def _key(self, local: dt.datetime) -> str:
        return slot_key(at_wall(local, self.master.zone, all_day=self.master.all_day), self.master)

    def _given(self, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
        if first <= self.start <= last and (not self.ends or any(end >= self.start for end in self.ends)):
            yield self.start
        yield from self.extra[bisect_left(self.extra, first) : bisect_right(self.extra, last)]
        for rule, end in zip(self.master.rules, self.ends, strict=True):
            yield from rule_times(rule, self.start, first=first, last=min(last, end))


def _extra_slot(moment: Moment, master: EventSource) -> dt.datetime:
    local = wall(moment, master.zone)
    if master.all_day:
        return dt.datetime.combine(local.date(), dt.time())
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, wall(master.start, master.zone).time())
    return local


def _until(rule: RecurrenceRule, zone: ZoneInfo) -> dt.datetime:
    """UNTIL is included; a day beside a time means the whole day, a local time is local."""
    until = rule.until
    if until is None:
        return dt.datetime.max  # noqa: DTZ901  (wall-clock time)
    if not isinstance(until, dt.datetime):
        return dt.datetime.combine(until, dt.time.max)
    return wall(until, zone) if until.tzinfo is not None else until
