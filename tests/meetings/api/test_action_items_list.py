from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from forum.models import Seat
from meetings.enums import ActionState, DueKind
from tests.conftest import NOW
from tests.factories import make_action, make_item, make_meeting, make_share

if TYPE_CHECKING:
    from datetime import datetime

    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from meetings.models import ActionItem
    from tests.conftest import ApiClientFor


@pytest.fixture
def actions(council: Forum, neighbour: Organisation, police: Organisation, now: datetime) -> list[ActionItem]:
    """One of the neighbour's that is overdue, one of the police that was shared, one of the police that was not."""
    shared, draft = make_meeting(forum=council), make_meeting(forum=council)
    make_share(meeting=shared, organisation=neighbour)
    here, there = make_item(meeting=shared), make_item(meeting=draft)
    seat = Seat.objects.get(forum=council, role_title="Lokalpolisområdeschef")
    return [
        make_action(
            origin=there, text="Vårt", owner_organisation=neighbour, due_kind=DueKind.DATE, due_on=date(2026, 11, 23)
        ),
        make_action(origin=here, text="Deras", owner_seat=seat, state=ActionState.DONE),
        make_action(origin=there, text="Osynligt", owner_organisation=police),
    ]


@pytest.fixture
def api(neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(neighbour)


def texts(api: Any, query: str = "") -> list[str]:
    return [row["text"] for row in api.get(f"/api/v1/action-items{query}").json()["actionItems"]]


def test_own_actions_at_once_and_others_when_shared(actions: list[ActionItem], api: APIClient) -> None:
    assert texts(api) == ["Vårt", "Deras"]


def test_filters(actions: list[ActionItem], api: APIClient, council: Forum) -> None:
    assert texts(api, "?own=true") == ["Vårt"]
    assert texts(api, "?own=false") == ["Deras"]
    assert texts(api, "?state=done") == ["Deras"]
    assert texts(api, "?due_before=2026-11-24") == ["Vårt"]
    assert texts(api, "?due_before=2026-11-23") == []
    assert texts(api, f"?forum={council.pk}&meeting={actions[1].origin.meeting_id}") == ["Deras"]
    assert texts(api, "?modified_since=2100-01-01T00:00:00%2B01:00") == []


def test_owners_by_role_and_organisation(
    actions: list[ActionItem], api: APIClient, neighbour: Organisation, police: Organisation
) -> None:
    ours, theirs = api.get("/api/v1/action-items").json()["actionItems"]
    assert ours["owner"] == {
        "seatId": None,
        "roleTitle": "",
        "organisation": {"id": str(neighbour.pk), "code": "0480", "name": "Nyköpings kommun"},
        "unitId": None,
    }
    assert theirs["owner"] == {
        "seatId": str(actions[1].owner_seat_id),
        "roleTitle": "Lokalpolisområdeschef",
        "organisation": {"id": str(police.pk), "code": "polisen", "name": "Polisen"},
        "unitId": None,
    }
    assert [(row["dueOn"], row["state"]) for row in (ours, theirs)] == [("2026-11-23", "open"), (None, "done")]


def test_nothing_in_a_body_changes_with_the_day(actions: list[ActionItem], api: APIClient) -> None:
    with time_machine.travel(NOW, tick=False):
        today = api.get("/api/v1/action-items").content
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        assert api.get("/api/v1/action-items").content == today
