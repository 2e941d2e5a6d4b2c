"""The calendar pages: month, week and list, with week numbers and Swedish holidays, and only what the reader may know of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from meetings.enums import MeetingState
from tests.conftest import LEAK
from tests.factories import make_meeting

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

# Session, person, host's name in the head, forums to choose among, meetings.
QUERIES = 5
SHOWN = ("month", "week", "list")
STARTS = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("show", SHOWN)
def test_each_shows_my_meetings_and_no_others(
    now: datetime, council: Forum, school_group: Forum, member: Person, signed_in: SignIn, show: str
) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS)
    hidden = make_meeting(forum=school_group, starts_at=STARTS, place=LEAK)
    for forum in ("", "all", council.slug, school_group.slug):
        text = signed_in(member).get(f"/calendar/?show={show}&on=2026-12-08&forum={forum}").text
        assert f"/meetings/{meeting.pk}/" in text
        assert str(hidden.pk) not in text
        assert LEAK not in text


def test_weeks_and_holidays(now: datetime, council: Forum, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)
    month = browser.get("/calendar/?on=2026-12-08").text
    assert [number for number in range(40, 60) if f"Week </span>{number}</th>" in month] == [49, 50, 51, 52, 53]
    assert [name for name in ("Christmas Eve", "Christmas Day", "Epiphany") if name in month] == [
        "Christmas Eve",
        "Christmas Day",
    ]
    assert "Week 53, December 2026" in browser.get("/calendar/?show=week&on=2026-12-31").text
    assert browser.get("/calendar/").text.count('aria-current="date"') == 1


def test_an_administrator_without_a_seat_sees_all_dates(
    council: Forum, administrator: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS)
    text = signed_in(administrator).get("/calendar/?on=2026-12-08").text
    assert f"/meetings/{meeting.pk}/" in text
    assert "My forums" not in text


def test_a_cancelled_meeting_says_so(council: Forum, member: Person, signed_in: SignIn) -> None:
    make_meeting(forum=council, starts_at=STARTS, state=MeetingState.CANCELLED, cancelled_reason="x")
    assert "Cancelled" in signed_in(member).get("/calendar/?on=2026-12-08").text


def test_a_meeting_over_midnight_stands_on_both_days(council: Forum, member: Person, signed_in: SignIn) -> None:
    ends = datetime(2026, 12, 9, 8, 0, tzinfo=UTC)
    meeting = make_meeting(forum=council, starts_at=STARTS, ends_at=ends)
    assert signed_in(member).get("/calendar/?on=2026-12-08").text.count(f"/meetings/{meeting.pk}/") == 2


@pytest.mark.parametrize("query", ["on=rubbish", "on=9999-12-31", "on=0001-01-01&show=week", "show=x&forum=nonsense"])
def test_nonsense_in_the_address_does_no_harm(council: Forum, member: Person, signed_in: SignIn, query: str) -> None:
    assert signed_in(member).get(f"/calendar/?{query}").status_code == 200


def test_it_is_in_the_menu_and_asks_to_sign_in(council: Forum, member: Person, signed_in: SignIn) -> None:
    assert '<a href="/calendar/">' in signed_in(member).get("/").text
    assert Client().get("/calendar/").status_code == 302


@pytest.mark.parametrize("show", SHOWN)
def test_the_number_of_statements_is_constant(
    council: Forum,
    member: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    show: str,
) -> None:
    browser = signed_in(member)
    for hour in (7, 9):
        make_meeting(forum=council, starts_at=STARTS.replace(hour=hour))
        with django_assert_num_queries(QUERIES):
            assert browser.get(f"/calendar/?show={show}&on=2026-12-08").status_code == 200
        make_meeting(forum=council, starts_at=STARTS.replace(day=9))
