from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from forum.models import ApiClient, Organisation
from tests.factories import make_organisation, make_unit


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_api_client", *arguments, stdout=out)
    return out.getvalue()


def test_a_municipality_without_a_row_comes_in_by_its_code(db: None) -> None:
    report: dict[str, Any] = json.loads(
        create("--organisation", "0480", "--scopes", "meetings:read forums:read", "--json")
    )
    client = ApiClient.objects.get()
    assert report == {
        "clientId": client.client_id,
        "clientSecret": report["clientSecret"],
        "organisation": "0480",
        "unit": None,
        "scopes": ["forums:read", "meetings:read"],
    }
    body = {
        "grant_type": "client_credentials",
        "client_id": report["clientId"],
        "client_secret": report["clientSecret"],
    }
    assert (
        APIClient()
        .post(
            "/oauth/token",
            "&".join(f"{k}={v}" for k, v in body.items()),
            content_type="application/x-www-form-urlencoded",
        )
        .status_code
        == 200
    )
    assert report["clientSecret"] not in client.client_secret


def test_a_unit_is_found_by_name(host: Organisation) -> None:
    unit = make_unit(organisation=host, name="Socialkontoret")
    create("--organisation", "0486", "--unit", "Socialkontoret", "--scopes", "meetings:read")
    assert ApiClient.objects.get().unit == unit


@pytest.mark.parametrize(
    "arguments",
    [
        ("--organisation", "9999", "--scopes", "meetings:read"),
        ("--organisation", "0480", "--scopes", "everything:read"),
        ("--organisation", "0480", "--scopes", ""),
        ("--organisation", "0480", "--unit", "Finns inte", "--scopes", "meetings:read"),
    ],
)
def test_what_cannot_be_writes_nothing(db: None, arguments: tuple[str, ...]) -> None:
    make_organisation(code="polisen", name="Polisen")
    with pytest.raises(CommandError):
        create(*arguments)
    assert (ApiClient.objects.count(), Organisation.objects.count()) == (0, 1)
