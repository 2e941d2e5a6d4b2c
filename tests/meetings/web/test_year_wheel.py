"""A forum's year as wheel and table, for those who may know its dates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import PlacementState
from meetings.enums import MeetingState
from tests.factories import make_meeting, make_placement

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person, Topic
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

# Session, person, host's name in the head, the forum, meetings, recurring points.
QUERIES = 6
MARCH = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def test_wheel_and_table_say_the_same(
    now: datetime, council: Forum, topic: Topic, member: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council, starts_at=MARCH)
    make_meeting(forum=council, starts_at=MARCH.replace(month=4), state=MeetingState.CANCELLED, cancelled_reason="x")
    make_meeting(forum=council, starts_at=MARCH.replace(year=2027))
    make_placement(topic=topic, forum=council, state=PlacementState.ACCEPTED, every=1)
    text = signed_in(member).get(f"/forums/{council.slug}/year/").text
    assert (text.count('class="spot'), text.count('class="spot off"')) == (2, 1)
    assert f'<a href="/meetings/{meeting.pk}/">Tuesday 10, 9:00</a>' in text
    assert "at each meeting" in text


def test_points_are_for_those_who_may_see_them(
    council: Forum, topic: Topic, observer: Person, signed_in: SignIn
) -> None:
    make_meeting(forum=council, starts_at=MARCH)
    make_placement(topic=topic, forum=council, state=PlacementState.ACCEPTED, every=1)
    text = signed_in(observer).get(f"/forums/{council.slug}/year/?year=2026").text
    assert (text.count('class="spot"'), topic.name in text) == (1, False)


def test_strangers_and_nonsense(council: Forum, member: Person, stranger: Person, signed_in: SignIn) -> None:
    assert signed_in(stranger).get(f"/forums/{council.slug}/year/").status_code == 404
    for year in ("0000", "9999", "x", "²²²²"):
        assert signed_in(member).get(f"/forums/{council.slug}/year/?year={year}").status_code == 200


def test_the_number_of_statements_is_constant(
    council: Forum, member: Person, signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(member)
    for _round in range(2):
        make_meeting(forum=council, starts_at=MARCH)
        with django_assert_num_queries(QUERIES):
            assert browser.get(f"/forums/{council.slug}/year/?year=2026").status_code == 200
        make_meeting(forum=council, starts_at=MARCH.replace(day=12))
