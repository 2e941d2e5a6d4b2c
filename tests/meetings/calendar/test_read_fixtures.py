"""Calendars in the manner of Outlook, Google, Apple and Thunderbird."""

from __future__ import annotations

from meetings.calendar.source import Attendee
from tests.meetings.calendar.reading import fixture, occurrences, starts, written


def test_outlook_series_with_moved_cancelled_and_excluded_occurrence() -> None:
    found = fixture("outlook")
    council, holiday = found.series
    assert (found.name, found.skipped, found.warnings) == ("Kalender - Eva Lind", (), ())
    assert (council.zone, council.sequence, council.all_day) == ("Europe/Stockholm", 4, False)
    assert [(written(one.starts_at), one.recurrence_id, one.status) for one in occurrences(council)] == [
        ("2026-01-12 09:00+01:00", "20260112T080000Z", "confirmed"),
        ("2026-01-26 09:00+01:00", "20260126T080000Z", "confirmed"),
        ("2026-02-10 13:00+01:00", "20260209T080000Z", "confirmed"),
        ("2026-02-23 09:00+01:00", "20260223T080000Z", "confirmed"),
        ("2026-03-09 09:00+01:00", "20260309T080000Z", "cancelled"),
        ("2026-03-23 09:00+01:00", "20260323T080000Z", "confirmed"),
        ("2026-04-20 09:00+02:00", "20260420T070000Z", "confirmed"),
        ("2026-05-04 09:00+02:00", "20260504T070000Z", "confirmed"),
        ("2026-05-18 09:00+02:00", "20260518T070000Z", "confirmed"),
        ("2026-06-01 09:00+02:00", "20260601T070000Z", "confirmed"),
        ("2026-06-15 09:00+02:00", "20260615T070000Z", "confirmed"),
        ("2026-06-29 09:00+02:00", "20260629T070000Z", "confirmed"),
    ]  # fmt: skip
    (days,) = occurrences(holiday)
    assert (days.all_day, written(days.starts_at), written(days.ends_at)) == (
        True,
        "2026-06-15",
        "2026-06-20",
    )


def test_outlook_people_rooms_and_place_without_links_and_codes() -> None:
    council = fixture("outlook").series[0]
    assert council.organiser == Attendee("eva.lind@demo.example", "Eva Lind")
    assert council.people == (
        Attendee("per.nilsson@demo.example", "Nilsson, Per", status="ACCEPTED"),
        Attendee("asa.oberg@polisen.demo.example", "Öberg, Åsa"),
        Attendee("", "Eva Lind"),
    )
    assert [one.name for one in council.places] == ["Stadshuset rum 3"]
    assert council.location == "Stadshuset rum 3, Microsoft Teams-möte"
    assert "998877" not in repr(council)
    assert "teams.demo.example" not in repr(council)


def test_google_series_with_new_time_for_this_and_all_later() -> None:
    found = fixture("google")
    group, single = found.series
    assert [
        (written(one.starts_at), written(one.ends_at)[11:16], one.summary)
        for one in occurrences(group, "2025-12-01", "2026-04-30")
    ] == [
        ("2025-12-02 08:30+01:00", "10:00", "Skolledningsgruppen"),
        ("2025-12-16 08:30+01:00", "10:00", "Skolledningsgruppen"),
        ("2026-01-13 09:30+01:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-01-27 09:30+01:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-02-10 09:30+01:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-02-25 08:30+01:00", "10:00", "Skolledningsgruppen (onsdag)"),
        ("2026-03-10 09:30+01:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-03-24 09:30+01:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-04-07 09:30+02:00", "11:00", "Skolledningsgruppen (ny tid)"),
        ("2026-04-21 09:30+02:00", "11:00", "Skolledningsgruppen (ny tid)"),
    ]
    assert (single.zone, starts(single)) == ("UTC", ["2026-03-11 12:00+00:00"])
    assert [one.recurrence_id for one in occurrences(single)] == [""]


def test_apple_series_address_in_a_parameter_and_all_day_exclusion() -> None:
    council, holiday = fixture("apple").series
    assert starts(council, "2026-02-01", "2026-04-30") == [
        "2026-02-18 18:00+01:00",
        "2026-03-18 18:00+01:00",
        "2026-04-15 18:00+02:00",
    ]
    assert council.location == "Församlingshemmet Kyrkogatan 1, Strängnäs"
    assert [(one.address, one.name) for one in council.people] == [("ali@forsamling.demo.example", "Imam Ali")]
    assert starts(holiday, "2025-01-01", "2030-12-31") == ["2025-10-31", "2027-10-31"]


def test_thunderbird_series_with_local_until_and_every_kind_of_extra_date() -> None:
    (group,) = fixture("thunderbird").series
    found = occurrences(group, "2025-09-01", "2026-12-31")
    assert [(written(one.starts_at)[:16], written(one.ends_at)[11:16]) for one in found] == [
        ("2025-09-30 09:00", "10:30"),
        ("2025-10-31 09:00", "10:30"),
        ("2025-11-28 09:00", "10:30"),
        ("2025-12-15 13:00", "15:00"),
        ("2025-12-16 13:00", "15:00"),
        ("2025-12-17 09:00", "10:30"),
        ("2025-12-18 09:00", "10:30"),
        ("2025-12-31 09:00", "10:30"),
        ("2026-01-30 09:00", "10:30"),
        ("2026-02-27 09:00", "10:30"),
        ("2026-03-31 09:00", "10:30"),
    ]
