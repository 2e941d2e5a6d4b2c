"""What one entry may say, what makes it unusable, and how several become one series."""

from __future__ import annotations

import pytest

from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.reading import calendar, event, occurrences, only_series, starts, written

START = "DTSTART;TZID=Europe/Stockholm:20260112T090000"


@pytest.mark.parametrize(
    ("entry", "code", "line"),
    [
        ("UID:1", "no_start", 3),
        (event(start="DTSTART:tomorrow"), "bad_date", 6),
        (event(start="DTSTART:20261332T090000"), "bad_date", 6),
        (event(start="DTSTART:00010101"), "bad_date", 6),
        (event("DTEND:rubbish"), "bad_date", 7),
        (event("DTEND;TZID=Europe/Stockholm:20260112T080000"), "end_before_start", 7),
        (event("DURATION:-PT1H"), "end_before_start", 3),
        (event("DURATION:1 h"), "bad_duration", 7),
        (event("RECURRENCE-ID:rubbish"), "bad_date", 7),
        (event("RRULE:FREQ=HOURLY"), "rule_too_frequent", 7),
        (event("RRULE:FREQ=DAILY;COUNT=1000000000"), "rule_count", 7),
        (event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "rule_never", 7),
        (event("EXRULE:FREQ=WEEKLY"), "rule_exclusion", 7),
        (event("RRULE:FREQ=DAILY\n" * 5), "rule_several", 7),
        (event("EXDATE:" + ",".join(["20260112"] * 5_001)), "too_many_dates", 3),
        (event("ATTENDEE:mailto:a@demo.example\n" * 20_001), "too_many_properties", 3),
        (event() + "\nBEGIN:VEVENT\n" + event(), "unfinished", 3),
    ],
)
def test_a_broken_entry_is_skipped_with_line_and_reason(entry: str, code: str, line: int) -> None:
    found = read_calendar(calendar(entry, event().replace("one@", "two@")))
    (skipped,) = found.skipped
    assert (skipped.reason_code, skipped.line) == (code, line)
    assert "%(" not in skipped.reason
    assert "two@demo.example" in {series.uid for series in found.series}


def test_answers_to_invitations_are_no_meetings() -> None:
    found = read_calendar(calendar(event(), head="METHOD:REPLY\n"))
    assert [one.reason_code for one in found.skipped] == ["answer_not_event"]


def test_to_dos_free_times_and_alarms_are_left_out() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT5M\nATTENDEE:mailto:spy@demo.example\nEND:VALARM"
    extra = "BEGIN:VTODO\nDTSTART:rubbish\nEND:VTODO\nBEGIN:VFREEBUSY\nUID:9\nEND:VFREEBUSY\n"
    series = only_series(calendar(event(alarm), head=extra))
    assert (series.people, starts(series)) == ((), ["2026-01-12 09:00+01:00"])


def test_an_entry_without_identity_gets_the_same_one_each_time() -> None:
    data = calendar(f"{START}\nSUMMARY:A", f"{START}\nSUMMARY:B")
    first, second = read_calendar(data), read_calendar(data)
    assert [one.uid for one in first.series] == [one.uid for one in second.series]
    assert len({one.uid for one in first.series}) == 2
    assert [one.code for one in first.warnings] == ["no_uid", "no_uid"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("SEQUENCE:1\nDTSTAMP:20260201T000000Z", "SEQUENCE:2\nDTSTAMP:20260101T000000Z"),
        ("SEQUENCE:1\nDTSTAMP:20260101T000000Z", "SEQUENCE:1\nDTSTAMP:20260201T000000Z"),
        ("LAST-MODIFIED:20260101T000000Z", "LAST-MODIFIED:20260201T000000Z"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_entries_with_one_identity_the_newest_counts(older: str, newer: str, turned: bool) -> None:
    entries = [event(older), event(newer).replace("Möte", "Nytt")]
    found = read_calendar(calendar(*(reversed(entries) if turned else entries)))
    assert [one.summary for one in found.series] == ["Nytt"]
    assert [one.code for one in found.warnings] == ["duplicate_uid"]


def test_an_empty_rule_is_no_rule_and_a_link_in_the_title_is_dropped() -> None:
    entry = event("RRULE:").replace("Möte", "Möte - https://meet.demo.example/1")
    series = only_series(calendar(entry))
    assert (series.rule_text, series.recurs, series.summary) == (None, False, "Möte")


def test_of_two_changes_of_one_occurrence_the_newest_counts() -> None:
    change = "RECURRENCE-ID:20260119T080000Z\nSEQUENCE:%d"
    series = only_series(
        calendar(
            event("RRULE:FREQ=WEEKLY;COUNT=3"),
            event(change % 2, start="DTSTART;TZID=Europe/Stockholm:20260120T100000"),
            event(change % 1, start="DTSTART;TZID=Europe/Stockholm:20260121T100000"),
        )
    )
    assert starts(series) == [
        "2026-01-12 09:00+01:00",
        "2026-01-20 10:00+01:00",
        "2026-01-26 09:00+01:00",
    ]
    assert series.sequence == 2


def test_entries_of_several_calendars_in_one_file_belong_together() -> None:
    series = only_series(
        calendar(event("RRULE:FREQ=WEEKLY;COUNT=2"))
        + calendar(event("STATUS:CANCELLED\nRECURRENCE-ID:20260119T080000Z"))
    )
    assert [one.status for one in occurrences(series)] == ["confirmed", "cancelled"]


@pytest.mark.parametrize(
    "data",
    [
        calendar(event("STATUS:CANCELLED\nRRULE:FREQ=WEEKLY;COUNT=2")),
        calendar(event("RRULE:FREQ=WEEKLY;COUNT=2"), head="METHOD:CANCEL\n"),
    ],
)
def test_a_cancelled_series_has_cancelled_occurrences(data: bytes) -> None:
    series = only_series(data)
    assert series.cancelled
    assert [one.status for one in occurrences(series)] == ["cancelled", "cancelled"]


def test_a_changed_occurrence_without_its_series() -> None:
    (one,) = occurrences(only_series(calendar(event("RECURRENCE-ID:20260105T080000Z"))))
    assert (one.recurrence_id, written(one.starts_at)) == (
        "20260105T080000Z",
        "2026-01-12 09:00+01:00",
    )


@pytest.mark.parametrize(
    ("extra", "end"),
    [
        ("", "2026-01-12 09:00+01:00"),
        ("DURATION:PT1H30M", "2026-01-12 10:30+01:00"),
        ("DURATION:P1W", "2026-01-19 09:00+01:00"),
        ("DTEND:20260112T100000Z", "2026-01-12 11:00+01:00"),
        ("DTEND;TZID=America/New_York:20260112T050000", "2026-01-12 11:00+01:00"),
        ("DTEND;VALUE=DATE:20260113", "2026-01-13 00:00+01:00"),
    ],
)
def test_the_end_in_every_way_to_write_it(extra: str, end: str) -> None:
    (one,) = occurrences(only_series(calendar(event(extra))))
    assert written(one.ends_at) == end


@pytest.mark.parametrize(
    ("start", "extra", "days"),
    [
        ("DTSTART;VALUE=DATE:20260112", "", ("2026-01-12", "2026-01-13")),
        ("DTSTART:20260112", "DTEND:20260112", ("2026-01-12", "2026-01-13")),
        ("DTSTART;VALUE=DATE:20260112", "DTEND;VALUE=DATE:20260115", ("2026-01-12", "2026-01-15")),
        ("DTSTART;VALUE=DATE:20260112", "DURATION:P2D", ("2026-01-12", "2026-01-14")),
        ("DTSTART;VALUE=DATE:20260112", "DTEND;TZID=Europe/Stockholm:20260113T120000", ("2026-01-12", "2026-01-14")),
        ("DTSTART:20260112T000000", "DTEND:20260113T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", ("2026-01-12", "2026-01-13")),
    ],
)  # fmt: skip
def test_days_stay_days(start: str, extra: str, days: tuple[str, str]) -> None:
    (one,) = occurrences(only_series(calendar(event(extra, start=start))))
    assert one.all_day
    assert (written(one.starts_at), written(one.ends_at)) == days


def test_a_date_that_cannot_be_read_among_exclusions_is_a_warning() -> None:
    found = read_calendar(calendar(event("RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:rubbish,20260119")))
    assert starts(found.series[0]) == ["2026-01-12 09:00+01:00"]
    assert [(one.code, one.line) for one in found.warnings] == [("date_ignored", 8)]
    assert found.warnings[0].message == "EXDATE has a date that cannot be read: rubbish"


@pytest.mark.parametrize(
    ("written_place", "read_place"),
    [
        ("Rum 3", "Rum 3"),
        ("https://meet.demo.example/1?pin=2", ""),
        ("Rum 3\\, https://meet.demo.example/1", "Rum 3"),
        ("Teams\\; Mötes-ID: 123 456\\; PIN: 99 88", "Teams"),
        ("Rum 3 | tel:+468123 | Lösenord: Sommar2026", "Rum 3"),
        ("Rum 3\\, meet.google.com/abc-defg", "Rum 3"),
        ("08-123 45 67\\,\\,998877#\\; Rum 3", "Rum 3"),
        ("Pinnmogården 4\\, Kodagatan 2", "Pinnmogården 4, Kodagatan 2"),
    ],
)
def test_links_and_codes_are_dropped_from_the_place(written_place: str, read_place: str) -> None:
    assert only_series(calendar(event(f"LOCATION:{written_place}"))).location == read_place


@pytest.mark.parametrize(
    ("line", "address", "name"),
    [
        ("ATTENDEE:MAILTO:A.B@Demo.Example", "a.b@demo.example", ""),
        ("ATTENDEE;CN=A B:a.b@demo.example", "a.b@demo.example", "A B"),
        ('ATTENDEE;CN="B, A":mailto:<a.b@demo.example>', "a.b@demo.example", "B, A"),
        ("ATTENDEE;CN=a.b@demo.example:mailto:a.b@demo.example", "a.b@demo.example", ""),
        ('ATTENDEE;X-NOTE="see: x":mailto:a.b@demo.example', "a.b@demo.example", ""),
        ('ATTENDEE;CN="open:mailto:a.b@demo.example', "a.b@demo.example", "open"),
        ("ATTENDEE;CN=A^'B^':urn:uuid:1", "", 'A"B"'),
        ("ATTENDEE;CN=A B:invalid:nomail", "", "A B"),
    ],
)
def test_attendees_in_every_way_to_write_them(line: str, address: str, name: str) -> None:
    (found,) = only_series(calendar(event(line))).people
    assert (found.address, found.name) == (address, name)
