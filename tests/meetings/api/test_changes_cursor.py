from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from rest_framework.test import APIClient

from forum.api.cursors import read_cursor, write_cursor
from forum.models import ApiClient, Change
from forum.selectors.change_log import KEPT, Position, read_log_state
from forum.services.change_log import delete_old_changes
from forum.tasks import clean_up
from tests.factories import make_api_client, make_meeting, make_placement, make_token, make_topic, make_unit
from tests.factories.api import ALL_SCOPES
from tests.meetings.api.mirror import Mirror, end_transaction, wait_until_served

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor


@pytest.fixture
def client(council: Forum, neighbour: Organisation) -> ApiClient:
    return make_api_client(organisation=neighbour)


@pytest.fixture
def api(client: ApiClient) -> APIClient:
    return api_of(client)


def api_of(client: ApiClient, scopes: tuple[str, ...] = ALL_SCOPES) -> APIClient:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=client, scopes=scopes)}")
    return api


def first_cursor(api: Any) -> str:
    end_transaction()
    cursor: str = api.get("/api/v1/changes").json()["_meta"]["nextCursor"]
    return cursor


def follow(api: Any, cursor: str) -> Any:
    return api.get("/api/v1/changes", {"cursor": cursor})


def assert_ended(api: Any, cursor: str) -> None:
    response = follow(api, cursor)
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    body = response.json()
    assert (body["type"], body["title"], body["status"]) == ("urn:samverka:problem:read-again", "Gone", 410)


def test_a_row_that_a_timestamp_would_lose(transactional_db: None, request: pytest.FixtureRequest) -> None:
    """Writer A begins, writer B begins later and ends first: whoever reads on from the newest moment never sees A's row."""
    council: Forum = request.getfixturevalue("council")
    api = request.getfixturevalue("api")
    wait_until_served()
    mirror = Mirror(api).start()
    late = connections.create_connection("default")  # a second transaction beside ours
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute("UPDATE forum_forum SET purpose = 'A' WHERE id = %s", [council.pk])
        meeting = make_meeting(forum=council)
        newest = Change.objects.latest("at").at
        assert mirror.pull() == []  # not even B's, as long as an older transaction goes on
        late.commit()
    finally:
        late.close()
    wait_until_served()
    assert list(Change.objects.filter(at__gt=newest, kind="forums")) == []
    assert mirror.get(f"forums?modified_since={newest.isoformat().replace('+00:00', 'Z')}")["forums"] == []
    assert {(entry["kind"], entry["id"]) for entry in mirror.pull()} == {
        ("forums", str(council.pk)),
        ("meetings", str(meeting.pk)),
    }
    assert mirror.rows == mirror.full_read()


@pytest.mark.parametrize("cursor", ["", "x", "åäö", "AAAA", "!" * 500, "MTIz", "\0"])
def test_a_cursor_that_was_never_given_is_a_400(api: APIClient, cursor: str) -> None:
    response = follow(api, cursor)
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["cursor"]


def test_a_database_restored_renews_the_epoch(api: APIClient, client: ApiClient) -> None:
    """What reading a dump back does to the table: it is another one with the same rows."""
    cursor = first_cursor(api)
    assert follow(api, cursor).status_code == 200
    with connection.cursor() as sql:
        sql.execute("CREATE TABLE twin (LIKE forum_change INCLUDING ALL)")
        sql.execute("INSERT INTO twin SELECT * FROM forum_change")
        sql.execute("ALTER TABLE forum_change RENAME TO lost; ALTER TABLE twin RENAME TO forum_change")
    assert_ended(api, cursor)
    assert follow(api, first_cursor(api)).status_code == 200


def test_the_epoch_knows_server_timeline_database_and_table(db: None) -> None:
    server, timeline, *oids = read_log_state().epoch.split(".")
    assert int(server) > 0
    assert int(timeline, 16) >= 1
    assert len(oids) == 2


def test_a_cursor_ahead_of_the_log_has_ended(api: APIClient, council: Forum) -> None:
    """The image of a whole machine was restored: the newest changes, and with them the cursor's, never were."""
    make_meeting(forum=council)
    cursor = first_cursor(api)
    newest = Change.objects.latest("xid", "id")
    newest.delete()
    assert_ended(api, cursor)
    Change.objects.create(
        id=newest.pk, kind="meetings", object_id=council.pk, op="insert", xid=newest.xid, at=timezone.now()
    )
    assert_ended(api, cursor)


def test_renewed_by_hand(api: APIClient) -> None:
    cursor = first_cursor(api)
    call_command("renew_changes", stdout=StringIO())
    end_transaction()
    assert_ended(api, cursor)


def test_a_cursor_is_for_one_reader(
    api: APIClient, client: ApiClient, neighbour: Organisation, police: Organisation, api_client_for: ApiClientFor
) -> None:
    cursor = first_cursor(api)
    assert_ended(api_client_for(police), cursor)
    assert_ended(api_of(client, ("forums:read",)), cursor)
    ApiClient.objects.filter(pk=client.pk).update(unit=make_unit(organisation=neighbour))
    assert_ended(api, cursor)


def test_old_changes_go_and_with_them_their_cursors(api: APIClient, council: Forum) -> None:
    old = first_cursor(api)
    make_meeting(forum=council)
    idle = first_cursor(api)
    Change.objects.update(at=timezone.now() - KEPT - timedelta(hours=1))
    idle, old = (aged(cursor) for cursor in (idle, old))
    make_meeting(forum=council)
    end_transaction()
    kept = Change.objects.count() - 2
    assert clean_up()["changes"] == kept
    assert delete_old_changes() == 0
    assert_ended(api, old)
    assert follow(api, idle).json()["_meta"]["count"] == 1


def aged(cursor: str) -> str:
    """The same cursor, as if its change had been as old as it was just made."""
    epoch, position = read_cursor(cursor)
    return write_cursor(epoch, Position.of(Change.objects.get(pk=position.id)))


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_costs_the_same_for_one_and_three(
    api: APIClient, council: Forum, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    cursor = first_cursor(api)
    for number in range(times):
        make_meeting(forum=council)
        make_placement(topic=make_topic(organisation=host, name=f"Fråga {number}"), forum=council)
    end_transaction()
    with django_assert_num_queries(15):
        assert follow(api, cursor).json()["_meta"]["count"] == 3 * times


def test_without_any_scope_to_read(client: ApiClient) -> None:
    response = api_of(client, ()).get("/api/v1/changes")
    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
