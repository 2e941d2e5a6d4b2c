from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forum.models import Organisation
    from tests.conftest import ApiClientFor


def test_the_client_reads_who_it_is(neighbour: Organisation, api_client_for: ApiClientFor) -> None:
    assert api_client_for(neighbour, ["meetings:read"]).get("/api/v1/api-client").json() == {
        "clientId": "client-0480",
        "name": "Nyköpings kommun API",
        "organisation": {"id": str(neighbour.pk), "code": "0480", "name": "Nyköpings kommun"},
        "unitId": None,
        "scopes": ["meetings:read"],
        "_links": {"self": {"href": "http://testserver/api/v1/api-client"}},
    }
