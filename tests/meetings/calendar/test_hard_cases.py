"""Calendars that are hard to read right, each compared with a second opinion."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.calendar.expansion import expand
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.oracle import oracle_rows, row

FIRST, LAST = dt.date(2025, 6, 1), dt.date(2028, 6, 1)
S = "Europe/Stockholm"


def entry(*lines: str, summary: str = "M") -> str:
    head = ["BEGIN:VEVENT", "UID:a@demo.example", "DTSTAMP:20260101T000000Z", f"SUMMARY:{summary}"]
    return "\r\n".join([*head, *lines, "END:VEVENT", ""])


def calendar(*entries: str, head: str = "") -> bytes:
    start = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//demo//demo\r\n"
    return f"{start}{head}{''.join(entries)}END:VCALENDAR\r\n".encode()


START = f"DTSTART;TZID={S}:20260105T090000"
END = f"DTEND;TZID={S}:20260105T100000"
ZONE = (
    "BEGIN:VTIMEZONE\r\n"
    "TZID:%s\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:16010101T030000\r\n"
    "TZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
    "END:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "DTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"
    "END:DAYLIGHT\r\n"
    "END:VTIMEZONE\r\n"
)


def moved(slot: str, start: str, end: str, *, and_all_after: bool = False) -> list[str]:
    more = ";RANGE=THISANDFUTURE" if and_all_after else ""
    return [f"RECURRENCE-ID{more};TZID={S}:{slot}", f"DTSTART;TZID={S}:{start}", f"DTEND;TZID={S}:{end}"]


def timed(zone: str) -> list[str]:
    return [f"DTSTART;TZID={zone}:20260105T090000", f"DTEND;TZID={zone}:20260105T100000"]


WEEKS = entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=5")
CASES = {
    "monthly last friday": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=14")),
    "bysetpos": calendar(
        entry(START, END, "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20271231T000000Z")
    ),
    "bysetpos two": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=1,-2")),
    "wkst su": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=20")),
    "wkst mo": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU,MO;COUNT=20")),
    "byweekno": calendar(entry(START, END, "RRULE:FREQ=YEARLY;BYWEEKNO=20,53;BYDAY=MO,FR")),
    "byweekno interval": calendar(entry(START, END, "RRULE:FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO")),
    "byyearday": calendar(entry(START, END, "RRULE:FREQ=YEARLY;BYYEARDAY=1,100,-1")),
    "monthday -1": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1")),
    "monthday 31": calendar(entry(f"DTSTART;TZID={S}:20260131T090000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY")),
    "leap": calendar(entry("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY")),
    "leap monthday": calendar(entry("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")),
    "count exdate first": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=5", f"EXDATE;TZID={S}:20260105T090000")),
    "exdate utc": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=40", "EXDATE:20260105T080000Z,20260706T070000Z")),
    "exdate list tz": calendar(
        entry(
            START,
            END,
            "RRULE:FREQ=WEEKLY;COUNT=40",
            f"EXDATE;TZID={S}:20260112T090000,20260119T090000",
            f"EXDATE;TZID={S}:20260126T090000",
        )
    ),
    "until utc": calendar(entry(START, END, "RRULE:FREQ=DAILY;UNTIL=20260110T080000Z")),
    "until utc before": calendar(entry(START, END, "RRULE:FREQ=DAILY;UNTIL=20260110T075959Z")),
    "until date": calendar(entry(START, END, "RRULE:FREQ=DAILY;UNTIL=20260110")),
    "until local": calendar(entry(START, END, "RRULE:FREQ=DAILY;UNTIL=20260110T090000")),
    "until dst": calendar(
        entry(f"DTSTART;TZID={S}:20260601T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261130T080000Z")
    ),
    "rdate": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=3", f"RDATE;TZID={S}:20260310T140000,20260401T090000")
    ),
    "rdate period": calendar(
        entry(START, END, f"RDATE;TZID={S};VALUE=PERIOD:20260310T140000/PT3H,20260401T090000/20260401T113000")
    ),
    "rdate utc period": calendar(
        entry("DTSTART:20260105T080000Z", "DTEND:20260105T090000Z", "RDATE;VALUE=PERIOD:20260310T140000Z/PT3H")
    ),
    "rdate date allday": calendar(
        entry("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260107", "RDATE;VALUE=DATE:20260202,20260302")
    ),
    "override moved": calendar(
        WEEKS,
        entry(
            *moved("20260112T090000", "20260113T130000", "20260113T140000"),
            summary="Moved",
        ),
    ),
    "override utc rid": calendar(
        WEEKS,
        entry(
            "RECURRENCE-ID:20260112T080000Z",
            f"DTSTART;TZID={S}:20260113T130000",
            f"DTEND;TZID={S}:20260113T140000",
            summary="Moved",
        ),
    ),
    "override of exdated": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=5", f"EXDATE;TZID={S}:20260112T090000"),
        entry(
            *moved("20260112T090000", "20260113T130000", "20260113T140000"),
            summary="Moved",
        ),
    ),
    "override to another year": calendar(
        WEEKS,
        entry(
            *moved("20260112T090000", "20270613T130000", "20270613T140000"),
            summary="Moved",
        ),
    ),
    "override first, master last": calendar(
        entry(
            *moved("20260112T090000", "20260113T130000", "20260113T140000"),
            summary="Moved",
        ),
        WEEKS,
    ),
    "this and future": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=6"),
        entry(
            *moved("20260119T090000", "20260120T130000", "20260120T150000", and_all_after=True),
            summary="Later",
        ),
    ),
    "this and future twice": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=8"),
        entry(
            *moved("20260119T090000", "20260119T100000", "20260119T110000", and_all_after=True),
            summary="B",
        ),
        entry(
            *moved("20260209T090000", "20260209T080000", "20260209T090000", and_all_after=True),
            summary="C",
        ),
    ),
    "this and future + single": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=8"),
        entry(
            *moved("20260119T090000", "20260119T100000", "20260119T110000", and_all_after=True),
            summary="B",
        ),
        entry(
            *moved("20260209T090000", "20260210T080000", "20260210T090000"),
            summary="C",
        ),
    ),
    "windows name": calendar(
        entry(
            *timed("W. Europe Standard Time"),
            "RRULE:FREQ=MONTHLY;COUNT=10",
        ),
        head=ZONE % "W. Europe Standard Time",
    ),
    "quoted windows": calendar(
        entry(
            *timed('"W. Europe Standard Time"'),
            "RRULE:FREQ=MONTHLY;COUNT=10",
        ),
        head=ZONE % "W. Europe Standard Time",
    ),
    "custom name": calendar(
        entry(*timed("Sthlm"), "RRULE:FREQ=MONTHLY;COUNT=10"),
        head=ZONE % "Sthlm",
    ),
    "slash mozilla": calendar(
        entry(
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Stockholm:20260105T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=MONTHLY;COUNT=10",
        ),
        head=ZONE % "/mozilla.org/20050126_1/Europe/Stockholm",
    ),
    "utc weekly": calendar(entry("DTSTART:20260105T080000Z", "DTEND:20260105T090000Z", "RRULE:FREQ=WEEKLY;COUNT=40")),
    "floating": calendar(entry("DTSTART:20260105T080000", "DTEND:20260105T090000", "RRULE:FREQ=WEEKLY;COUNT=40")),
    "allday multi": calendar(
        entry("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260108", "RRULE:FREQ=MONTHLY;COUNT=5")
    ),
    "allday no end": calendar(entry("DTSTART;VALUE=DATE:20260105")),
    "allday duration": calendar(entry("DTSTART;VALUE=DATE:20260105", "DURATION:P2D", "RRULE:FREQ=WEEKLY;COUNT=3")),
    "allday without VALUE": calendar(entry("DTSTART:20260105", "DTEND:20260106")),
    "allday exdate datetime": calendar(
        entry("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;VALUE=DATE:20260112")
    ),
    "allday until": calendar(entry("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;UNTIL=20260119")),
    "allday until utc": calendar(entry("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;UNTIL=20260119T000000Z")),
    "duration P1DT2H": calendar(entry(START, "DURATION:P1DT2H", "RRULE:FREQ=WEEKLY;COUNT=20")),
    "duration 1 week": calendar(entry(START, "DURATION:P1W")),
    "zero duration": calendar(entry(START, "DURATION:PT0S", "RRULE:FREQ=WEEKLY;COUNT=2")),
    "no end": calendar(entry(START, "RRULE:FREQ=WEEKLY;COUNT=2")),
    "over dst night": calendar(
        entry(f"DTSTART;TZID={S}:20260328T220000", f"DTEND;TZID={S}:20260329T060000", "RRULE:FREQ=DAILY;COUNT=3")
    ),
    "duration over dst": calendar(entry(f"DTSTART;TZID={S}:20260328T220000", "DURATION:PT8H")),
    "in dst gap": calendar(entry(f"DTSTART;TZID={S}:20260322T023000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")),
    "in dst fold": calendar(entry(f"DTSTART;TZID={S}:20261018T023000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")),
    "start not in rule": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=4")),
    "start not in rule weekly": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=4")),
    "several byhour": calendar(entry(START, END, "RRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=6")),
    "yearly bymonth byday": calendar(entry(START, END, "RRULE:FREQ=YEARLY;BYMONTH=1,4,9;BYDAY=1MO")),
    "yearly 20MO": calendar(entry(START, END, "RRULE:FREQ=YEARLY;BYDAY=20MO")),
    "friday13": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13")),
    "two rrules": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4")
    ),
    "different end zone": calendar(
        entry(START, "DTEND;TZID=Europe/London:20260105T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    ),
    "newyork": calendar(
        entry(
            "DTSTART;TZID=America/New_York:20260105T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,FR;COUNT=30"
        )
    ),
    "rrule with spaces lower": calendar(entry(START, END, "RRULE:freq=weekly;count=3;byday=mo")),
    "rrule trailing semicolon": calendar(entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=3;")),
    "master in series, rdate dup": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=3", f"RDATE;TZID={S}:20260112T090000")
    ),
    "quarterly interval3": calendar(entry(START, END, "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO;COUNT=9")),
    "cancel override": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=4"),
        entry(
            *moved("20260112T090000", "20260112T090000", "20260112T100000"),
            "STATUS:CANCELLED",
        ),
    ),
    "override date rid for timed": calendar(
        entry(START, END, "RRULE:FREQ=WEEKLY;COUNT=4"),
        entry(
            "RECURRENCE-ID;VALUE=DATE:20260112",
            f"DTSTART;TZID={S}:20260112T110000",
            f"DTEND;TZID={S}:20260112T120000",
            summary="X",
        ),
    ),
    "allday override to timed": calendar(
        entry("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=4"),
        entry(
            "RECURRENCE-ID;VALUE=DATE:20260112",
            f"DTSTART;TZID={S}:20260112T110000",
            f"DTEND;TZID={S}:20260112T120000",
            summary="X",
        ),
    ),
    "seq dup": calendar(
        entry(START, END, "SEQUENCE:1", summary="Old"),
        entry(f"DTSTART;TZID={S}:20260106T090000", f"DTEND;TZID={S}:20260106T100000", "SEQUENCE:2", summary="New"),
    ),
}

#: Where we differ on purpose: a day as the end of a series of times means all of that day, and a day names the one occurrence that it has.
OWN_READING = {
    "until date": ["01-05", "01-06", "01-07", "01-08", "01-09", "01-10"],
    "override date rid for timed": ["01-05", "01-12", "01-19", "01-26"],
}


@pytest.mark.parametrize("name", CASES)
def test_a_hard_case_is_read_as_another_program_reads_it(name: str) -> None:
    file = read_calendar(CASES[name])
    found = [one for series in file.series for one in expand(series, window_start=FIRST, window_end=LAST)]
    assert file.skipped == ()
    if name in OWN_READING:
        assert [f"{one.starts_at:%m-%d}" for one in found] == OWN_READING[name]
    else:
        rows = sorted(row(one.summary, one.starts_at, one.ends_at) for one in found)
        assert rows == oracle_rows(CASES[name], first=FIRST, last=LAST, without=set())
