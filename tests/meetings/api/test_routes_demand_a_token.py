from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import URLResolver, get_resolver
from rest_framework.test import APIClient

from forum.models import ApiClient
from tests.factories import make_api_client, make_token
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import Organisation

OPEN = {"api-info", "api-openapi", "api-docs", "api-nowhere"}
ID = "01936b2e-7d10-7c41-9a55-2f6d1c0e8b10"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        elif path.startswith("api/"):
            yield entry.name or path, "/" + path.replace("<path:format>", "")


def closed_routes() -> list[str]:
    found = [path for name, path in routes(get_resolver()) if name not in OPEN]
    return [path.split("<")[0] + ID + path.split(">")[1] if "<" in path else path for path in found]


def test_all_resources_are_among_the_routes() -> None:
    lists = {f"/api/v1/{name}" for name in RESOURCES}
    singles = {f"/api/v1/{name}/{ID}" for name in RESOURCES}
    others = {"/api/v1/api-client", "/api/v1/changes", f"/api/v1/minutes/{ID}/pdf", f"/api/v1/documents/{ID}/file"}
    others |= {f"/api/v1/topics/{ID}/{what}" for what in ("coverage", "breaks")}
    assert set(closed_routes()) == lists | singles | others


@pytest.mark.parametrize("path", closed_routes())
def test_every_method_without_a_token_gets_401(db: None, path: str) -> None:
    for method in METHODS:
        response = getattr(APIClient(), method)(path)
        assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"'), method


@pytest.mark.parametrize("path", closed_routes())
def test_a_token_without_any_scope_gets_403(neighbour: Organisation, path: str) -> None:
    api = APIClient()
    api.credentials(
        HTTP_AUTHORIZATION=f"Bearer {make_token(client=make_api_client(organisation=neighbour), scopes=())}"
    )
    expected = 200 if path == "/api/v1/api-client" else 403
    assert api.get(path).status_code == expected


@pytest.mark.parametrize(("name", "scope"), [(name, scope) for name, (scope, _rows) in RESOURCES.items()])
def test_each_resource_names_the_scope_that_is_missing(neighbour: Organisation, name: str, scope: str) -> None:
    others = {wanted for wanted, _rows in RESOURCES.values()} - {scope}
    api = APIClient()
    client = make_api_client(organisation=neighbour)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=client, scopes=sorted(others))}")
    response = api.get(f"/api/v1/{name}")
    assert response.status_code == 403
    assert response["WWW-Authenticate"] == f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'
    assert response.json()["type"] == "urn:samverka:problem:insufficient-scope"


def test_a_scope_taken_from_the_client_counts_at_once(neighbour: Organisation) -> None:
    client = make_api_client(organisation=neighbour)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=client)}")
    assert api.get("/api/v1/meetings").status_code == 200
    ApiClient.objects.update(scopes=["forums:read"])
    assert api.get("/api/v1/meetings").status_code == 403
