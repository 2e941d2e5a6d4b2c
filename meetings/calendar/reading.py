"""A calendar file from any program to its series."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings.calendar.components import Component, read_components
from meetings.calendar.errors import CalendarError, EntryError, RuleError
from meetings.calendar.events import read_event
from meetings.calendar.lines import read_properties
from meetings.calendar.slots import slot_key
from meetings.calendar.source import (
    CalendarFile,
    EventSource,
    ReadWarning,
    SeriesSource,
    SkippedEntry,
)
from meetings.calendar.values import read_text
from meetings.calendar.zone_names import iana_name
from meetings.calendar.zones import Zones

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


def read_calendar(data: bytes, *, default_zone: str = "Europe/Stockholm", details: bool = False) -> CalendarFile:
    """Return the series of an iCalendar file; entries that cannot be used are listed as skipped.

    Times without zone are read in ``default_zone``. To-dos, free/busy times and alarms are never
    read; descriptions and conference links only where ``details`` are asked for.

    Raises CalendarError (file_too_large, file_empty, not_text, not_a_calendar, truncated,
    too_many_entries, unknown_default_zone) when the file as a whole cannot be used.
    """
    name = iana_name(default_zone)
    if name is None:
        raise CalendarError("unknown_default_zone", zone=default_zone)
    calendars = read_components(read_properties(data, details=details))
    events: list[EventSource] = []
    skipped: list[SkippedEntry] = []
    warnings: list[ReadWarning] = []
    for calendar in calendars:
        zones = Zones(ZoneInfo(name), [one for one in calendar.children if _is_zone(one)])
        for found in _events(calendar, zones, details=details):
            if isinstance(found, EventSource):
                events.append(found)
            else:
                skipped.append(found)
        warnings += zones.warnings
    series, doubled = _grouped(events)
    return CalendarFile(
        name=_calendar_name(calendars),
        series=series,
        skipped=tuple(skipped),
        warnings=tuple(sorted([*warnings, *doubled], key=lambda one: one.line)),
    )


def _is_zone(component: Component) -> bool:
    return component.kind == "VTIMEZONE"


def _events(calendar: Component, zones: Zones, *, details: bool) -> Iterator[EventSource | SkippedEntry]:
    method = calendar.text("METHOD").strip().upper()
    for component in calendar.children:
        if _is_zone(component):
            continue
        try:
            yield read_event(component, zones, method, details=details)
        except (EntryError, RuleError) as error:
            yield SkippedEntry(error.line or component.line, error.code, error.params)


def _calendar_name(calendars: list[Component]) -> str:
    for calendar in calendars:
        for name in ("X-WR-CALNAME", "NAME"):
            text = read_text(calendar.first(name))
            if text:
                return text
    return ""


def _grouped(events: list[EventSource]) -> tuple[tuple[SeriesSource, ...], list[ReadWarning]]:
    """Group by UID; of several entries for one thing the newest counts."""
    by_uid: dict[str, list[EventSource]] = {}
    for event in events:
        by_uid.setdefault(event.uid, []).append(event)
    doubled: list[ReadWarning] = []
    series: list[SeriesSource] = []
    for uid, entries in by_uid.items():
        masters = [one for one in entries if one.recurrence_id is None]
        master = max(masters, key=_age, default=None)
        overrides = _newest_overrides(master, entries)
        if len(entries) > len(overrides) + (master is not None):
            doubled.append(ReadWarning(entries[0].line, "duplicate_uid", {"uid": uid[:200]}))
        series.append(SeriesSource(uid, master, overrides))
    return tuple(series), doubled


def _newest_overrides(master: EventSource | None, entries: list[EventSource]) -> tuple[EventSource, ...]:
    newest: dict[str, EventSource] = {}
    for event in entries:
        if event.recurrence_id is not None:
            key = slot_key(event.recurrence_id, master or event)
            known = newest.get(key)
            newest[key] = event if known is None else max(known, event, key=_age)
    return tuple(newest[key] for key in sorted(newest))


def _age(event: EventSource) -> tuple[int, dt.datetime, dt.datetime, int]:
    return (event.sequence, *event.stamps, event.line)
