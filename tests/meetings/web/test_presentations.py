from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import PlacementState
from tests.conftest import LEAK
from tests.factories import make_item, make_meeting, make_placement, make_topic

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

PAGE = "/presentations/"
MORNING = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)


def test_mine_are_there_with_what_is_sure_and_what_clashes(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, chair: Person, council: Forum,
    network: Forum, school_group: Forum, host: Organisation,
) -> None:  # fmt: skip
    """On the council's agenda, asked of the network at the same hour; the schools' point in another topic is somebody else's."""
    mine = make_placement(topic=topic, forum=council, every=1, presented_by=coordinator)
    asked = make_placement(topic=topic, forum=network, state=PlacementState.PROPOSED, presented_by=coordinator)
    make_placement(topic=make_topic(organisation=host, name=f"{LEAK} fråga"), forum=school_group, presented_by=chair)
    meetings = [make_meeting(forum=council, starts_at=MORNING), make_meeting(forum=network, starts_at=MORNING)]
    later = make_meeting(forum=council, starts_at=MORNING.replace(day=15))
    make_meeting(forum=school_group, starts_at=MORNING)
    make_item(meeting=meetings[0], placement=mine)
    page = signed_in(coordinator).get(PAGE)
    rows = {(row.placement.pk, row.meeting.pk): (row.sure, row.asked) for row in page.context["rows"]}
    assert rows == {
        (mine.pk, meetings[0].pk): (True, False),
        (asked.pk, meetings[1].pk): (False, True),
        (mine.pk, later.pk): (False, False),
    }
    assert (page.context["clashing"], LEAK in page.content.decode()) == (2, False)
    look = signed_in(coordinator).post(
        f"/topics/{topic.slug}/propose/",
        {
            "forums": [str(school_group.pk)],
            "title": "Rad",
            "kind": "decision",
            "every": "0",
            "present_it": "on",
            "starts_on": "2026-12-08",
            "look": "1",
        },
    )
    assert [one.placement for one in look.context["rows"][0].clashes] == [mine, asked]


def test_those_of_all_my_topics_on_request(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, chair: Person, council: Forum
) -> None:
    make_meeting(forum=council)
    make_placement(topic=topic, forum=council, presenter="Kommunpolis")
    people = [coordinator, chair]
    assert [len(signed_in(one).get(PAGE).context["rows"]) for one in people] == [0, 0]
    assert [len(signed_in(one).get(f"{PAGE}?whose=all").context["rows"]) for one in people] == [1, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    number: int, now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, network: Forum,
    school_group: Forum, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for forum in (council, network, school_group)[:number]:
        make_placement(topic=topic, forum=forum, presented_by=coordinator)
        make_meeting(forum=forum)
    browser = signed_in(coordinator)
    with django_assert_num_queries(6):
        assert len(browser.get(PAGE).context["rows"]) == number
