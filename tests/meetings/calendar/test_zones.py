"""Names and definitions of time zones, as calendar programs write them."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.reading import calendar, event, occurrences, only_series, starts

EASTERN = """
BEGIN:VTIMEZONE
TZID:%s
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
""".lstrip()


def zoned(tzid: str) -> str:
    return event(start=f"DTSTART;TZID={tzid}:20260707T090000")


@pytest.mark.parametrize(
    ("tzid", "zone", "utc_hour"),
    [
        ("Europe/Stockholm", "Europe/Stockholm", 7),
        ("europe/stockholm", "Europe/Stockholm", 7),
        ("Europe/Stockholm 1", "Europe/Stockholm", 7),
        ("W. Europe Standard Time", "Europe/Stockholm", 7),
        ('"W. Europe Standard Time"', "Europe/Stockholm", 7),
        ("W. Europe Standard Time 1", "Europe/Stockholm", 7),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"', "Europe/Stockholm", 7),
        ("(UTC+01:00) Amsterdam\\, Berlin\\, Bern\\, Rome", "Europe/Stockholm", 7),
        ('"(GMT+01.00) Sarajevo/Warsaw/Zagreb"', "Europe/Stockholm", 7),
        ("Central European Standard Time", "Europe/Stockholm", 7),
        ("Romance Standard Time", "Europe/Stockholm", 7),
        ("/freeassociation.sourceforge.net/Europe/Stockholm", "Europe/Stockholm", 7),
        ("/mozilla.org/20050126_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia", 12),
        ("FLE Standard Time", "Europe/Kiev", 6),
        ('"(UTC+02:00) Helsingfors, Kiev, Riga, Sofia, Tallinn"', "Europe/Helsinki", 6),
        ("GMT Standard Time", "Europe/London", 8),
        ('"(UTC+00:00) Dublin, Edinburgh, Lissabon, London"', "Europe/Dublin", 8),
        ("Greenwich Standard Time", "Atlantic/Reykjavik", 9),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "America/New_York", 13),
        ("US/Central", "US/Central", 14),
        ("UTC", "UTC", 9),
        ("GMT+0200", "Etc/GMT-2", 7),
        ("UTC-3", "Etc/GMT+3", 12),
        ('"(UTC-07:00) Nowhere"', "Etc/GMT+7", 16),
        ("tzone://Microsoft/Utc", "UTC", 9),
    ],
)
def test_a_zone_by_its_name(tzid: str, zone: str, utc_hour: int) -> None:
    found = read_calendar(calendar(zoned(tzid)))
    (series,) = found.series
    assert found.warnings == ()
    assert [one.recurrence_id for one in occurrences(series)] == [""]
    start = occurrences(series)[0].starts_at
    assert start.strftime("%H:%M") == "09:00"
    assert isinstance(start, dt.datetime)
    assert (start.tzinfo, start.astimezone(dt.UTC).hour) == (series.leading.zone, utc_hour)
    assert series.zone == zone


@pytest.mark.parametrize("tzid", ["Customized Time Zone", "Anpassad tidszon", "tzone://Microsoft/Custom"])
def test_a_zone_by_the_rules_that_the_file_gives(tzid: str) -> None:
    found = read_calendar(calendar(zoned(tzid), head=EASTERN % tzid))
    assert (found.series[0].zone, found.warnings) == ("America/New_York", ())


def test_a_zone_by_the_place_that_the_file_gives() -> None:
    head = "BEGIN:VTIMEZONE\nTZID:Min tid\nX-LIC-LOCATION:Asia/Kolkata\nEND:VTIMEZONE\n"
    assert only_series(calendar(zoned("Min tid"), head=head)).zone == "Asia/Kolkata"


def test_a_zone_without_summer_time_and_without_start() -> None:
    head = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert only_series(calendar(zoned("X"), head=head)).zone == "Etc/GMT-5"


def test_times_of_a_zone_like_no_other_are_moved_to_ours() -> None:
    head = EASTERN.replace("BYDAY=2SU", "BYDAY=3TU") % "Own"
    found = read_calendar(calendar(event("RRULE:FREQ=MONTHLY;COUNT=2", start="DTSTART;TZID=Own:20260707T090000"), head=head))  # fmt: skip
    assert starts(found.series[0]) == ["2026-07-07 15:00+02:00", "2026-08-07 15:00+02:00"]
    assert [one.code for one in found.warnings] == ["zone_converted"]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "BEGIN:VTIMEZONE\nTZID:Own\nEND:VTIMEZONE\n",
        "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE\n",
        (EASTERN % "Own").replace("TZOFFSETTO:-0", "TZOFFSETTO:x"),
        (EASTERN % "Own").replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        (EASTERN % "Own").replace("BYMONTH=3", "BYMONTH=2;BYMONTHDAY=30").replace("TO:-0500", "TO:-9900"),
    ],
)  # fmt: skip
def test_a_zone_that_nobody_knows_is_read_as_ours_with_a_warning(head: str) -> None:
    found = read_calendar(calendar(zoned("Own"), head=head))
    assert starts(found.series[0]) == ["2026-07-07 09:00+02:00"]
    assert [one.message for one in found.warnings] == ["The time zone Own is unknown; Europe/Stockholm was used."]


def test_times_without_zone_are_read_in_the_zone_of_the_forum() -> None:
    data = calendar(event("RRULE:FREQ=MONTHLY;COUNT=3", start="DTSTART:20260212T090000"))
    assert starts(only_series(data)) == [
        "2026-02-12 09:00+01:00",
        "2026-03-12 09:00+01:00",
        "2026-04-12 09:00+02:00",
    ]
    (series,) = read_calendar(data, default_zone="Europe/Helsinki").series
    assert starts(series)[0] == "2026-02-12 09:00+02:00"


def test_each_calendar_of_a_file_has_its_own_definitions() -> None:
    data = calendar(zoned("Own"), head=EASTERN % "Own")
    data += calendar(zoned("Own").replace("one@", "two@"))
    assert [one.zone for one in read_calendar(data).series] == ["America/New_York", "Europe/Stockholm"]
