"""Series to occurrences: summer time, exclusions, extra dates, moves, ends."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.oracle import oracle_rows, row
from tests.meetings.calendar.reading import calendar, event, occurrences, only_series, starts, written

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def test_the_clock_on_the_wall_stays_over_both_changes() -> None:
    series = only_series(calendar(event("RRULE:FREQ=MONTHLY;BYDAY=-1SU")))
    assert [one for one in starts(series) if one[5:7] in {"03", "10"}] == [
        "2026-03-29 09:00+02:00",
        "2026-10-25 09:00+01:00",
    ]


def test_a_time_that_is_skipped_and_a_time_that_comes_twice() -> None:
    start = "DTSTART;TZID=Europe/Stockholm:20260322T023000"
    assert starts(only_series(calendar(event("RRULE:FREQ=WEEKLY;COUNT=3", start=start)))) == [
        "2026-03-22 02:30+01:00",
        "2026-03-29 03:30+02:00",
        "2026-04-05 02:30+02:00",
    ]
    start = "DTSTART;TZID=Europe/Stockholm:20261025T023000"
    assert starts(only_series(calendar(event(start=start)))) == ["2026-10-25 02:30+02:00"]


def test_a_meeting_through_the_night_of_the_change_ends_when_the_clock_says() -> None:
    start = "DTSTART;TZID=Europe/Stockholm:20260321T200000"
    series = only_series(calendar(event("DURATION:P1D\nRRULE:FREQ=WEEKLY;COUNT=2", start=start)))
    assert [written(one.ends_at) for one in occurrences(series)] == [
        "2026-03-22 20:00+01:00",
        "2026-03-29 20:00+02:00",
    ]


def test_a_series_in_utc_stays_in_utc() -> None:
    start = "DTSTART:20260308T080000Z"
    series = only_series(
        calendar(event("RRULE:FREQ=MONTHLY;COUNT=2", start=start), head="X-WR-TIMEZONE:Europe/Stockholm\n")
    )
    assert starts(series) == ["2026-03-08 08:00+00:00", "2026-04-08 08:00+00:00"]


@pytest.mark.parametrize(
    "until",
    ["20260126T080000Z", "20260126T090000", "20260126", "20260202T075959Z", "20260201T235959"],
)
def test_until_in_utc_local_and_as_a_day_is_included(until: str) -> None:
    series = only_series(calendar(event(f"RRULE:FREQ=WEEKLY;UNTIL={until}")))
    assert [one[:10] for one in starts(series)] == ["2026-01-12", "2026-01-19", "2026-01-26"]


@pytest.mark.parametrize("until", ["20260114", "20260113T230000Z", "20260114T090000"])
def test_until_of_a_series_of_days(until: str) -> None:
    start = "DTSTART;VALUE=DATE:20260112"
    series = only_series(calendar(event(f"RRULE:FREQ=DAILY;UNTIL={until}", start=start)))
    assert starts(series) == ["2026-01-12", "2026-01-13", "2026-01-14"]


def test_a_series_that_ends_before_it_begins_has_no_occurrence() -> None:
    assert starts(only_series(calendar(event("RRULE:FREQ=WEEKLY;UNTIL=20260101")))) == []


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Europe/Stockholm:20260119T090000",
        "EXDATE:20260119T080000Z",
        "EXDATE:20260119T090000",
        "EXDATE;VALUE=DATE:20260119",
        "EXDATE;TZID=America/New_York:20260119T030000",
        "EXDATE;TZID=America/New_York:20260119T090000",
        "EXDATE:20200101T000000Z,20260119T080000Z",
        "EXDATE:20200101T000000Z\nEXDATE:20260119T080000Z",
    ],
)
def test_an_excluded_date_in_every_value_type(line: str) -> None:
    series = only_series(calendar(event(f"{WEEKLY}\n{line}")))
    assert [one[:10] for one in starts(series)] == ["2026-01-12", "2026-01-26", "2026-02-02"]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("RDATE:20260301T080000Z", "2026-03-01 09:00+01:00", "10:00"),
        ("RDATE:20260301T100000", "2026-03-01 10:00+01:00", "11:00"),
        ("RDATE;TZID=America/New_York:20260301T030000", "2026-03-01 09:00+01:00", "10:00"),
        ("RDATE;VALUE=DATE:20260301", "2026-03-01 09:00+01:00", "10:00"),
        ("RDATE;VALUE=PERIOD:20260301T080000Z/20260301T113000Z", "2026-03-01 09:00+01:00", "12:30"),
        ("RDATE;VALUE=PERIOD:20260301T080000Z/PT3H", "2026-03-01 09:00+01:00", "12:00"),
        ("RDATE;VALUE=PERIOD;TZID=Europe/Stockholm:20260401T090000/PT3H", "2026-04-01 09:00+02:00", "12:00"),
    ],
)  # fmt: skip
def test_an_extra_date_in_every_value_type(line: str, start: str, end: str) -> None:
    series = only_series(calendar(event(f"DURATION:PT1H\n{line}")))
    assert [(written(one.starts_at), written(one.ends_at)[11:16]) for one in occurrences(series)] == [
        ("2026-01-12 09:00+01:00", "10:00"),
        (start, end),
    ]


def test_an_extra_date_that_the_rule_gives_too_comes_once() -> None:
    series = only_series(calendar(event(f"{WEEKLY}\nRDATE:20260119T080000Z")))
    assert len(starts(series)) == 4


@pytest.mark.parametrize(
    "slot",
    [
        "RECURRENCE-ID;TZID=Europe/Stockholm:20260119T090000",
        "RECURRENCE-ID:20260119T080000Z",
        "RECURRENCE-ID:20260119T090000",
        "RECURRENCE-ID;VALUE=DATE:20260119",
        "RECURRENCE-ID;TZID=America/New_York:20260119T030000",
    ],
)
def test_a_moved_occurrence_keeps_the_name_of_its_slot(slot: str) -> None:
    moved = event(slot, start="DTSTART;TZID=Europe/Stockholm:20260121T140000")
    found = occurrences(only_series(calendar(event(WEEKLY), moved)))
    assert [(one.recurrence_id, written(one.starts_at)) for one in found] == [
        ("20260112T080000Z", "2026-01-12 09:00+01:00"),
        ("20260119T080000Z", "2026-01-21 14:00+01:00"),
        ("20260126T080000Z", "2026-01-26 09:00+01:00"),
        ("20260202T080000Z", "2026-02-02 09:00+01:00"),
    ]


def test_moves_over_the_edge_of_the_window() -> None:
    out = event("RECURRENCE-ID:20260119T080000Z", start="DTSTART:20260301T090000")
    into = event("RECURRENCE-ID:20260202T080000Z", start="DTSTART:20260120T090000")
    series = only_series(calendar(event(WEEKLY), out, into))
    assert [one[:10] for one in starts(series, "2026-01-19", "2026-01-26")] == [
        "2026-01-20",
        "2026-01-26",
    ]


def test_each_stretch_of_a_series_is_looked_for_where_it_was_moved_to() -> None:
    """Far away and back again: what is far away is neither here nor looked for."""
    away = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T080000Z", start="DTSTART;TZID=Europe/Stockholm:22000119T090000"
    )
    back = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:21260121T080000Z", start="DTSTART;TZID=Europe/Stockholm:20260201T100000"
    )
    series = only_series(calendar(event("RRULE:FREQ=DAILY"), away, back))
    assert [one[:10] for one in starts(series, "2026-01-17", "2026-02-03")] == [
        "2026-01-17",
        "2026-01-18",
        "2026-02-01",
        "2026-02-02",
        "2026-02-03",
    ]


def test_an_excluded_slot_stays_excluded_when_it_was_changed_before() -> None:
    moved = event("RECURRENCE-ID:20260119T080000Z", start="DTSTART:20260121T140000")
    series = only_series(calendar(event(f"{WEEKLY}\nEXDATE:20260119T080000Z"), moved))
    assert [one[:10] for one in starts(series)] == ["2026-01-12", "2026-01-26", "2026-02-02"]


def test_this_and_all_later_move_by_the_clock_on_the_wall() -> None:
    change = event(
        "DURATION:PT2H\nSTATUS:CONFIRMED\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260312T080000Z",
        start="DTSTART;TZID=Europe/Stockholm:20260313T100000",
    )
    series = only_series(calendar(event("RRULE:FREQ=MONTHLY;COUNT=5"), change))
    found = occurrences(series)
    assert [(one.recurrence_id[:8], written(one.starts_at), written(one.ends_at)[11:16]) for one in found] == [
        ("20260112", "2026-01-12 09:00+01:00", "09:00"),
        ("20260212", "2026-02-12 09:00+01:00", "09:00"),
        ("20260312", "2026-03-13 10:00+01:00", "12:00"),
        ("20260412", "2026-04-13 10:00+02:00", "12:00"),
        ("20260512", "2026-05-13 10:00+02:00", "12:00"),
    ]  # fmt: skip


def test_this_and_all_later_are_cancelled() -> None:
    change = event("STATUS:CANCELLED\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260119T080000Z")
    found = occurrences(only_series(calendar(event(WEEKLY), change)))
    assert [one.status for one in found] == ["confirmed", "cancelled", "cancelled", "cancelled"]


def test_an_occurrence_of_days_becomes_a_time_and_back() -> None:
    days = "DTSTART;VALUE=DATE:20260112"
    timed = event("RECURRENCE-ID;VALUE=DATE:20260119", start="DTSTART:20260119T130000")
    series = only_series(calendar(event(WEEKLY, start=days), timed))
    assert starts(series)[:2] == ["2026-01-12", "2026-01-19 13:00+01:00"]
    day = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T080000Z", start="DTSTART;VALUE=DATE:20260120")
    series = only_series(calendar(event(WEEKLY), day))
    assert starts(series) == ["2026-01-12 09:00+01:00", "2026-01-20", "2026-01-27", "2026-02-03"]


def test_a_start_that_the_rule_does_not_give_is_an_occurrence() -> None:
    series = only_series(calendar(event("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2")))
    assert [one[:10] for one in starts(series)] == ["2026-01-12", "2026-01-15", "2026-01-22"]


def test_exceptions_of_a_series_of_days_written_as_midnight_in_another_zone() -> None:
    days = "DTSTART;VALUE=DATE:20260112"
    lines = f"{WEEKLY}\nEXDATE;TZID=FLE Standard Time:20260126T000000"
    moved = event("RECURRENCE-ID;TZID=GMT Standard Time:20260119T000000", start="DTSTART;VALUE=DATE:20260121")
    assert starts(only_series(calendar(event(lines, start=days), moved))) == ["2026-01-12", "2026-01-21", "2026-02-02"]


@pytest.mark.parametrize(("sequence", "expected"), [(1, 1), (2, 2)])
def test_a_change_from_before_the_series_was_changed_is_left_out(sequence: int, expected: int) -> None:
    series = "SEQUENCE:2\nRRULE:FREQ=WEEKLY;UNTIL=20260112T080000Z"
    change = event(f"SEQUENCE:{sequence}\nRECURRENCE-ID:20260119T080000Z", start="DTSTART:20260120T090000")
    assert len(starts(only_series(calendar(event(series), change)))) == expected


def test_several_rules_in_one_entry() -> None:
    rules = "RRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=2\nRRULE:FREQ=MONTHLY;BYDAY=4FR;UNTIL=20260228"
    series = only_series(calendar(event(rules)))
    assert [one[:10] for one in starts(series)] == ["2026-01-12", "2026-01-23", "2026-02-09", "2026-02-27"]
    assert series.rule_text is None


def test_both_days_of_the_window_are_included() -> None:
    series = only_series(calendar(event(WEEKLY)))
    assert [one[:10] for one in starts(series, "2026-01-12", "2026-01-19")] == ["2026-01-12", "2026-01-19"]


DAYS = st.integers(0, 60).map(lambda days: dt.date(2026, 3, 1) + dt.timedelta(days=days))


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    """A weekly series around the change to summer time, with exclusions, extras and changes."""
    slots = [dt.date(2026, 3, 2) + dt.timedelta(weeks=week) for week in range(8)]
    clock = draw(st.sampled_from(["090000", "003000", "023000", "233000"]))
    lines = ["DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=8"]
    excluded = draw(st.lists(st.sampled_from(slots), max_size=2, unique=True))
    lines += [f"EXDATE;TZID=Europe/Stockholm:{slot:%Y%m%d}T{clock}" for slot in excluded]
    # No clock that is another slot in UTC: the second opinion mixes them up.
    extra = draw(st.lists(DAYS, max_size=2, unique=True))
    lines += [f"RDATE;TZID=Europe/Stockholm:{day:%Y%m%d}T150000" for day in extra]
    entries = [event("\n".join(lines), start=f"DTSTART;TZID=Europe/Stockholm:20260302T{clock}")]
    for number, slot in enumerate(draw(st.lists(st.sampled_from(slots), max_size=3, unique=True))):
        span = draw(st.sampled_from(["", ";RANGE=THISANDFUTURE"]))
        entry = event(
            f"DURATION:PT2H\nRECURRENCE-ID{span};TZID=Europe/Stockholm:{slot:%Y%m%d}T{clock}",
            start=f"DTSTART;TZID=Europe/Stockholm:{draw(DAYS):%Y%m%d}T140000",
        )
        entries.append(entry.replace("Möte", f"Ändrat {number}"))
    return calendar(*entries)


@settings(max_examples=150, deadline=None)
@given(data=calendars())
def test_every_series_expands_as_another_program_expands_it(data: bytes) -> None:
    first, last = dt.date(2026, 3, 1), dt.date(2026, 5, 31)
    found = [
        row(one.summary, one.starts_at, one.ends_at)
        for series in read_calendar(data).series
        for one in occurrences(series, first.isoformat(), last.isoformat())
    ]
    assert sorted(set(found)) == sorted(set(oracle_rows(data, first=first, last=last, without=set())))
