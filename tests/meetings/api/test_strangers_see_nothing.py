from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import LEAK
from tests.factories import make_unit
from tests.factories.shared import share_meeting
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor

REQUEST_ID = "c0ffee00-0000-4000-8000-000000000000"
# Every client reads the same ones (test_support_lines, test_coordinators, test_situation_pictures).
PUBLIC = ("support-lines", "coordinators", "question-sets", "situation-pictures")
CLOSED = [name for name in RESOURCES if name not in PUBLIC]
UNKNOWN = "01936b2e-7d10-7c41-9a55-2f6d1c0e8b10"


@pytest.fixture
def reader(
    council: Forum, school_group: Forum, neighbour: Organisation, host: Organisation, api_client_for: ApiClientFor
) -> APIClient:
    """Of the neighbour, to whom one meeting of the council was sent; the host's other forum has as much that was not."""
    unit = make_unit(organisation=host)
    council.unit = unit
    council.save()
    share_meeting(forum=council, reader=neighbour)
    return api_client_for(neighbour)


@pytest.fixture
def stranger_client(stranger_municipality: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(stranger_municipality)


def rows(api: APIClient, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/v1/{name}?limit=100").json()[RESOURCES[name][1]]
    return found


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_gets_an_empty_list_while_the_reader_gets_rows(
    reader: APIClient, stranger_client: APIClient, name: str
) -> None:
    assert rows(reader, name) != []
    assert rows(stranger_client, name) == []


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_cannot_tell_a_denied_id_from_an_unknown_one(
    reader: APIClient, stranger_client: APIClient, name: str
) -> None:
    denied_id = rows(reader, name)[0]["id"]
    denied = stranger_client.get(f"/api/v1/{name}/{denied_id}", headers={"X-Request-ID": REQUEST_ID})
    unknown = stranger_client.get(f"/api/v1/{name}/{UNKNOWN}", headers={"X-Request-ID": REQUEST_ID})
    assert (denied.status_code, unknown.status_code) == (404, 404)
    assert denied.content == unknown.content
    assert reader.get(f"/api/v1/{name}/{denied_id}").status_code == 200


@pytest.mark.parametrize("name", RESOURCES)
def test_a_reader_gets_nothing_of_a_forum_without_a_seat(reader: APIClient, name: str) -> None:
    assert LEAK not in reader.get(f"/api/v1/{name}?limit=100").content.decode()


def test_a_stranger_gets_no_pdf(reader: APIClient, stranger_client: APIClient) -> None:
    address = rows(reader, "minutes")[0]["_links"]["pdf"]["href"]
    assert reader.get(address)["Content-Type"] == "application/pdf"
    assert stranger_client.get(address).status_code == 404
