from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import make_meeting

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor

ROOT = "http://testserver/api/v1/meetings"


@pytest.fixture
def api(council: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    for _ in range(5):
        make_meeting(forum=council)
    return api_client_for(neighbour)


def get(api: APIClient, query: str) -> dict[str, Any]:
    body: dict[str, Any] = api.get(f"/api/v1/meetings{query}").json()
    return body


def test_the_middle_page_tells_where_it_is(api: APIClient) -> None:
    body = get(api, "?limit=2&page=2")
    assert body["_meta"] == {"page": 2, "limit": 2, "count": 2, "totalRecords": 5, "totalPages": 3}
    assert body["_links"] == {
        "self": {"href": f"{ROOT}?limit=2&page=2"},
        "first": {"href": f"{ROOT}?limit=2&page=1"},
        "prev": {"href": f"{ROOT}?limit=2&page=1"},
        "next": {"href": f"{ROOT}?limit=2&page=3"},
        "last": {"href": f"{ROOT}?limit=2&page=3"},
    }


def test_the_link_header_says_the_same(api: APIClient) -> None:
    response = api.get("/api/v1/meetings?limit=2&page=3")
    assert response["Link"] == ", ".join([
        f'<{ROOT}?limit=2&page=1>; rel="first"',
        f'<{ROOT}?limit=2&page=2>; rel="prev"',
        f'<{ROOT}?limit=2&page=3>; rel="last"',
    ])  # fmt: skip


def test_defaults_are_twenty_from_page_one(api: APIClient) -> None:
    assert get(api, "")["_meta"] == {"page": 1, "limit": 20, "count": 5, "totalRecords": 5, "totalPages": 1}


def test_a_page_behind_the_last_is_empty(api: APIClient) -> None:
    body = get(api, "?limit=2&page=9")
    assert (body["_meta"]["count"], body["meetings"], body["_links"]["prev"]) == (
        0,
        [],
        {"href": f"{ROOT}?limit=2&page=3"},
    )


def test_an_empty_list_has_no_pages(council: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> None:
    body = get(api_client_for(neighbour), "")
    assert body["_meta"] == {"page": 1, "limit": 20, "count": 0, "totalRecords": 0, "totalPages": 0}
    assert list(body["_links"]) == ["self", "first", "last"]


def test_pages_and_cursors_give_each_row_once(api: APIClient, council: Forum) -> None:
    by_page = [row["id"] for page in (1, 2, 3) for row in get(api, f"?limit=2&page={page}")["meetings"]]
    by_cursor: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = get(api, f"?limit=2&cursor={cursor}")
        by_cursor += [row["id"] for row in body["meetings"]]
        cursor = body["_meta"]["nextCursor"]
    assert by_page == by_cursor == sorted(by_page)
    assert len(by_page) == 5


def test_links_keep_the_filters(api: APIClient, council: Forum) -> None:
    body = get(api, f"?forum={council.pk}&limit=2&cursor=")
    assert body["_links"]["next"]["href"] == f"{ROOT}?forum={council.pk}&limit=2&cursor={body['_meta']['nextCursor']}"
    assert body["_meta"]["count"] == 2
