"""The time zone that a TZID of one calendar stands for."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings.calendar.source import ReadWarning
from meetings.calendar.vtimezone import FileZone, read_file_zone
from meetings.calendar.zone_names import (
    clean_name,
    fixed_zone,
    iana_name,
    named_offset,
    windows_name,
    windows_zones,
)

if TYPE_CHECKING:
    from meetings.calendar.components import Component

UTC = ZoneInfo("UTC")
_MAX_FILE_ZONES = 100
_NOON = dt.time(12)
#: Of several zones with the same rules, the one that a reader knows.
_FAMILIAR = (
    "Europe/London",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)


class Zones:
    """Turns the local times of one calendar into moments in zones that everybody knows.

    A TZID is looked up as an IANA name, a Windows name or a display name of Outlook, then by the
    rules of its VTIMEZONE, then by the offset in its name. What is left is read in the default
    zone, with a warning. Times without TZID are read in the default zone.
    """

    def __init__(self, default: ZoneInfo, definitions: list[Component]) -> None:
        self.default = default
        self.warnings: list[ReadWarning] = []
        self._definitions = {clean_name(found.text("TZID")): found for found in reversed(definitions)}
        self._known: dict[str, ZoneInfo | FileZone] = {}

    def localise(self, local: dt.datetime, tzid: str, line: int) -> dt.datetime:
        """Return the moment that a wall-clock time under a TZID means, in an IANA zone."""
        if not tzid:
            return settled(local.replace(tzinfo=self.default))
        zone = self._known.get(tzid)
        if zone is None:
            zone = self._known[tzid] = self._find(tzid, local.year, line)
        if isinstance(zone, ZoneInfo):
            return settled(local.replace(tzinfo=zone))
        return (local - zone.offset_at(local)).replace(tzinfo=dt.UTC).astimezone(self.default)

    def _find(self, tzid: str, year: int, line: int) -> ZoneInfo | FileZone:
        name = iana_name(tzid)
        if name is not None:
            return ZoneInfo(name)
        name = windows_name(tzid)
        if name is not None:
            return self._default_if_same(ZoneInfo(name))
        return self._by_definition(tzid, year, line) or self._by_offset(tzid, line)

    def _by_definition(self, tzid: str, year: int, line: int) -> ZoneInfo | FileZone | None:
        definition = self._definitions.get(clean_name(tzid))
        if definition is None or len(self._known) > _MAX_FILE_ZONES:
            return None
        name = iana_name(definition.text("X-LIC-LOCATION"))
        if name is not None:
            return ZoneInfo(name)
        zone = read_file_zone(definition)
        if zone is None:
            return None
        known = self._same_rules(zone, year)
        if known is None:
            self._warn("zone_converted", tzid, line)
        return known or zone

    def _by_offset(self, tzid: str, line: int) -> ZoneInfo:
        offset = named_offset(tzid)
        winter = dt.datetime(2025, 1, 15, tzinfo=self.default).utcoffset()
        if offset is not None and ("(" not in tzid or offset != winter):
            name = fixed_zone(offset)
            if name is not None:
                return ZoneInfo(name)
        self._warn("zone_unknown", tzid, line)
        return self.default

    def _same_rules(self, zone: FileZone, year: int) -> ZoneInfo | None:
        days = [dt.datetime.combine(day, _NOON) for day in _days_of(year)]
        wanted = [zone.offset_at(day) for day in days]
        fixed = fixed_zone(wanted[0]) if len(set(wanted)) == 1 else None
        names = (self.default.key, *([fixed] if fixed else _FAMILIAR), *windows_zones())
        for candidate in map(ZoneInfo, names):
            if all(
                day.replace(tzinfo=candidate).utcoffset() == offset for day, offset in zip(days, wanted, strict=True)
            ):
                return candidate
        return None

    def _default_if_same(self, zone: ZoneInfo) -> ZoneInfo:
        return self.default if _always_equal(zone.key, self.default.key) else zone

    def _warn(self, code: str, tzid: str, line: int) -> None:
        params = {"zone": clean_name(tzid)[:80], "used": self.default.key}
        self.warnings.append(ReadWarning(line, code, params))


def settled(moment: dt.datetime) -> dt.datetime:
    """Move a wall-clock time that summer time skips to the one that the clock then shows.

    It is read with the offset from before the change (RFC 5545, 3.3.5): 02:30 becomes 03:30.
    """
    return moment.astimezone(dt.UTC).astimezone(moment.tzinfo)


def zone_of(moment: dt.datetime) -> ZoneInfo:
    """Return the IANA zone of a moment, UTC for every other kind."""
    return moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else UTC


@cache
def _always_equal(one: str, other: str) -> bool:
    return all(
        moment.replace(tzinfo=ZoneInfo(one)).utcoffset() == moment.replace(tzinfo=ZoneInfo(other)).utcoffset()
        for year in (2000, 2010, 2020, 2026)
        for moment in (dt.datetime.combine(day, _NOON) for day in _days_of(year))
    )


def _days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=offset) for offset in range(365)]
