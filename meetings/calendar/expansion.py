"""A series to its occurrences within a window of days."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from meetings.calendar.slots import Slots, at_wall, slot_key, slot_moment, wall

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from meetings.calendar.details import Details
    from meetings.calendar.source import EventSource, Moment, SeriesSource

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a series.

    ``recurrence_id`` names the slot where it stood first (20260310T080000Z, or 20260310 for
    all-day series) and is empty for a single entry. Timed occurrences are aware in the zone of
    the series; all-day ones have dates, and the end is the day after the last one.
    """

    uid: str
    recurrence_id: str
    starts_at: Moment
    ends_at: Moment
    all_day: bool
    status: Literal["confirmed", "cancelled"]
    summary: str
    location: str
    sequence: int
    zone: str
    details: Details | None = None


def expand(series: SeriesSource, *, window_start: dt.date, window_end: dt.date) -> list[Occurrence]:
    """Return the occurrences that start on a day of the window, both days included, in order.

    Days are those of the series' own zone. Changed occurrences count where they were moved to;
    cancelled ones are returned as such, excluded ones (EXDATE) are not returned.
    """
    slots = Slots.of(series.master) if series.master else None
    found = [*_changed(series, slots), *_regular(series, slots, window_start, window_end)]
    zone = series.leading.zone
    kept = [one for one in found if window_start <= wall(one.starts_at, zone).date() <= window_end]
    return sorted(kept, key=lambda one: (wall(one.starts_at, zone), one.recurrence_id))


def _changed(series: SeriesSource, slots: Slots | None) -> Iterator[Occurrence]:
    for event in series.overrides:
        slot = event.recurrence_id
        if slot is None or (slots is not None and slots.leave_out(slot)):
            continue
        if slots is None or not _is_stale(event, slot, slots):
            yield _occurrence(series, event, slot_key(slot, series.master or event), event.start, event.end)


def _is_stale(event: EventSource, slot: Moment, slots: Slots) -> bool:
    """A change from before the series was changed, to an occurrence that it no longer has."""
    master = slots.master
    if event.sequence >= master.sequence:
        return False
    local = wall(slot_moment(slot, master), master.zone)
    return slot_key(slot, master) not in slots.between(local - _DAY, local + _DAY)


def _regular(series: SeriesSource, slots: Slots | None, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    if slots is None:
        return
    master = slots.master
    if not series.recurs:
        yield _occurrence(series, master, "", master.start, master.end)
        return
    changed = {slot_key(one.recurrence_id, master) for one in series.overrides if one.recurrence_id is not None}
    bases = _bases(series, master)
    lengths = {slot_key(one.start, master): one.length for one in master.extra if one.length is not None}
    for begin, end in _spans(bases, first, last):
        for key, local in slots.between(begin, end).items():
            if key not in changed:
                base = bases[bisect_left(bases, local, lo=1, key=lambda one: one.since) - 1]
                yield _shifted(series, base, key, local, lengths.get(key, base.length))


@dataclass(frozen=True, slots=True)
class _Base:
    """Where the occurrences after ``since`` take title, length and shift from."""

    event: EventSource
    since: dt.datetime
    shift: dt.timedelta
    length: dt.timedelta


def _bases(series: SeriesSource, master: EventSource) -> list[_Base]:
    """Return the master, then the changes of this and all later occurrences, in order."""
    changes = [
        _base(event, wall(slot_moment(event.recurrence_id, master), master.zone), master.zone)
        for event in series.overrides
        if event.this_and_future and event.recurrence_id is not None
    ]
    first = _base(master, wall(master.start, master.zone), master.zone)
    return [first, *sorted(changes, key=lambda base: base.since)]


def _spans(bases: list[_Base], first: dt.date, last: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """From when to when the slots lie whose occurrences may fall on these days; a day more on both sides, for zones.

    However far a change moves the series: no slot is looked at in vain, so that no file keeps a computer busy by a few lines.
    """
    begin, end = dt.datetime.combine(first, dt.time()) - _DAY, dt.datetime.combine(last, dt.time.max) + _DAY
    turns = [dt.datetime.min, *(base.since for base in bases[1:]), dt.datetime.max]  # noqa: DTZ901  (wall-clock time)
    spans: list[tuple[dt.datetime, dt.datetime]] = []
    for base, (since, until) in zip(bases, pairwise(turns), strict=True):
        low, high = max(since, begin - base.shift), min(until, end - base.shift)
        if spans and low <= spans[-1][1] <= high:
            spans[-1] = (spans[-1][0], high)
        elif low <= high:
            spans.append((low, high))
    return spans


def _base(event: EventSource, slot: dt.datetime, zone: ZoneInfo) -> _Base:
    start = wall(event.start, zone)
    return _Base(event, since=slot, shift=start - slot, length=wall(event.end, zone) - start)


def _shifted(series: SeriesSource, base: _Base, key: str, local: dt.datetime, length: dt.timedelta) -> Occurrence:
    event, zone = base.event, series.leading.zone
    start = local + base.shift
    return _occurrence(
        series,
        event,
        key,
        at_wall(start, zone, all_day=event.all_day),
        at_wall(start + length, zone, all_day=event.all_day),
    )


def _occurrence(series: SeriesSource, event: EventSource, key: str, start: Moment, end: Moment) -> Occurrence:
    zone = series.leading.zone
    return Occurrence(
        uid=series.uid,
        recurrence_id=key,
        starts_at=_in_zone(start, zone),
        ends_at=_in_zone(end, zone),
        all_day=event.all_day,
        status="cancelled" if event.cancelled or _all_cancelled(series) else "confirmed",
        summary=event.summary,
        location=event.location,
        sequence=event.sequence,
        zone=zone.key,
        details=event.details,
    )


def _all_cancelled(series: SeriesSource) -> bool:
    return series.master is not None and series.master.cancelled


def _in_zone(moment: Moment, zone: ZoneInfo) -> Moment:
    return moment.astimezone(zone) if isinstance(moment, dt.datetime) else moment
