"""Who may know that a forum exists, and what of how it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import Openness, PlacementState
from forum.models import Actor, Anonymous, ClientActor, Forum, Membership, PersonActor, Placement, ReminderRule, Seat
from tests.factories import make_api_client, make_placement, make_rule, make_topic

if TYPE_CHECKING:
    from forum.models import Organisation, Topic

MODELS = (Forum, Seat, Membership, ReminderRule)


def _counts(actor: Actor) -> tuple[int, ...]:
    return tuple(model.objects.visible_to(actor).count() for model in MODELS)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("chair", (1, 6, 5, 1)),
        ("observer", (1, 6, 5, 1)),
        ("secretary", (2, 8, 6, 2)),
        ("coordinator", (3, 3, 2, 0)),  # names, and of the seats the chairs'
        ("administrator", (3, 9, 7, 3)),
        ("official", (0, 0, 0, 0)),
        ("stranger", (0, 0, 0, 0)),
    ],
)
def test_people(
    who: str,
    expected: tuple[int, ...],
    council: Forum,
    network: Forum,
    school_group: Forum,
    request: pytest.FixtureRequest,
) -> None:
    for forum in (council, network, school_group):
        make_rule(forum=forum)
    assert _counts(PersonActor(request.getfixturevalue(who))) == expected


def test_organisations_know_where_they_sit(
    council: Forum, school_group: Forum, police: Organisation, stranger_municipality: Organisation
) -> None:
    make_rule(forum=council)
    assert _counts(ClientActor(make_api_client(organisation=police))) == (1, 6, 5, 0)
    assert _counts(ClientActor(make_api_client(organisation=stranger_municipality))) == (0, 0, 0, 0)


def test_the_public_knows_names_of_open_forums_and_no_people(council: Forum, school_group: Forum) -> None:
    make_rule(forum=council)
    Forum.objects.filter(pk=council.pk).update(openness=Openness.PUBLIC)
    assert _counts(Anonymous()) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("chair", {"proposed", "accepted"}),
        ("secretary", {"proposed", "accepted"}),
        ("member", {"accepted"}),
        ("observer", set()),
        ("coordinator", {"proposed", "accepted"}),
        ("administrator", {"proposed", "accepted"}),
        ("stranger", set()),
    ],
)
def test_proposals(
    who: str, expected: set[str], council: Forum, school_group: Forum, topic: Topic, request: pytest.FixtureRequest
) -> None:
    make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    make_placement(topic=make_topic(organisation=topic.organisation, name="Annan fråga"), forum=council)
    actor = PersonActor(request.getfixturevalue(who))
    if who == "coordinator":
        expected = {"proposed"}  # of the own topic
    assert {row.state.value for row in Placement.objects.visible_to(actor)} == expected
