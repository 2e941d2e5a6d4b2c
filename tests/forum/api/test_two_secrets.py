"""A secret is changed without an interruption: the old one goes on for a time, then it is over, or is ended at once."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from forum.errors import ConflictError, InvalidInputError
from forum.models import ApiClient
from forum.services.api_clients import end_former_secret, renew_secret, revoke_api_client
from forum.tasks import clean_up
from tests.factories import make_api_client
from tests.factories.api import CLIENT_SECRET
from tests.forum.api.test_token_issue import ask, basic

if TYPE_CHECKING:
    from forum.models import Organisation, Person
    from tests.conftest import SignIn


@pytest.fixture
def client(neighbour: Organisation) -> ApiClient:
    return make_api_client(organisation=neighbour)


def opens(client: ApiClient, secret: str) -> bool:
    """By header and by body alike."""
    body = f"grant_type=client_credentials&client_id={client.client_id}&client_secret={secret}"
    statuses = {ask(authorization=basic(client.client_id, secret)).status_code, ask(body).status_code}
    assert statuses in ({200}, {401})
    return statuses == {200}


def test_both_work_until_the_old_one_ends(client: ApiClient) -> None:
    renewed, secret = renew_secret(client=client, keep_days=7)
    assert (opens(client, CLIENT_SECRET), opens(client, secret), opens(client, "wrong"), opens(client, "")) == (
        True, True, False, False,
    )  # fmt: skip
    assert secret not in str(ApiClient.objects.values())
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert (opens(client, CLIENT_SECRET), opens(client, secret)) == (False, True)
        assert clean_up()["secrets"] == 1
        assert renew_secret(client=renewed).secret != secret


def test_the_old_one_is_ended_by_hand_or_at_once(client: ApiClient) -> None:
    _client, second = renew_secret(client=client)
    end_former_secret(client=client)
    assert (opens(client, CLIENT_SECRET), opens(client, second)) == (False, True)
    _client, third = renew_secret(client=client, keep_days=0)
    assert (opens(client, second), opens(client, third)) == (False, True)


def test_tokens_end_with_the_secret_that_gave_them(client: ApiClient) -> None:
    """A token that a stolen secret gave opens nothing once the secret is ended; the one in use gives new ones."""

    def reads(token: str) -> bool:
        return Client().get("/api/v1/api-client", headers={"Authorization": f"Bearer {token}"}).status_code == 200

    def token_of(secret: str) -> str:
        return str(ask(authorization=basic(client.client_id, secret)).json()["access_token"])

    _client, second = renew_secret(client=client)
    stolen = token_of(CLIENT_SECRET)
    assert reads(stolen)
    end_former_secret(client=client)
    ours = token_of(second)
    end_former_secret(client=client)  # said twice
    assert (reads(stolen), reads(ours)) == (False, True)
    renew_secret(client=client, keep_days=0)
    assert not reads(ours)


def test_never_three(client: ApiClient) -> None:
    """A third would end the one that the other system still uses."""
    _client, second = renew_secret(client=client)
    with pytest.raises(ConflictError) as error:
        renew_secret(client=client)
    assert error.value.code == "two_secrets"
    assert (opens(client, CLIENT_SECRET), opens(client, second)) == (True, True)


def test_a_revoked_client_has_none(client: ApiClient) -> None:
    _client, second = renew_secret(client=client)
    revoke_api_client(client=client)
    assert (opens(client, CLIENT_SECRET), opens(client, second)) == (False, False)
    with pytest.raises(ConflictError):
        renew_secret(client=client)
    assert ApiClient.objects.get().former_secret == ""


@pytest.mark.parametrize("days", [-1, 91])
def test_days_that_are_none(client: ApiClient, days: int) -> None:
    with pytest.raises(InvalidInputError):
        renew_secret(client=client, keep_days=days)
    assert opens(client, CLIENT_SECRET)


def test_the_page_shows_the_new_one_once(client: ApiClient, signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    address = f"/administration/api-clients/{client.pk}"
    typed = {"keep_days": "7", "once": "0195f1c0-0000-7000-8000-000000000001"}
    shown = browser.post(f"{address}/secret/", typed)
    assert opens(client, shown.context["secret"])
    assert browser.post(f"{address}/secret/", typed).status_code == 302
    assert browser.post(f"{address}/secret/", {"keep_days": "7"}).status_code == 422
    assert opens(client, CLIENT_SECRET)
    assert browser.post(f"{address}/old-secret/").status_code == 302
    assert not opens(client, CLIENT_SECRET)


def test_only_administrators(client: ApiClient, signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    for page in ("secret", "old-secret"):
        assert browser.post(f"/administration/api-clients/{client.pk}/{page}/", {"keep_days": "0"}).status_code in {
            403,
            404,
        }
    assert opens(client, CLIENT_SECRET)


def test_the_command(client: ApiClient) -> None:
    def run(*arguments: str) -> Any:
        out = StringIO()
        call_command("renew_api_client", client.client_id, *arguments, stdout=out)
        return out.getvalue()

    report = json.loads(run("--keep-days", "1", "--json"))
    assert opens(client, report["clientSecret"])
    assert report["oldSecretEndsAt"].endswith("Z")
    with pytest.raises(CommandError):
        run()
    assert "works no longer" in run("--end-old")
    assert not opens(client, CLIENT_SECRET)
    with pytest.raises(CommandError):
        partial(call_command, "renew_api_client", "nobody")()
