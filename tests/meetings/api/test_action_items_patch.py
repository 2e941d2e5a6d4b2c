from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import NumberReason
from forum.models import KeptNumber
from meetings.enums import ActionState, Via
from meetings.models import ActionItem, ActionUpdate
from tests.factories import make_action, make_item, make_meeting, make_share
from tests.factories.api import ALL_SCOPES

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor

WRITE = (*ALL_SCOPES, "actions:write")


@pytest.fixture
def action(council: Forum, neighbour: Organisation) -> ActionItem:
    return make_action(origin=make_item(meeting=make_meeting(forum=council)), owner_organisation=neighbour)


@pytest.fixture
def api(neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(neighbour, WRITE)


def patch(api: APIClient, action: ActionItem, body: Any, tag: str | None = None, **extra: Any) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return api.patch(f"/api/v1/action-items/{action.pk}", body, headers=headers, **extra)


def unchanged(action: ActionItem) -> bool:
    return ActionItem.objects.get(pk=action.pk).state == ActionState.OPEN and not ActionUpdate.objects.exists()


def test_the_owner_reports_it_done(api: APIClient, action: ActionItem) -> None:
    read = api.get(f"/api/v1/action-items/{action.pk}")
    response = patch(api, action, {"state": "done", "note": "Skickat."}, read["ETag"])
    assert (response.status_code, response.json()["state"], response.json()["version"]) == (200, "done", 2)
    assert response["ETag"] == api.get(f"/api/v1/action-items/{action.pk}")["ETag"] != read["ETag"]
    update = ActionUpdate.objects.get()
    assert (update.via, update.text, update.new_state) == (Via.API, "Skickat.", "done")


@pytest.mark.parametrize(
    ("tag", "status"),
    [(None, 428), ('"9.abc"', 412), ('W/"1.abc"', 412), ("rubbish", 412), ('"1.abc"', 200), ("*", 200)],
)
def test_the_version_must_be_known(api: APIClient, action: ActionItem, tag: str | None, status: int) -> None:
    response = patch(api, action, {"state": "done"}, tag)
    assert response.status_code == status
    assert unchanged(action) is (status != 200)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/state"]),
        ({"state": "finished"}, ["/state"]),
        ({"state": None}, ["/state"]),
        ({"state": "closed"}, ["/reason"]),
        ({"state": "done", "text": "x"}, ["/text"]),
        ({"state": "done", "note": "a\0b"}, ["/note"]),
        ([], [""]),
        ("done", [""]),
    ],
)
def test_what_cannot_be_used_is_pointed_at(api: APIClient, action: ActionItem, body: Any, pointers: list[str]) -> None:
    response = patch(api, action, body, "*")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["pointer"] for error in response.json()["errors"]] == pointers
    assert unchanged(action)


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"state": "\xc3\x28"}', b"NaN", b"[" * 90_000, b"", b'{"state": "\\ud800"}']
)
def test_rubbish_is_a_400(api: APIClient, action: ActionItem, body: Any) -> None:
    response = api.generic(
        "PATCH", f"/api/v1/action-items/{action.pk}", body, "application/json", headers={"If-Match": "*"}
    )
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert unchanged(action)


def test_a_huge_body_is_a_413(api: APIClient, action: ActionItem) -> None:
    response = patch(api, action, {"state": "done", "note": "x" * 100_000}, "*")
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")


def test_other_types_are_a_415(api: Any, action: ActionItem) -> None:
    response = api.generic(
        "PATCH",
        f"/api/v1/action-items/{action.pk}",
        b"state=done",
        "application/x-www-form-urlencoded",
        headers={"If-Match": "*"},
    )
    assert (response.status_code, response["Accept"]) == (415, "application/json")


def test_reading_is_not_writing(neighbour: Organisation, action: ActionItem, api_client_for: ApiClientFor) -> None:
    response = patch(api_client_for(neighbour), action, {"state": "done"}, "*")
    assert (response.status_code, unchanged(action)) == (403, True)


def test_a_reader_who_does_not_own_it_gets_403_and_a_stranger_404(
    action: ActionItem, police: Organisation, stranger_municipality: Organisation, api_client_for: ApiClientFor
) -> None:
    make_share(meeting=action.origin.meeting, organisation=police)
    assert patch(api_client_for(police, WRITE), action, {"state": "done"}, "*").status_code == 403
    assert patch(api_client_for(stranger_municipality, WRITE), action, {"state": "done"}, "*").status_code == 404
    assert unchanged(action)


NUMBER = "850709-9805"  # of Skatteverket's test numbers


def test_a_personal_identity_number_is_refused_until_the_header_answers(
    api: APIClient, action: ActionItem, neighbour: Organisation
) -> None:
    body = {"state": "done", "note": f"Klart för {NUMBER}."}
    refused = patch(api, action, body, "*")
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (422, "urn:samverka:problem:personal-number")
    assert [error["pointer"] for error in problem["errors"]] == ["/note"]
    assert NUMBER not in refused.content.decode()
    assert unchanged(action)

    headers = {"If-Match": "*", "Personal-Number": "needed"}
    kept = api.patch(f"/api/v1/action-items/{action.pk}", body, headers=headers)
    noted = KeptNumber.objects.get()
    assert (kept.status_code, noted.reason, noted.fields) == (200, NumberReason.NEEDED, ["/note"])
    assert noted.api_client is not None
    assert noted.api_client.organisation == neighbour
