"""The slots of a series: where its occurrences stand before any of them was moved."""

from __future__ import annotations

import datetime as dt
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


def slots(master: EventSource, first: dt.datetime, last: dt.datetime) -> dict[str, dt.datetime]:
    """Return the slots from ``first`` to ``last`` by key, without those that are excluded.

    All times are wall-clock times in the zone of the series.
    """
    start = wall(master.start, master.zone)
    found: dict[str, dt.datetime] = {}
    for local in _local_slots(master, start, first, last):
        found[_key(local, master)] = local
    excluded = Exclusions.of(master)
    return {key: local for key, local in found.items() if not excluded.hold_slot(key, local)}


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The slots that a series leaves out (EXDATE); a day stands for all of its times."""

    master: EventSource
    keys: frozenset[str]
    days: frozenset[dt.date]

    @classmethod
    def of(cls, master: EventSource) -> Exclusions:
        """Return those of a series."""
        return cls(
            master,
            frozenset(slot_key(one, master) for one in master.excluded),
            frozenset(one for one in master.excluded if not isinstance(one, dt.datetime)),
        )

    def hold(self, moment: Moment) -> bool:
        """Tell whether the slot at that moment is left out."""
        return self.hold_slot(slot_key(moment, self.master), wall(moment, self.master.zone))

    def hold_slot(self, key: str, local: dt.datetime) -> bool:
        """Tell whether a slot is left out."""
        return key in self.keys or local.date() in self.days


def _key(local: dt.datetime, master: EventSource) -> str:
    return slot_key(at_wall(local, master.zone, all_day=master.all_day), master)


def _local_slots(
    master: EventSource, start: dt.datetime, first: dt.datetime, last: dt.datetime
) -> Iterator[dt.datetime]:
    ends = [_until(rule, master.zone) for rule in master.rules]
    if first <= start <= last and (not ends or any(end >= start for end in ends)):
        yield start
    for extra in master.extra:
        local = _extra_slot(extra.start, master)
        if first <= local <= last:
            yield local
    for rule, end in zip(master.rules, ends, strict=True):
        yield from rule_times(rule, start, first=first, last=min(last, end))


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
