from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.shared import share_forums
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Person
    from tests.conftest import ApiClientFor

# Token and client, count, rows.
LIST = 3
# Token and client, row.
SINGLE = 2
SHARES_PER_MEETING = 2


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_costs_the_same_for_one_and_three(
    host: Organisation,
    police: Organisation,
    member: Person,
    api_client_for: ApiClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    times: int,
) -> None:
    share_forums(host=host, reader=police, times=times)
    api = api_client_for(police)
    with django_assert_num_queries(LIST):
        body = api.get(f"/api/v1/{name}").json()
    expected = {"organisations": 2, "shares": SHARES_PER_MEETING * times}.get(name, times)
    assert len(body[RESOURCES[name][1]]) == expected


@pytest.mark.parametrize("name", RESOURCES)
def test_a_single_one_costs_two(
    host: Organisation,
    police: Organisation,
    member: Person,
    api_client_for: ApiClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    share_forums(host=host, reader=police, times=1)
    api = api_client_for(police)
    address = api.get(f"/api/v1/{name}").json()[RESOURCES[name][1]][0]["_links"]["self"]["href"]
    with django_assert_num_queries(SINGLE):
        assert api.get(address).status_code == 200


def test_a_stretch_by_cursor_needs_no_count(
    host: Organisation,
    police: Organisation,
    member: Person,
    api_client_for: ApiClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    share_forums(host=host, reader=police, times=3)
    api = api_client_for(police)
    with django_assert_num_queries(LIST - 1):
        assert api.get("/api/v1/meetings?cursor=").json()["_meta"]["count"] == 3
