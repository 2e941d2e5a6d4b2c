from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.factories import make_meeting

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor


@pytest.fixture
def api(neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(neighbour)


def test_a_single_one_has_version_and_digest(council: Forum, api: APIClient) -> None:
    response = api.get(f"/api/v1/forums/{council.pk}")
    assert re.fullmatch(rf'"{council.version}\.[0-9a-f]{{32}}"', response["ETag"])
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("prefix", ["", "W/", '"other", '])
def test_unchanged_is_304_without_a_body(council: Forum, api: APIClient, prefix: str) -> None:
    for path in (f"/api/v1/forums/{council.pk}", "/api/v1/forums", "/api/v1/api-client"):
        tag = api.get(path)["ETag"]
        response = api.get(path, headers={"If-None-Match": prefix + tag})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
        assert response["Cache-Control"] == "private, no-cache"


def test_a_change_changes_the_tag_of_row_and_list(council: Forum, api: APIClient) -> None:
    before = [api.get(path)["ETag"] for path in (f"/api/v1/forums/{council.pk}", "/api/v1/forums")]
    council.purpose = "Något nytt"
    council.save()
    after = [
        api.get(path, headers={"If-None-Match": tag})
        for path, tag in zip((f"/api/v1/forums/{council.pk}", "/api/v1/forums"), before, strict=True)
    ]
    assert [response.status_code for response in after] == [200, 200]
    assert after[0]["ETag"].startswith(f'"{council.version + 1}.')


def test_what_is_shown_beside_the_row_counts_too(council: Forum, host: Organisation, api: APIClient) -> None:
    path = f"/api/v1/forums/{council.pk}"
    tag = api.get(path)["ETag"]
    host.name = "Strängnäs stad"
    host.save()
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_head_says_what_get_would(council: Forum, api: APIClient) -> None:
    meeting = make_meeting(forum=council)
    for path in ("/api/v1/meetings", f"/api/v1/meetings/{meeting.pk}"):
        got, head = api.get(path), api.head(path)
        assert (head.status_code, head["ETag"], head["Content-Type"]) == (200, got["ETag"], "application/json")


@pytest.mark.parametrize(
    ("given", "goes_on"),
    [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", True),
        ("00-00000000000000000000000000000000-b7ad6b7169203331-01", False),
        ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", False),
        ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", False),
        ("rubbish", False),
        ("", False),
    ],
)
def test_a_trace_goes_on_or_begins(api: APIClient, given: str, goes_on: bool) -> None:
    for path in ("/api/v1/forums", "/api/v1/nowhere", "/oauth/token"):
        returned = api.get(path, headers={"traceparent": given})["traceparent"]
        assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]", returned)
        assert ("0af7651916cd43dd8448eb211c80319c" in returned) is goes_on
        assert "b7ad6b7169203331" not in returned
