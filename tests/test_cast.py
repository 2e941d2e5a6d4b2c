from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import ClientActor, Forum, PersonActor
from meetings.models import ActionItem
from tests.factories import make_api_client

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Organisation, Person
    from tests.conftest import ApiClientFor, SignIn


def test_seats_open_the_forums_of_the_cast(
    council: Forum, network: Forum, school_group: Forum, secretary: Person, official: Person, stranger: Person
) -> None:
    assert set(Forum.objects.visible_to(PersonActor(secretary))) == {council, network}
    assert list(Forum.objects.visible_to(PersonActor(official))) == []
    assert list(Forum.objects.visible_to(PersonActor(stranger))) == []


def test_clients_read_where_their_organisation_sits(
    council: Forum, school_group: Forum, neighbour: Organisation, stranger_municipality: Organisation
) -> None:
    assert list(Forum.objects.visible_to(ClientActor(make_api_client(organisation=neighbour)))) == [council]
    assert list(Forum.objects.visible_to(ClientActor(make_api_client(organisation=stranger_municipality)))) == []
    assert ActionItem.objects.count() == 1


def test_doors_open(
    now: datetime,
    chair: Person,
    coordinator: Person,
    administrator: Person,
    signed_in: SignIn,
    neighbour: Organisation,
    api_client_for: ApiClientFor,
) -> None:
    assert signed_in(chair).session["_auth_user_id"] == str(chair.pk)
    assert api_client_for(neighbour).get("/api/v1/api-client").json()["clientId"] == "client-0480"
