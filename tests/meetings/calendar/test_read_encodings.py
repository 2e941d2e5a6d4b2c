"""Bytes in every dress that a calendar comes in."""

from __future__ import annotations

import pytest

from meetings.calendar.errors import CalendarError
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.reading import calendar, event, only_series

PLAIN = calendar(event("LOCATION:Församlingshemmet\\, Åsa"))
TEXT = PLAIN.decode()


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.encode("latin-1"),
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"\n", b"\r"),
        PLAIN.replace(b"\n", b"\r\r\n"),
        PLAIN.replace(b"\n", b"\n\n"),
        b"\n\n   " + PLAIN,
        PLAIN.replace(b":", b"\n :"),
        PLAIN.replace("ö".encode(), b"\xc3\n \xb6"),
        PLAIN.replace(b"LOCATION", b"\nLocation"),
        PLAIN.replace(b"BEGIN:VEVENT", b"begin:vevent  "),
        b"Content-Type: text/calendar\n\n" + PLAIN + b"\nrubbish\n",
    ],
)  # fmt: skip
def test_the_same_calendar_in_other_bytes(data: bytes) -> None:
    series = only_series(data)
    assert (series.summary, series.location) == ("Möte", "Församlingshemmet, Åsa")


def test_a_line_in_latin_1_among_lines_in_utf_8() -> None:
    data = PLAIN.replace("SUMMARY:Möte".encode(), b"SUMMARY:M\xf6te")
    assert only_series(data).summary == "Möte"


def test_quoted_printable_and_control_characters_in_a_title() -> None:
    title = "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=B6te"
    assert only_series(PLAIN.replace("SUMMARY:Möte".encode(), title.encode())).summary == "Möte"
    assert only_series(PLAIN.replace("Möte".encode(), b"A\x00\x07\\nB")).summary == "A B"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file_empty", None),
        (b"\r\n  \n", "file_empty", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_a_calendar", None),
        (b"\xff\xfeB\x00E", "not_text", None),
        (b"<html><body>Sign in</body></html>", "not_a_calendar", None),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "not_a_calendar", None),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "not_a_calendar", None),
        (b'{"calendar": []}', "not_a_calendar", None),
        (b"\n" + PLAIN[:-15], "truncated", 2),
        (PLAIN[:60], "truncated", 1),
        (PLAIN + b"BEGIN:VCALENDAR\n", "truncated", 10),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 50_001, "too_many_entries", None),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(CalendarError) as caught:
        read_calendar(data)
    assert (caught.value.code, caught.value.line) == (code, line)
    assert "%(" not in str(caught.value)


def test_an_unknown_default_zone_is_refused() -> None:
    with pytest.raises(CalendarError) as caught:
        read_calendar(PLAIN, default_zone="Europe/Strängnäs")
    assert caught.value.code == "unknown_default_zone"


def test_a_calendar_without_entries_reads_as_nothing() -> None:
    found = read_calendar(b"BEGIN:VCALENDAR\nX-WR-CALNAME:Tom\nEND:VCALENDAR\n")
    assert (found.name, found.series, found.skipped) == ("Tom", (), ())
