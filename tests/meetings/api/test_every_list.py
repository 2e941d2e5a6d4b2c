"""What holds for every list and every row that a client can read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils.dateparse import parse_datetime

from tests.conftest import NOW
from tests.factories import make_person
from tests.factories.shared import share_forums
from tests.meetings.api.mirror import Mirror, end_transaction, news
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Organisation
    from tests.conftest import ApiClientFor


@pytest.fixture
def api(host: Organisation, neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    make_person(name="Per Plats", organisation=neighbour)
    share_forums(host=host, reader=neighbour, times=2)
    return api_client_for(neighbour)


def rows_of(api: APIClient, name: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/v1/{name}?limit=100{query}").json()[RESOURCES[name][1]]
    return found


def moment(value: str) -> datetime:
    found = parse_datetime(value)
    assert found is not None
    return found


@pytest.mark.parametrize("name", RESOURCES)
def test_modified_since_takes_its_moment_and_what_came_later(api: APIClient, name: str) -> None:
    rows = rows_of(api, name)
    moments = sorted(moment(row["modifiedAt"]) for row in rows)
    assert len(rows) >= 2
    for since in (moments[0], moments[-1], moments[-1] + timedelta(microseconds=1)):
        wanted = {row["id"] for row in rows if moment(row["modifiedAt"]) >= since}
        text = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert {row["id"] for row in rows_of(api, name, f"&modified_since={text}")} == wanted
        assert {row["id"] for row in rows_of(api, name, f"&cursor=&modified_since={text}")} == wanted
    assert api.get(f"/api/v1/{name}?modified_since=2026-11-24").status_code == 400


@pytest.mark.parametrize("name", RESOURCES)
def test_what_a_reader_has_already_is_a_304(api: APIClient, name: str) -> None:
    single = rows_of(api, name)[0]["_links"]["self"]["href"]
    for address in (f"/api/v1/{name}", f"/api/v1/{name}?limit=1&page=2", f"/api/v1/{name}?cursor=&limit=1", single):
        tag = api.get(address)["ETag"]
        again = api.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert api.head(address)["ETag"] == tag
        assert api.get(address, headers={"If-None-Match": '"1.0"'}).status_code == 200


def test_nothing_ends_by_the_clock_alone(api: APIClient) -> None:
    """Terms, proposals and due dates that run out change no row: whoever only follows the changes misses nothing."""
    end_transaction()
    mirror = Mirror(api).start()
    for years in (1, 10, 30):
        with time_machine.travel(NOW + timedelta(days=366 * years), tick=False):
            assert mirror.full_read() == mirror.rows
            assert news(mirror) == []
