"""The system of the organisation that leads a forum answers for it; nobody else's does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import PlacementState
from meetings.models import AgendaItem
from tests.conftest import LEAK
from tests.factories import make_meeting, make_placement
from tests.factories.api import ALL_SCOPES

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Placement, Topic
    from tests.conftest import ApiClientFor

WRITE = (*ALL_SCOPES, "topics:write")


@pytest.fixture
def asked(network: Forum, topic: Topic) -> Placement:
    """To a forum that the county board leads."""
    return make_placement(topic=topic, forum=network, state=PlacementState.PROPOSED, question=f"{LEAK} fråga")


def address(placement: Placement) -> str:
    return f"/api/v1/placements/{placement.pk}"


@pytest.mark.parametrize(
    ("body", "state", "more"),
    [
        ({"state": "accepted"}, "accepted", {}),
        ({"state": "deferred", "until": "2027-03-01"}, "deferred", {"deferredUntil": "2027-03-01", "timesDeferred": 1}),
        ({"state": "declined", "reason": "Ligger hos styrgruppen"}, "declined", {}),
    ],
)
def test_who_leads_the_forum_reads_the_words_and_answers(
    body: dict[str, str], state: str, more: dict[str, Any], now: datetime, asked: Placement, county_board: Organisation,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    make_meeting(forum=asked.forum)
    api = api_client_for(county_board, WRITE)
    read = api.get(address(asked))
    assert read.json()["proposal"]["question"] == f"{LEAK} fråga"
    done = api.patch(address(asked), body, headers={"If-Match": read["ETag"]})
    assert (done.status_code, done.json()["state"]) == (200, state)
    assert done.json() | more == done.json()
    assert AgendaItem.objects.count() == (state == "accepted")
    assert api.patch(address(asked), body, headers={"If-Match": read["ETag"]}).status_code == 412


def test_what_can_not_be_said(asked: Placement, county_board: Organisation, api_client_for: ApiClientFor) -> None:
    api = api_client_for(county_board, WRITE)
    wrong = [{}, {"state": "withdrawn"}, {"state": "deferred"}, {"state": "declined"}, {"state": "accepted", "x": 1}]
    answers = [api.patch(address(asked), body, headers={"If-Match": "*"}) for body in wrong]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert api.patch(address(asked), {"state": "accepted"}).status_code == 428
    assert asked.refreshed().state == PlacementState.PROPOSED


def test_nobody_else_answers_or_reads_what_is_asked(
    asked: Placement, council: Forum, topic: Topic, neighbour: Organisation, county_board: Organisation,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    """A member of the council reads that it was accepted, without its words, and what waits not at all."""
    accepted = make_placement(topic=topic, forum=council, question=f"{LEAK} fråga")
    member = api_client_for(neighbour, WRITE)
    assert [member.patch(address(one), {"state": "accepted"}, headers={"If-Match": "*"}).status_code
            for one in (asked, accepted)] == [404, 403]  # fmt: skip
    assert LEAK not in member.get("/api/v1/placements").content.decode()
    assert member.get(address(accepted)).json()["proposal"] is None
    reader = api_client_for(county_board)
    assert reader.patch(address(asked), {"state": "accepted"}, headers={"If-Match": "*"}).status_code == 403
