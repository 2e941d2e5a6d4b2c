"""Each system check finds its fault and is silent otherwise."""

from __future__ import annotations

import pytest
from django.test import override_settings

from config import checks

SOUND = {"SITE_URL": "https://samverka.example", "MAIL_DOMAIN": "samverka.example", "DEMO": False}


@pytest.mark.parametrize("url", ["samverka.example", "https://", "ftp://samverka.example", "https://a.example/x?y"])
def test_site_url_must_be_an_absolute_address(url: str) -> None:
    with override_settings(SITE_URL=url):
        assert [message.id for message in checks.check_site_url()] == ["samverka.E001"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({}, []),
        ({"DEMO": True}, ["samverka.E002"]),
        ({"SITE_URL": "http://samverka.example"}, ["samverka.E003"]),
        ({"MAIL_DOMAIN": "samverka.invalid"}, ["samverka.E004"]),
        ({"OUTGOING_TEST": {"ca_file": "ca.pem"}}, ["samverka.E006"]),
    ],
)
def test_deployment_faults_have_an_id_and_a_hint(fault: dict[str, object], expected: list[str]) -> None:
    with override_settings(**{**SOUND, **fault}):
        found = checks.check_deployment()

    assert [message.id for message in found] == expected
    assert all(message.hint for message in found)


@pytest.mark.django_db
def test_the_test_database_is_as_it_should_be() -> None:
    assert checks.check_database(["default"]) == []
