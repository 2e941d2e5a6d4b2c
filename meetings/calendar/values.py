"""Values of properties: dates, durations, texts, addresses."""

from __future__ import annotations

import datetime as dt
import quopri
import re
from typing import TYPE_CHECKING, Final

from meetings.calendar.errors import EntryError
from meetings.calendar.limits import FIRST_YEAR, LAST_YEAR, MAX_TEXT

if TYPE_CHECKING:
    from meetings.calendar.lines import Property

_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$", re.IGNORECASE)
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?$")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def read_moment(text: str) -> tuple[dt.date | dt.datetime, bool]:
    """Return a date or a naive date-time, and whether it is written in UTC.

    Raises ValueError when it is neither, or outside the years that are accepted.
    """
    match = _MOMENT.match(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    if match[4] is None:
        return dt.date(year, month, day), False
    second = min(int(match[6] or 0), 59)  # a leap second is 60
    moment = dt.datetime(  # noqa: DTZ001  (its zone is found by the caller)
        year, month, day, int(match[4]), int(match[5]), second
    )
    return moment, match[7] is not None


def read_duration(text: str) -> dt.timedelta:
    """Return a duration such as P1DT2H. Raises ValueError."""
    match = _DURATION.match(text.strip())
    if match is None or not any(match.groups()[1:]):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    duration = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -duration if match[1] == "-" else duration


def read_offset(text: str) -> dt.timedelta:
    """Return an offset from UTC such as +0100. Raises ValueError."""
    match = _OFFSET.match(text.strip())
    if match is None:
        raise ValueError(text)
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if offset >= dt.timedelta(hours=24):
        raise ValueError(text)
    return -offset if match[1] == "-" else offset


def read_text(found: Property | None) -> str:
    """Return a TEXT value on one line, without control characters, shortened if need be."""
    if found is None:
        return ""
    value = found.value
    if found.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.encode("utf-8")).decode("utf-8", errors="replace")
    value = unescape(value)
    return " ".join(_CONTROL.sub(" ", value).split())[:MAX_TEXT]


def unescape(value: str) -> str:
    r"""Undo the escaping of RFC 5545, 3.3.11 (\n becomes a new line)."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda pair: "\n" if pair[1] in "nN" else pair[1], value)


def read_integer(found: Property | None) -> int:
    """Return a small number such as SEQUENCE, or 0 when there is none that can be read."""
    if found is None or not re.fullmatch(r"\d{1,9}", found.value):
        return 0
    return int(found.value)


def bad_date(found: Property) -> EntryError:
    """Return the error for a property that should hold a date."""
    return EntryError("bad_date", line=found.line, property=found.name, value=found.value[:60])
