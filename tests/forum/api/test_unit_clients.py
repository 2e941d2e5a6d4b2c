from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.test import APIClient

from tests.factories import make_api_client, make_seat, make_token, make_unit

if TYPE_CHECKING:
    from forum.models import Forum, Organisation


def test_a_client_of_one_unit_reads_where_that_unit_sits(
    council: Forum, network: Forum, neighbour: Organisation
) -> None:
    unit = make_unit(organisation=neighbour)
    make_seat(forum=network, organisation=neighbour, unit=unit)
    api = APIClient()
    api.credentials(
        HTTP_AUTHORIZATION=f"Bearer {make_token(client=make_api_client(organisation=neighbour, unit=unit))}"
    )
    assert [row["id"] for row in api.get("/api/v1/forums").json()["forums"]] == [str(network.pk)]
    assert [row["id"] for row in api.get("/api/v1/units").json()["units"]] == [str(unit.pk)]
