"""A published calendar is read each hour, and no fault of it harms what is here."""

from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from forum.models import Forum, OutboxMessage
from meetings.delivery.following import follow, follow_due
from meetings.models import FollowedCalendar, Meeting, MeetingSeries
from meetings.services.following import agree_to_losses, follow_calendar, note_failure
from meetings.services.following_words import problem_in_words
from meetings.services.outcomes import write_outcome
from tests.factories import make_item, make_meeting
from tests.outside import OutsideServer, answer

if TYPE_CHECKING:
    from forum.models import Person

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SERIES = """BEGIN:VEVENT
UID:{uid}@demo.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20261203T{hour:02d}0000
DURATION:PT1H
RRULE:FREQ=MONTHLY;COUNT={count}
SUMMARY:{uid}
END:VEVENT
"""


def published(count: int = 4, hour: int = 9, uid: str = "rad", *others: str) -> bytes:
    entries = [SERIES.format(uid=uid, hour=hour, count=count), *others] if count else list(others)
    text = "BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(entries) + "END:VCALENDAR\n"
    return answer(text.replace("\n", "\r\n").encode(), ETag='"one"')


@pytest.fixture
def followed(council: Forum, secretary: Person, outside: OutsideServer, now: datetime) -> FollowedCalendar:
    """The council's calendar with four meetings, read once."""
    outside.say(published(4))
    row = follow_calendar(forum=council, address=outside.url(), series=["rad@demo.example"], started_by=secretary)
    follow(row)
    return again(row)


def again(followed: FollowedCalendar) -> FollowedCalendar:
    return FollowedCalendar.objects.select_related("forum").get(pk=followed.pk)


def states(followed: FollowedCalendar) -> list[str]:
    return [meeting.state.value for meeting in Meeting.objects.filter(forum=followed.forum).order_by("starts_at")]


def test_the_chosen_series_come_in_and_nothing_else(followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(published(4, 9, "rad", SERIES.format(uid="lunch", hour=12, count=4)))
    follow(again(followed))
    assert states(followed) == ["planned"] * 4
    row = again(followed)
    assert (row.problem, row.change, row.other_series) == ("", {"new": 4, "changed": 0, "vanished": 0}, 1)


def test_a_calendar_of_the_forum_alone_is_followed_whole(
    council: Forum, secretary: Person, outside: OutsideServer, now: datetime
) -> None:
    row = follow_calendar(forum=council, address=outside.url(), series=[], started_by=secretary)
    outside.say(published(2))
    follow(row)
    outside.say(published(2, 9, "rad", SERIES.format(uid="extra", hour=12, count=1)))
    follow(again(row))
    assert len(states(row)) == 3


def test_what_was_made_here_is_not_missed_in_the_calendar(
    council: Forum, secretary: Person, outside: OutsideServer, now: datetime
) -> None:
    made = MeetingSeries.objects.create(forum=council, source_uid="series:own", first_date=now.date())
    make_meeting(forum=council, series=made, source_uid=made.source_uid, starts_at=now + timedelta(days=9))
    outside.say(published(2))
    merged = follow(follow_calendar(forum=council, address=outside.url(), series=[], started_by=secretary))
    assert merged is not None
    assert (len(merged.new), merged.vanished) == (2, [])


def test_what_is_newer_there_changes_here(followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(published(4, hour=13))
    merged = follow(again(followed))
    assert merged is not None
    assert (len(merged.new), len(merged.changed), len(merged.vanished)) == (0, 4, 0)


def test_the_same_again_changes_nothing_and_is_not_even_sent(
    followed: FollowedCalendar, outside: OutsideServer
) -> None:
    versions = list(Meeting.objects.values_list("version", flat=True))
    outside.say(answer(status="304 Not Modified"))
    assert follow(again(followed)) is None
    assert 'If-None-Match: "one"' in outside.asked[-1]
    outside.say(published(4))
    assert follow(again(followed)) is not None
    assert list(Meeting.objects.values_list("version", flat=True)) == versions
    assert again(followed).problem == ""


def test_a_new_day_begins_with_a_whole_reading(followed: FollowedCalendar, outside: OutsideServer) -> None:
    FollowedCalendar.objects.update(merged_at=timezone.now() - timedelta(days=1))
    follow(again(followed))
    assert "If-None-Match" not in outside.asked[-1]


def test_a_series_that_moves_to_another_day_is_no_emptied_calendar(
    followed: FollowedCalendar, outside: OutsideServer
) -> None:
    body = published(4).replace(b"DTSTART;TZID=Europe/Stockholm:20261203", b"DTSTART;TZID=Europe/Stockholm:20261204")
    outside.say(body)
    merged = follow(again(followed))
    assert merged is not None
    assert (len(merged.new), len(merged.changed), len(merged.vanished)) == (4, 0, 4)


def test_a_meeting_that_is_gone_is_cancelled_and_one_with_an_outcome_is_not(
    followed: FollowedCalendar, outside: OutsideServer
) -> None:
    last = Meeting.objects.order_by("-starts_at")[0]
    write_outcome(item_id=make_item(meeting=last).pk, version=None, notes="Sagt.")
    outside.say(published(2))
    follow(again(followed))
    assert states(followed) == ["planned", "planned", "cancelled", "planned"]


@pytest.mark.parametrize("left", [0, 1])
def test_an_emptied_calendar_asks_first(left: int, followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(published(left))
    assert follow(again(followed)) is None
    row = again(followed)
    assert (row.problem, row.problem_facts, len(row.asked)) == ("emptied", {"gone": 4 - left, "coming": 4}, 4 - left)
    assert states(row) == ["planned"] * 4

    agree_to_losses(followed=row)
    follow(again(row))
    assert states(row) == ["planned"] * left + ["cancelled"] * (4 - left)
    assert (again(row).problem, again(row).asked, again(row).agreed) == ("", [], [])


def test_a_yes_counts_for_what_was_asked_alone(followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(published(1))
    follow(again(followed))
    agree_to_losses(followed=again(followed))
    outside.say(published(0))
    follow(again(followed))
    assert states(followed) == ["planned"] * 4
    assert again(followed).problem_facts == {"gone": 4, "coming": 4}


def test_a_yes_outlives_a_server_that_does_not_answer(followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(published(1))
    follow(again(followed))
    agree_to_losses(followed=again(followed))
    outside.say(answer(status="503 Service Unavailable"))
    follow(again(followed))
    outside.say(published(1))
    follow(again(followed))
    assert states(followed) == ["planned", "cancelled", "cancelled", "cancelled"]


def test_a_question_goes_away_when_the_calendar_is_right_again(
    followed: FollowedCalendar, outside: OutsideServer
) -> None:
    outside.say(published(0))
    follow(again(followed))
    outside.say(published(4))
    follow(again(followed))
    assert (again(followed).problem, again(followed).asked, states(followed)) == ("", [], ["planned"] * 4)


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (answer(status="404 Not Found"), "gone"),
        (answer(b"<!doctype html><title>Sign in</title>"), "not_a_calendar"),
        (answer(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "truncated"),
        (answer(gzip.compress(b"A" * 20_000_000), Content_Encoding="gzip"), "too_large"),
        (b"", "unreadable"),
    ],
)  # fmt: skip
def test_a_fault_is_remembered_and_changes_nothing(
    script: bytes, problem: str, followed: FollowedCalendar, outside: OutsideServer
) -> None:
    outside.say(script)
    assert follow(again(followed)) is None
    row = again(followed)
    assert (row.problem, row.failures, states(row)) == (problem, 1, ["planned"] * 4)
    assert problem_in_words(row) != ""
    assert row.good_at is not None


def test_each_failure_waits_longer_and_success_begins_anew(followed: FollowedCalendar, outside: OutsideServer) -> None:
    waits = []
    for _ in range(8):
        note_failure(followed=followed, problem="gone")
        waits.append(_hours_until_next(followed))
    assert all(
        least - 0.01 <= wait <= least * 1.11 for least, wait in zip([1, 2, 4, 8, 12, 24, 24, 24], waits, strict=True)
    ), waits
    follow(again(followed))
    assert (again(followed).failures, again(followed).failing_since) == (0, None)
    assert 0.99 <= _hours_until_next(followed) <= 1.11


def _hours_until_next(followed: FollowedCalendar) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM next_at - now()) / 3600 FROM meetings_followedcalendar WHERE id = %s",
            [followed.pk],
        )
        (hours,) = cursor.fetchone()
    return round(float(hours), 3)


def test_after_three_days_the_secretary_gets_one_letter(followed: FollowedCalendar, outside: OutsideServer) -> None:
    outside.say(answer(status="410 Gone"))
    for hours in (0, 24, 71, 73, 100, 200):
        with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(hours=hours), tick=False):
            follow(again(followed))
    (letter,) = OutboxMessage.objects.all()
    assert (letter.recipient, letter.kind.value) == ("secretary@demo.example", "calendar")
    assert letter.subject == "Vi kan inte läsa kalendern för Forum brottsförebyggande rådet"
    assert b"/calendar.ics" not in bytes(letter.body)


def test_the_address_stands_nowhere_in_clear(followed: FollowedCalendar, outside: OutsideServer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        holding = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE '%calendar.ics%'")  # noqa: S608
            if cursor.fetchone()[0]:
                holding.append(table)
    assert holding == []
    assert str(followed) == f"{followed.forum_id} calendar.demo.example"


def test_due_calendars_are_read_once_each(followed: FollowedCalendar, outside: OutsideServer) -> None:
    FollowedCalendar.objects.update(next_at=LONG_AGO)
    asked = len(outside.asked)
    assert (follow_due(), follow_due()) == (1, 0)
    assert len(outside.asked) == asked + 1


def test_an_archived_forum_is_left_alone(followed: FollowedCalendar) -> None:
    FollowedCalendar.objects.update(next_at=LONG_AGO)
    Forum.objects.update(archived_at=timezone.now())
    assert follow_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_read_the_same(followed: FollowedCalendar, outside: OutsideServer) -> None:
    FollowedCalendar.objects.update(next_at=LONG_AGO)
    asked = len(outside.asked)
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(follow_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(counts), len(outside.asked)) == ([0, 0, 0, 1], asked + 1)
