"""Feeds and invitations, read back by our own reader, by icalendar, and byte by byte."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from meetings.calendar.errors import WriteError
from meetings.calendar.reading import read_calendar
from meetings.calendar.write import Invitee, MeetingEntry, Method, write_calendar
from tests.meetings.calendar.reading import occurrences, starts, written

ZONE = ZoneInfo("Europe/Stockholm")
STAMP = dt.datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=dt.UTC)
MEETING = MeetingEntry(
    uid="m1@demo.example",
    starts_at=dt.datetime(2026, 3, 29, 7, 0, tzinfo=dt.UTC),
    ends_at=dt.datetime(2026, 3, 29, 9, 0, tzinfo=dt.UTC),
    stamp=STAMP,
    summary="Rådet; möte, nr 3\nrad två",
    location="Sal A",
    url="https://samverka.demo.example/meetings/1",
    sequence=2,
    last_modified=STAMP,
    organizer=Invitee("raad@demo.example", "Brottsförebyggande rådet"),
    attendees=(Invitee("a@demo.example", 'Öberg, "Åsa"'),),
)
CANCELLED = dataclasses.replace(MEETING, status="cancelled")


def test_a_feed_byte_by_byte() -> None:
    assert write_calendar([MEETING], name="Brottsförebyggande rådet").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Samverka//Samverka//SV",
        "CALSCALE:GREGORIAN",
        "NAME:Brottsförebyggande rådet",
        "X-WR-CALNAME:Brottsförebyggande rådet",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Stockholm",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Rådet\\; möte\\, nr 3\\nrad två",
        "DTSTART;TZID=Europe/Stockholm:20260329T090000",
        "DTEND;TZID=Europe/Stockholm:20260329T110000",
        "DTSTAMP:20260102T030405Z",
        "UID:m1@demo.example",
        "SEQUENCE:2",
        "LAST-MODIFIED:20260102T030405Z",
        "LOCATION:Sal A",
        "STATUS:CONFIRMED",
        "URL:https://samverka.demo.example/meetings/1",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_entries_give_the_same_bytes() -> None:
    assert write_calendar([MEETING]) == write_calendar([MEETING])


def test_lines_are_folded_at_75_octets() -> None:
    data = write_calendar([dataclasses.replace(MEETING, summary="å" * 500)])
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert read_calendar(data).series[0].summary == "å" * 500


def test_a_feed_tells_no_addresses_and_has_no_method_and_no_identity() -> None:
    calendar = icalendar.Calendar.from_ical(write_calendar([CANCELLED]))
    assert ("METHOD" in calendar, "UID" in calendar) == (False, False)
    (event,) = calendar.walk("VEVENT")
    assert ("ATTENDEE" in event, "ORGANIZER" in event) == (False, False)
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("method", "meeting", "params"),
    [
        ("REQUEST", MEETING, "CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"),
        ("CANCEL", CANCELLED, "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"),
    ],
)  # fmt: skip
def test_an_invitation_and_its_cancellation(method: Method, meeting: MeetingEntry, params: str) -> None:
    text = write_calendar([meeting], name="unused", method=method).decode().replace("\r\n ", "")
    lines = text.split("\r\n")
    assert f"METHOD:{method}" in lines
    assert 'ORGANIZER;CN="Brottsförebyggande rådet":mailto:raad@demo.example' in lines
    assert f"ATTENDEE;CN=\"Öberg, 'Åsa'\";{params}:mailto:a@demo.example" in lines
    assert not [line for line in lines if line.startswith(("NAME", "X-", "REFRESH"))]


@pytest.mark.parametrize(
    ("method", "entries", "code"),
    [
        ("REQUEST", [], "several_meetings"),
        ("REQUEST", [MEETING, dataclasses.replace(MEETING, uid="m2")], "several_meetings"),
        ("REQUEST", [dataclasses.replace(MEETING, organizer=None)], "organizer_missing"),
        ("REQUEST", [dataclasses.replace(MEETING, attendees=())], "attendee_missing"),
        ("CANCEL", [MEETING], "not_cancelled"),
        (None, [dataclasses.replace(MEETING, starts_at=dt.datetime(2026, 1, 1))], "naive_time"),  # noqa: DTZ001
        (None, [dataclasses.replace(MEETING, stamp=dt.datetime(2026, 1, 1))], "naive_time"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_what_is_no_valid_calendar_is_refused(method: Method | None, entries: list[MeetingEntry], code: str) -> None:
    with pytest.raises(WriteError) as caught:
        write_calendar(entries, method=method)
    assert caught.value.code == code


def test_a_series_with_exclusion_and_moved_occurrence_reads_back() -> None:
    def local(day: int, hour: int) -> dt.datetime:
        return dt.datetime(2026, 3, day, hour, tzinfo=ZONE)

    series = dataclasses.replace(
        MEETING,
        starts_at=local(10, 9),
        ends_at=local(10, 11),
        rule_text="FREQ=WEEKLY;BYDAY=TU;COUNT=5",
        excluded=(local(17, 9),),
    )
    moved = dataclasses.replace(MEETING, starts_at=local(25, 13), ends_at=local(25, 14), slot=local(24, 9))
    (found,) = read_calendar(write_calendar([series, moved])).series
    assert starts(found) == [
        "2026-03-10 09:00+01:00",
        "2026-03-25 13:00+01:00",
        "2026-03-31 09:00+02:00",
        "2026-04-07 09:00+02:00",
    ]


def test_days_are_written_as_days_without_zone() -> None:
    meeting = dataclasses.replace(MEETING, starts_at=dt.date(2026, 3, 1), ends_at=dt.date(2026, 3, 3))
    data = write_calendar([meeting])
    assert b"DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260303" in data
    assert b"VTIMEZONE" not in data


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/New_York", "Asia/Kolkata", "Europe/Oslo", "UTC"])
def test_the_zone_that_is_written_is_the_zone(zone: str) -> None:
    meetings = [
        dataclasses.replace(
            MEETING,
            uid=str(month),
            zone=zone,
            starts_at=dt.datetime(2026, month, 15, 12, tzinfo=dt.UTC),
            ends_at=dt.datetime(2026, month, 15, 13, tzinfo=dt.UTC),
        )
        for month in range(1, 13)
    ]
    data = write_calendar(meetings)
    assert b"COMMENT" not in data
    # Under a name that says nothing the reader has to follow the definition.
    for found in read_calendar(data.replace(zone.encode(), b"Own")).series:
        (one,) = occurrences(found)
        assert isinstance(one.starts_at, dt.datetime)
        assert one.starts_at == dt.datetime(2026, int(found.uid), 15, 12, tzinfo=dt.UTC)
        assert written(one.ends_at) != written(one.starts_at)
