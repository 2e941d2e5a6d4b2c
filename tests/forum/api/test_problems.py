from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rest_framework.test import APIClient, APIRequestFactory

from forum.api.problems import answer_exception
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, StaleVersionError

if TYPE_CHECKING:
    from forum.models import Organisation
    from tests.conftest import ApiClientFor

REQUEST_ID = "c0ffee00-0000-4000-8000-000000000000"
MEMBERS = {"type", "title", "status", "detail", "instance"}


@pytest.fixture
def api(neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(neighbour)


def problem_of(response: Any, status: int) -> dict[str, Any]:
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        status,
        "application/problem+json",
        "no-store",
    )
    body: dict[str, Any] = response.json()
    assert (set(body) - {"errors"}, body["status"]) == (MEMBERS, status)
    return body


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/forums",
        "/api/v1/forums/",
        "/api/v1/forums/1",
        "/api/v1/forums/%00",
        "/api/%ff",
    ],
)
def test_addresses_that_do_not_exist(api: APIClient, path: str) -> None:
    for method in ("get", "post", "delete"):
        body = problem_of(getattr(api, method)(path), 404)
        assert (body["type"], body["title"]) == ("about:blank", "Not Found")


def test_the_instance_is_the_request(api: APIClient) -> None:
    response = api.get("/api/v1/nowhere", headers={"X-Request-ID": REQUEST_ID})
    assert (response.json()["instance"], response["X-Request-ID"]) == (f"urn:uuid:{REQUEST_ID}", REQUEST_ID)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_methods_that_are_not_offered(api: APIClient, method: str) -> None:
    response = getattr(api, method)("/api/v1/forums")
    problem_of(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_only_json_is_spoken(api: APIClient) -> None:
    problem_of(api.get("/api/v1/forums", headers={"Accept": "text/html"}), 406)
    for accept in ("application/json", "*/*", "application/*", "text/html, */*;q=0.1"):
        assert api.get("/api/v1/forums", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=1&limit=2", "limit"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=99999999999999999999", "page"),
        ("cursor=abc", "cursor"),
        ("cursor=&page=1", "cursor"),
        ("forum=1", "forum"),
        ("forum=%00", "forum"),
        ("forum=%ff", "forum"),
        ("state=unheard", "state"),
        ("historic=perhaps", "historic"),
        ("modified_since=2026-11-24", "modified_since"),
        ("modified_since=2026-11-24T09:00:00", "modified_since"),
        ("modified_since=2026-11-24T09:00:00+01:00", "modified_since"),
        ("modified_since=2026-13-24T09:00:00Z", "modified_since"),
        ("modified_since=0000-01-01T00:00:00Z", "modified_since"),
        ("starts_after=x", "starts_after"),
        ("startsAfter=2026-11-24T09:00:00Z", "startsAfter"),
        ("unheard=1", "unheard"),
    ],
)
def test_parameters_that_cannot_be_used(api: APIClient, query: str, parameter: str) -> None:
    body = problem_of(api.get(f"/api/v1/meetings?{query}"), 400)
    assert body["type"] == "urn:samverka:problem:invalid-parameter"
    assert [(error["parameter"], error["code"]) for error in body["errors"]] == [(parameter, "invalid_parameter")]
    assert body["errors"][0]["detail"] != ""


def test_a_single_one_takes_no_parameters(api: APIClient) -> None:
    problem_of(api.get("/api/v1/forums/01936b2e-7d10-7c41-9a55-2f6d1c0e8b10?limit=1"), 400)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInputError("Skriv ett namn.", field="due_on"), 400, "invalid"),
        (NotAllowedError(), 403, "not-allowed"),
        (ConflictError("Det är redan klart."), 409, "conflict"),
        (StaleVersionError(current=None), 412, "stale-version"),
    ],
)
def test_errors_of_the_domain(db: None, error: Exception, status: int, code: str) -> None:
    request = APIRequestFactory().get("/api/v1/forums")
    response = answer_exception(error, {"request": request, "view": None})
    assert (response.status_code, response.data["type"], response.data["detail"]) == (
        status,
        f"urn:samverka:problem:{code}",
        str(error),
    )
    expected = [{"pointer": "/dueOn", "detail": "Skriv ett namn.", "code": "invalid"}] if status == 400 else None
    assert response.data.get("errors") == expected


def test_a_fault_of_ours_tells_nothing_about_itself(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("forum.api.pagination.Pages.paginate_queryset", fail)
    api.raise_request_exception = False
    response = api.get("/api/v1/forums")
    problem_of(response, 500)
    assert "secret words" not in response.content.decode()
