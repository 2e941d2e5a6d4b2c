"""Names of time zones, in the ways that calendar programs write them, to IANA names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_NOT_ZONES: Final = frozenset({"localtime", "posixrules", "Factory", "leapseconds"})
_FIXED: Final = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)
_DISPLAY: Final = re.compile(r"\((?:UTC|GMT)\s*([+-]\d{1,2}:?\d\d)?\)\s*(.*)$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<=[A-Za-z]) \d$")

#: Regions that Outlook shows by a name that is no city.
_REGIONS: Final = {
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "atlantic time": "America/Halifax",
    "azores": "Atlantic/Azores",
    "baja california": "America/Tijuana",
    "brasilia": "America/Sao_Paulo",
    "bryssel": "Europe/Brussels",
    "central america": "America/Guatemala",
    "central time": "America/Chicago",
    "coordinated universal time": "Etc/UTC",
    "eastern time": "America/New_York",
    "greenland": "America/Godthab",
    "harare": "Africa/Harare",
    "helsingfors": "Europe/Helsinki",
    "hawaii": "Pacific/Honolulu",
    "indiana": "America/Indianapolis",
    "mountain time": "America/Denver",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "newfoundland": "America/St_Johns",
    "pacific time": "America/Los_Angeles",
    "pretoria": "Africa/Johannesburg",
    "beijing": "Asia/Shanghai",
    "saskatchewan": "America/Regina",
    "st. petersburg": "Europe/Moscow",
    "west central africa": "Africa/Lagos",
    "kyiv": "Europe/Kiev",
}


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _NOT_ZONES}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    """City to zone; a continent's zone wins over an alias such as US/… or Etc/…."""
    cities: dict[str, str] = {}
    for name in sorted(available_timezones() - _NOT_ZONES):
        area, _, city = name.rpartition("/")
        if area:
            cities.setdefault(_plain(city.replace("_", " ")), name)
    return cities


def windows_zones() -> list[str]:
    """Return the zones that Windows knows, in a fixed order."""
    return sorted(set(WINDOWS_TO_OLSON.values()))


def iana_name(written: str) -> str | None:
    """Return the IANA name that is written, also behind a path as Thunderbird does, or None."""
    name = clean_name(written)
    return _iana_names().get(name.casefold()) or _path_tail(name)


def windows_name(written: str) -> str | None:
    """Return the IANA name for a Windows name or one of Outlook's display names, or None."""
    name = clean_name(written)
    return _windows_names().get(name.casefold()) or _by_place(name)


def clean_name(written: str) -> str:
    """Return a TZID without quotes, escapes and the number that Exchange adds to a second one."""
    name = written.replace("\\", "").strip().strip('"').strip()
    return _NUMBERED.sub("", name)


def named_offset(written: str) -> dt.timedelta | None:
    """Return the offset that a name such as (UTC+01:00) … or GMT+0100 shows, or None."""
    name = clean_name(written)
    match = _DISPLAY.match(name)
    match = _FIXED.match(match[1] or "+00:00") if match else _FIXED.match(name)
    if match is None or int(match[2]) > 14:
        return None
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def fixed_zone(offset: dt.timedelta) -> str | None:
    """Return the IANA zone without summer time for a whole number of hours, or None."""
    hours, rest = divmod(offset, dt.timedelta(hours=1))
    if rest:
        return None
    # The sign of these names is reversed.
    return "Etc/UTC" if hours == 0 else _iana_names().get(f"etc/gmt{-hours:+d}")


def _path_tail(name: str) -> str | None:
    """/freeassociation.sourceforge.net/Europe/Stockholm, /mozilla.org/2005/Europe/Stockholm."""
    pieces = name.split("/")[-4:]
    for start in range(1, len(pieces)):
        found = _iana_names().get("/".join(pieces[start:]).casefold())
        if found is not None:
            return found
    return None


def _by_place(name: str) -> str | None:
    """(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien."""
    match = _DISPLAY.match(name)
    for place in re.split(r"[,/;]", match[2] if match else name):
        plain = _plain(place.partition("(")[0])
        found = _REGIONS.get(plain) or _cities().get(plain)
        if found is not None:
            return found
    return None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(mark for mark in folded if not unicodedata.combining(mark)).strip()
