from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone
from oauth2_provider.models import AccessToken
from rest_framework.test import APIClient

from forum.services.api_clients import revoke_api_client
from tests.factories import make_api_client, make_token
from tests.factories.api import CLIENT_SECRET

if TYPE_CHECKING:
    from django.http import HttpResponse

    from forum.models import ApiClient, Organisation

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def registered(neighbour: Organisation) -> ApiClient:
    return make_api_client(organisation=neighbour, scopes=["forums:read", "meetings:read"])


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def ask(body: str = "grant_type=client_credentials", *, authorization: str = "", content_type: str = FORM) -> Any:
    headers = {"Authorization": authorization} if authorization else {}
    return APIClient().post("/oauth/token", body, content_type=content_type, headers=headers)


def bearer(token: str) -> HttpResponse:
    response: HttpResponse = APIClient().get("/api/v1/forums", headers={"Authorization": f"Bearer {token}"})
    return response


def test_basic_authentication_gets_all_scopes_of_the_client(registered: ApiClient) -> None:
    response = ask(authorization=basic(registered.client_id, CLIENT_SECRET))
    assert response.status_code == 200
    body = response.json()
    token = body.pop("access_token")
    assert body == {"expires_in": 3600, "token_type": "Bearer", "scope": "forums:read meetings:read"}
    assert response["Cache-Control"] == "no-store"
    assert bearer(token).status_code == 200


def test_secret_in_the_body_works_too(registered: ApiClient) -> None:
    response = ask(
        f"grant_type=client_credentials&client_id={registered.client_id}&client_secret={CLIENT_SECRET}&scope=forums:read"
    )
    assert response.json()["scope"] == "forums:read"


def test_nothing_is_stored_in_clear(registered: ApiClient) -> None:
    token = ask(authorization=basic(registered.client_id, CLIENT_SECRET)).json()["access_token"]
    row = AccessToken.objects.get()
    assert (row.token, row.user) == ("", None)
    assert token not in str(AccessToken.objects.values())
    registered.refresh_from_db()
    assert CLIENT_SECRET not in registered.client_secret


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("grant_type=client_credentials&scope=actions:read", 400, "invalid_scope"),
        ("grant_type=client_credentials&scope=everything", 400, "invalid_scope"),
        ("grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        ("grant_type=authorization_code&code=a", 400, "unsupported_grant_type"),
        ("grant_type=refresh_token&refresh_token=a", 400, "unsupported_grant_type"),
        ("grant_type=urn:ietf:params:oauth:grant-type:device_code", 400, "unsupported_grant_type"),
        ("", 400, "invalid_request"),
    ],
)
def test_other_wishes_are_refused_in_the_words_of_oauth(
    registered: ApiClient, body: str, status: int, error: str
) -> None:
    response = ask(body, authorization=basic(registered.client_id, CLIENT_SECRET))
    assert (response.status_code, response.json()["error"], response.json()["status"]) == (status, error, status)
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic rubbish", "Basic AAAA", basic("client-0480", "wrong"), basic("nobody", "x"), basic("a\0b", "x")],
)
def test_a_wrong_client_gets_401(registered: ApiClient, authorization: str) -> None:
    response = ask(authorization=authorization)
    assert response.status_code in {400, 401}
    assert response.json()["error"] in {"invalid_client", "invalid_request"}
    if response.status_code == 401:
        assert response["WWW-Authenticate"].startswith("Basic")


def test_a_revoked_client_is_out_at_once(registered: ApiClient) -> None:
    token = make_token(client=registered)
    assert bearer(token).status_code == 200
    revoke_api_client(client=registered)
    assert bearer(token).status_code == 401
    assert ask(authorization=basic(registered.client_id, CLIENT_SECRET)).status_code == 401


def test_a_token_ends_after_an_hour(registered: ApiClient) -> None:
    token = ask(authorization=basic(registered.client_id, CLIENT_SECRET)).json()["access_token"]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = bearer(token)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api", error="invalid_token"')


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nonsense", "Bearer ü\0"])
def test_a_wrong_token_gets_401(registered: ApiClient, header: str) -> None:
    response = APIClient().get("/api/v1/forums", headers={"Authorization": header})
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


@pytest.mark.parametrize("place", ["/api/v1/forums?access_token={}", "/api/v1/forums?bearer={}"])
def test_a_token_in_the_address_is_no_token(registered: ApiClient, place: str) -> None:
    assert APIClient().get(place.format(make_token(client=registered))).status_code == 401


def test_basic_authentication_opens_only_the_token_door(registered: ApiClient) -> None:
    response = APIClient().get("/api/v1/forums", headers={"Authorization": basic(registered.client_id, CLIENT_SECRET)})
    assert response.status_code == 401


def test_other_methods_and_types_are_problems(registered: ApiClient) -> None:
    wrong_method = APIClient().get("/oauth/token")
    assert (wrong_method.status_code, wrong_method["Allow"], wrong_method["Content-Type"]) == (
        405,
        "POST",
        "application/problem+json",
    )
    assert ask('{"grant_type": "client_credentials"}', content_type="application/json").status_code == 415
    assert APIClient().post("/oauth/token?a=%zz", "grant_type=client_credentials", content_type=FORM).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [("&".join(f"a{number}=1" for number in range(2000)), 400), ("a" * (13 * 1024 * 1024), 413), ("a=%ff%fe", 400)],
)
@pytest.mark.parametrize("authorization", ["", basic("client-0480", CLIENT_SECRET)])
def test_a_body_that_is_too_much_is_told_as_json(
    registered: ApiClient, body: str, status: int, authorization: str
) -> None:
    response = ask(body, authorization=authorization)
    assert (response.status_code, response.json()["error"]) == (status, "invalid_request")
