"""What is told of a day while it is chosen: week, holiday, own meetings, who is busy elsewhere and what the reader may not know of that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from meetings.enums import MeetingState
from meetings.models import Meeting
from tests.conftest import LEAK
from tests.factories import make_forum, make_meeting, make_seat

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

# Session, person, the forum, the office in it, own meetings of the day, others' meetings, double seats.
QUERIES = 7
STARTS = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
HOURS = "starts=09:00&ends=10:00"


def address(forum: Forum, query: str) -> str:
    return f"/forums/{forum.slug}/meetings/day/?{query}"


@pytest.fixture
def other(host: Organisation, council: Forum, secretary: Person, member: Person) -> Forum:
    """Another forum of the secretary's, where the member sits too."""
    other = make_forum(organisation=host, name="Andra rådet")
    make_seat(forum=other, organisation=host, person=secretary)
    make_seat(forum=other, organisation=host, person=member)
    return other


def test_who_sits_in_both_is_named(other: Forum, council: Forum, secretary: Person, signed_in: SignIn) -> None:
    make_meeting(forum=other, starts_at=STARTS)
    text = signed_in(secretary).get(address(council, f"day=2026-12-08&{HOURS}")).text
    assert "Tuesday 8 December 2026, week 50" in text
    assert "Andra rådet 9:00–10:30" in text
    assert "Mikael Ledamot" in text


@pytest.mark.parametrize("hours", ["starts=07:00&ends=09:00", "starts=10:30&ends=11:00", ""])
def test_before_and_after_is_no_clash(
    other: Forum, council: Forum, secretary: Person, signed_in: SignIn, hours: str
) -> None:
    make_meeting(forum=other, starts_at=STARTS)
    make_meeting(forum=other, starts_at=STARTS.replace(hour=6), state=MeetingState.CANCELLED, cancelled_reason="x")
    text = signed_in(secretary).get(address(council, f"day=2026-12-08&{hours}")).text
    assert "Andra rådet" not in text
    assert "busy" in text if hours else "busy" not in text


def test_a_forum_that_the_reader_may_not_know_is_neither_named_nor_are_its_members(
    council: Forum, school_group: Forum, police: Organisation, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    make_seat(forum=school_group, organisation=police, person=member)
    make_meeting(forum=school_group, starts_at=STARTS, place=LEAK)
    text = signed_in(secretary).get(address(council, f"day=2026-12-08&{HOURS}")).text
    assert "One person who sits here has a meeting in another forum then." in text
    assert [word for word in (LEAK, school_group.name, member.name) if word in text] == []

    member.protected = True
    member.save()
    assert "One person" not in signed_in(secretary).get(address(council, f"day=2026-12-08&{HOURS}")).text


@pytest.mark.parametrize(
    ("day", "words"), [("2026-12-24", "Christmas Eve"), ("2026-12-12", "work on that day"), ("2026-04-02", "Maundy")]
)
def test_holidays_eves_and_weekends(council: Forum, secretary: Person, signed_in: SignIn, day: str, words: str) -> None:
    assert words in signed_in(secretary).get(address(council, f"day={day}")).text


@pytest.mark.parametrize("query", ["", "day=rubbish", "day=0001-01-01", "day=9999-12-31&starts=09:00"])
def test_nonsense_tells_nothing(council: Forum, secretary: Person, signed_in: SignIn, query: str) -> None:
    answer = signed_in(secretary).get(address(council, query))
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_without_script_a_button_tells_the_same_and_saves_nothing(
    other: Forum, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    make_meeting(forum=other, starts_at=STARTS)
    typed = {"day": "2026-12-08", "starts": "09:00", "ends": "10:00", "place": "Sal A", "look": "1"}
    text = signed_in(secretary).post(f"/forums/{council.slug}/meetings/new/", typed).text
    assert "Andra rådet 9:00–10:30" in text
    assert 'value="Sal A"' in text
    assert Meeting.objects.filter(forum=council).count() == 0


def test_a_meeting_that_moves_does_not_clash_with_itself(council: Forum, secretary: Person, signed_in: SignIn) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS)
    typed = {"day": "2026-12-08", "starts": "10:00", "ends": "11:00", "look": "1"}
    browser = signed_in(secretary)
    assert "already meets" not in browser.post(f"/meetings/{meeting.pk}/reschedule/", typed).text
    assert "already meets" not in browser.get(address(council, f"day=2026-12-08&meeting={meeting.pk}")).text
    assert "already meets" in browser.get(address(council, "day=2026-12-08")).text


def test_only_editors_ask(council: Forum, member: Person, stranger: Person, signed_in: SignIn) -> None:
    asked = address(council, "day=2026-12-08")
    assert [signed_in(person).get(asked).status_code for person in (member, stranger)] == [403, 404]


def test_the_number_of_statements_is_constant(
    other: Forum,
    council: Forum,
    secretary: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(secretary)
    for _round in range(2):
        make_meeting(forum=other, starts_at=STARTS)
        with django_assert_num_queries(QUERIES):
            assert browser.get(address(council, f"day=2026-12-08&{HOURS}")).status_code == 200
        make_meeting(forum=other, starts_at=STARTS)
