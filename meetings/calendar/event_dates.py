"""The dates of an entry: EXDATE and RDATE in all their value types, and single moments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from meetings.calendar.errors import EntryError
from meetings.calendar.limits import MAX_DATES_PER_ENTRY
from meetings.calendar.source import ExtraDate, Moment, ReadWarning
from meetings.calendar.values import bad_date, read_duration, read_moment
from meetings.calendar.zones import UTC, Zones

if TYPE_CHECKING:
    from meetings.calendar.components import Component
    from meetings.calendar.lines import Property

_DAY: Final = dt.timedelta(days=1)


def event_moment(found: Property, zones: Zones, value: str | None = None) -> Moment:
    """Return a date, or an aware time in an IANA zone. Raises EntryError bad_date."""
    try:
        moment, in_utc = read_moment(found.value if value is None else value)
        if not isinstance(moment, dt.datetime):
            return moment
        if in_utc:
            return moment.replace(tzinfo=UTC)
        return zones.localise(moment, found.params.get("TZID", ""), found.line)
    except (ValueError, OverflowError):
        raise bad_date(found) from None


def moment_beside(found: Property, zones: Zones, start: Moment, value: str) -> Moment:
    """Return the moment; without zone it means the zone of the start, beside a day it means a day.

    Exchange writes midnight with a zone for the exceptions of all-day series.
    """
    moment = event_moment(found, zones, value)
    if not isinstance(moment, dt.datetime) or value.upper().endswith("Z"):
        return moment
    if not isinstance(start, dt.datetime):
        return moment.date()
    return moment if "TZID" in found.params else moment.replace(tzinfo=start.tzinfo)


def extra_dates(component: Component, zones: Zones, start: Moment) -> tuple[ExtraDate, ...]:
    """Return the dates that RDATE adds; one that cannot be read is left out with a warning."""
    extra: list[ExtraDate] = []
    for found, value in _values(component, "RDATE"):
        begin, _, rest = value.partition("/")
        try:
            moment = moment_beside(found, zones, start, begin)
            length = _length(found, zones, moment, rest) if rest else None
        except EntryError:
            _warn(found, zones, value)
        else:
            extra.append(ExtraDate(moment, length))
    return tuple(extra)


def excluded_dates(component: Component, zones: Zones, start: Moment) -> tuple[Moment, ...]:
    """Return the dates that EXDATE takes away; one that cannot be read is left out likewise."""
    excluded: list[Moment] = []
    for found, value in _values(component, "EXDATE"):
        try:
            excluded.append(_slot(moment_beside(found, zones, start, value), start, value))
        except EntryError:
            _warn(found, zones, value)
    return tuple(excluded)


def _slot(moment: Moment, start: Moment, value: str) -> Moment:
    """Some programs write the clock of the series beside another zone: the series' own is meant."""
    if (
        isinstance(moment, dt.datetime)
        and isinstance(start, dt.datetime)
        and moment.time() == start.time()
        and not value.upper().endswith("Z")
    ):
        return moment.replace(tzinfo=start.tzinfo)
    return moment


def _length(found: Property, zones: Zones, start: Moment, rest: str) -> dt.timedelta:
    """The second half of a PERIOD is an end or a duration."""
    try:
        length = read_duration(rest)
    except ValueError:
        length = alike(moment_beside(found, zones, start, rest), start) - start
    if length < dt.timedelta():
        raise bad_date(found)
    return length


def _values(component: Component, name: str) -> list[tuple[Property, str]]:
    values = [
        (found, value.strip()) for found in component.all(name) for value in found.value.split(",") if value.strip()
    ]
    if len(values) > MAX_DATES_PER_ENTRY:
        raise EntryError("too_many_dates", line=component.line, limit=MAX_DATES_PER_ENTRY)
    return values


def _warn(found: Property, zones: Zones, value: str) -> None:
    params = {"property": found.name, "value": value[:60]}
    zones.warnings.append(ReadWarning(found.line, "date_ignored", params))


def alike(end: Moment, start: Moment) -> Moment:
    """Some programs end a day with a time, or a time with a day."""
    if isinstance(start, dt.datetime) and not isinstance(end, dt.datetime):
        return dt.datetime.combine(end, dt.time(), start.tzinfo)
    if isinstance(end, dt.datetime) and not isinstance(start, dt.datetime):
        return end.date() + _DAY if has_clock(end) else end.date()
    return end


def has_clock(moment: dt.datetime) -> bool:
    """Tell whether it is anything but midnight."""
    return bool(moment.hour or moment.minute)
