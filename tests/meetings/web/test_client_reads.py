"""What an API client sees and why: the very rows that the API gives it, each with what opens it, and no words of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from forum.models import ApiClient, ClientActor
from meetings.selectors.client_reads import counts_for_client, reads_of_client
from tests.conftest import LEAK
from tests.factories import make_api_client, make_decision, make_item, make_meeting, make_person, make_share
from tests.factories.shared import share_forums
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import ApiClientFor, SignIn

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def rows_of(browser: Client, client: ApiClient, kind: str) -> set[str]:
    page = browser.get(reverse("api-client-reads", args=[client.pk]), {"kind": kind}).content.decode()
    table = page.split("<table", 1)[1].split("</table>", 1)[0] if "<table" in page else ""
    return set(UUID.findall(table))


def test_the_page_is_equal_to_what_the_api_gives_and_each_row_says_why(
    host: Organisation,
    neighbour: Organisation,
    school_group: Forum,
    administrator: Person,
    api_client_for: ApiClientFor,
    signed_in: SignIn,
) -> None:
    make_person(name="Per Plats", organisation=neighbour)
    share_forums(host=host, reader=neighbour, times=2)
    api = api_client_for(neighbour)
    client = ApiClient.objects.get(organisation=neighbour)
    browser, counts = signed_in(administrator), counts_for_client(ClientActor(client))
    for kind, (_scope, name) in RESOURCES.items():
        given = {row["id"] for row in api.get(f"/api/v1/{kind}?limit=100").json()[name]}
        assert (rows_of(browser, client, kind), counts[kind]) == (given, len(given)), kind
        assert given
        opened = reads_of_client(ClientActor(client), kind, size=100).rows
        assert all((one.forums and one.seats) or one.is_owner or one.is_public or not one.forums for one in opened), (
            kind
        )
        if kind in {"agenda-items", "decisions", "minutes", "documents"}:
            assert all(one.shares for one in opened), kind


def test_no_words_of_what_is_written_reach_the_administrator(
    council: Forum, neighbour: Organisation, administrator: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council)
    make_decision(item=make_item(meeting=meeting, title=f"{LEAK} punkt"), text=f"{LEAK} beslut")
    make_share(meeting=meeting, organisation=neighbour)
    client, browser = make_api_client(organisation=neighbour), signed_in(administrator)

    for kind in RESOURCES:
        page = browser.get(reverse("api-client-reads", args=[client.pk]), {"kind": kind}).content.decode()
        assert LEAK not in page
    assert len(rows_of(browser, client, "decisions")) == 1


def test_only_administrators(council: Forum, secretary: Person, neighbour: Organisation, signed_in: SignIn) -> None:
    client = make_api_client(organisation=neighbour)

    assert signed_in(secretary).get(reverse("api-client-reads", args=[client.pk])).status_code == 403


@pytest.mark.parametrize("times", [1, 3])
def test_the_number_of_queries_does_not_grow(
    times: int, host: Organisation, neighbour: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = ClientActor(make_api_client(organisation=neighbour))
    share_forums(host=host, reader=neighbour, times=times)
    for kind, queries in {"agenda-items": 4, "documents": 4, "organisations": 5}.items():
        with django_assert_num_queries(queries):
            reads_of_client(actor, kind, size=25)
