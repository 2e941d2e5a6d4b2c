"""Bytes of a calendar file to content lines, however they were encoded and folded."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from meetings.calendar.errors import CalendarError
from meetings.calendar.limits import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME: Final = re.compile(rb"\s*([A-Za-z0-9-]{1,60})\s*(?=[;:])")
_CARET: Final = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_CARET_PAIR: Final = re.compile(r"\^[nN'^]")

#: Their values never hold a colon, while Outlook puts one into an unquoted zone name.
_VALUE_AFTER_LAST_COLON: Final = frozenset(
    {"DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID", "DTSTAMP", "LAST-MODIFIED"}
)
#: Everything else, descriptions and conference links among it, is not even decoded, unless somebody asked for those.
_KEPT: Final = _VALUE_AFTER_LAST_COLON | {
    "BEGIN",
    "END",
    "UID",
    "SUMMARY",
    "LOCATION",
    "DURATION",
    "RRULE",
    "EXRULE",
    "SEQUENCE",
    "STATUS",
    "ORGANIZER",
    "ATTENDEE",
    "METHOD",
    "NAME",
    "X-WR-CALNAME",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "X-LIC-LOCATION",
}

DETAILS: Final = frozenset(
    {
        "DESCRIPTION",
        "URL",
        "CONFERENCE",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
        "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    }
)


class Property(NamedTuple):
    """One content line: name and parameter names in upper case, the value as written."""

    name: str
    value: str
    params: dict[str, str]
    line: int


def read_properties(data: bytes, *, details: bool = False) -> Iterator[Property]:
    """Yield the properties that are of interest, DETAILS among them where asked for, each with the line where it begins.

    Raises CalendarError: file_too_large, file_empty, not_text.
    """
    wanted = _KEPT | DETAILS if details else _KEPT
    for number, raw in _unfold(_as_bytes(data)):
        match = _NAME.match(raw)
        if match is None:
            continue
        name = match[1].decode("ascii").upper()
        if name in wanted:
            yield _property(name, _decode(raw[match.end() :]), number)


def _as_bytes(data: bytes) -> bytes:
    if len(data) > MAX_FILE_BYTES:
        raise CalendarError("file_too_large", megabytes=MAX_FILE_BYTES // 1_000_000)
    if not data.strip():
        raise CalendarError("file_empty")
    encoding = _wide_encoding(data)
    if encoding is not None:
        try:
            data = data.decode(encoding).encode("utf-8")
        except UnicodeError:
            raise CalendarError("not_text") from None
    data = data.removeprefix(codecs.BOM_UTF8)
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return "utf-16-le"
    if data[0:1] == b"\0" and data[2:3] == b"\0":
        return "utf-16-be"
    return None


def _unfold(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Join folded lines (RFC 5545, 3.1) before decoding: a fold may split a character."""
    parts: list[bytes] = []
    begun = 0
    for number, line in enumerate(io.BytesIO(data), start=1):
        if not line.strip():
            continue
        if parts and line[:1] in b" \t":
            parts.append(line[1:].rstrip(b"\n"))
            continue
        if parts:
            yield begun, b"".join(parts)
        parts = [line.rstrip(b"\n")]
        begun = number
    if parts:
        yield begun, b"".join(parts)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _property(name: str, rest: str, line: int) -> Property:
    if name in _VALUE_AFTER_LAST_COLON:
        params, _, value = rest.rpartition(":")
        value = value.strip(' "')  # a quote opened before the zone and closed after the time
    else:
        cut = _end_of_params(rest)
        params, value = rest[:cut], rest[cut + 1 :]
    return Property(name, value.strip(), _read_params(params) if params else {}, line)


def _end_of_params(rest: str) -> int:
    """The first colon outside quotes; with a quote left open, the first colon at all."""
    if rest.startswith(":"):
        return 0
    quoted = False
    for index, character in enumerate(rest):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return index
    return rest.find(":")


def _read_params(text: str) -> dict[str, str]:
    params: dict[str, str] = {}
    for part in _split_outside_quotes(text):
        key, _, value = part.partition("=")
        if key:
            value = value.strip().strip('"')
            params[key.strip().upper()] = _CARET_PAIR.sub(lambda pair: _CARET[pair[0]], value)
    return params


def _split_outside_quotes(text: str) -> list[str]:
    if '"' not in text:
        return text.split(";")
    pieces = text.split('"')
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].replace(";", "\n")
    return '"'.join(pieces).split("\n")
