"""Budgets are counted among all processes; whoever has used up the own one hears when to come back, and nobody else notices."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from redis import Redis
from rest_framework.test import APIClient

from config.env import BASE_DIR, rate
from forum.services import rate_limits
from forum.services.rate_limits import seconds_to_wait
from tests.factories import make_api_client
from tests.factories.api import CLIENT_SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pytest_django import Settings

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor

PROBE = """
import django; django.setup()
from forum.services.rate_limits import seconds_to_wait
print(sum(seconds_to_wait("api", "shared") == 0 for _ in range(20)))
"""


@pytest.fixture(autouse=True)
def budgets(settings: Settings) -> Iterator[None]:
    redis = Redis.from_url(settings.REDIS_URL)
    for key in redis.scan_iter("samverka:rate:*"):
        redis.delete(key)
    settings.RATE_LIMITS = {"api": (10, 3600), "token": (3, 3600), "failed": (5, 3600)}
    rate_limits._Pause.until = 0
    yield
    rate_limits._Pause.until = 0


def _token(client_id: str = "client-0480", secret: str = CLIENT_SECRET, address: str = "192.0.2.1") -> Any:
    body = f"grant_type=client_credentials&client_id={client_id}&client_secret={secret}"
    form = "application/x-www-form-urlencoded"
    return APIClient().post("/oauth/token", body, content_type=form, REMOTE_ADDR=address)


def test_of_a_hundred_at_once_exactly_the_budget_passes(now: datetime) -> None:
    with ThreadPoolExecutor(max_workers=50) as threads:
        waits = list(threads.map(lambda _: seconds_to_wait("api", "one"), range(100)))
    assert waits.count(0) == 10
    assert set(waits) == {0, 3600}  # the clock stands at the beginning of an hour
    assert seconds_to_wait("api", "another") == 0


@pytest.mark.slow
def test_processes_share_it(settings: Settings) -> None:
    """Each with a connection of its own, as web processes have."""
    start = partial(subprocess.Popen, [sys.executable, "-c", PROBE], cwd=BASE_DIR, stdout=subprocess.PIPE)
    environment = {"RATE_API": "10/86400", "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    running = [start(env={**_environment(settings), **environment}) for _ in range(multiprocessing.cpu_count())]
    passed = [int(process.communicate(timeout=60)[0]) for process in running]
    assert sum(passed) == 10


def _environment(settings: Settings) -> dict[str, str]:
    given: dict[str, str] = {
        "PATH": "/usr/bin:/bin",
        "REDIS_URL": settings.REDIS_URL,
        "DATABASE_URL": "postgresql:///x",
    }
    return given


def test_the_eleventh_call_is_a_429_and_the_neighbour_goes_on(
    council: Forum, neighbour: Organisation, police: Organisation, now: datetime, api_client_for: ApiClientFor
) -> None:
    api, other = api_client_for(neighbour), api_client_for(police)
    statuses = [api.get("/api/v1/forums").status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    answer = api.get("/api/v1/meetings", headers={"Accept-Language": "en"})
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (
        429,
        "application/problem+json",
        "3600",
    )
    assert (body["title"], body["status"]) == ("Too Many Requests", 429)
    assert body["detail"] == "You ask too often. Wait as many seconds as Retry-After says."
    assert answer["Cache-Control"] == "no-store"
    assert other.get("/api/v1/forums").status_code == 200


def test_what_needs_no_token_is_counted_by_address(db: None, now: datetime) -> None:
    ask = partial(APIClient().get, "/api/v1/api-info")
    assert [ask(REMOTE_ADDR="192.0.2.1").status_code for _ in range(11)] == [200] * 10 + [429]
    assert ask(REMOTE_ADDR="192.0.2.2").status_code == 200


def test_the_token_door_counts_client_and_address(neighbour: Organisation, now: datetime) -> None:
    """Whoever guesses from outside does not shut the real client out."""
    make_api_client(organisation=neighbour)
    assert [_token(secret="wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    refused = _token()
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert (refused["Retry-After"], refused["Cache-Control"]) == ("3600", "no-store")
    assert _token(address="192.0.2.2").status_code == 200


@pytest.mark.parametrize("header", ["Basic rubbish", "Basic AAAA", "Basic \xff", "Basic " + "QUFB" * 3000, "Digest x"])
def test_rubbish_at_the_token_door_is_counted_too(db: None, now: datetime, header: str) -> None:
    form = "application/x-www-form-urlencoded"
    post = partial(APIClient().post, "/oauth/token", "grant_type=client_credentials", content_type=form)
    assert [post(headers={"Authorization": header}).status_code for _ in range(4)][-1] == 429


def test_wrong_tokens_are_told_to_wait_and_a_good_one_passes(
    council: Forum, neighbour: Organisation, now: datetime, api_client_for: ApiClientFor
) -> None:
    api = api_client_for(neighbour)
    wrong = partial(APIClient().get, "/api/v1/forums", headers={"Authorization": "Bearer nonsense"})
    assert [wrong().status_code for _ in range(6)] == [401] * 5 + [429]
    assert api.get("/api/v1/forums").status_code == 200


def test_links_that_never_were_are_told_to_wait(db: None, now: datetime) -> None:
    answers = [Client().get(f"/link/a-{number}/") for number in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "429" in answers[-1].content.decode()


def test_the_sign_in_page_stops_guessing(db: None, settings: Settings) -> None:
    """The package that signs in counts by itself, in the same Redis: five wrong passwords for one address, ten from one network."""

    def guess(name: str) -> str:
        typed = {"login": f"{name}@demo.example", "password": "x"}
        return Client().post("/accounts/login/", typed, REMOTE_ADDR="198.51.100.7").content.decode()

    pages = [guess("nobody") for _ in range(7)]
    assert pages[0] != pages[-1]
    assert "429" in pages[-1] or "många" in pages[-1]


def test_without_redis_nobody_is_stopped(
    council: Forum,
    neighbour: Organisation,
    settings: Settings,
    api_client_for: ApiClientFor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.REDIS_URL = "unix:///nonexistent/redis.sock"
    api = api_client_for(neighbour)
    assert {api.get("/api/v1/forums").status_code for _ in range(15)} == {200}
    assert [record.name for record in caplog.records] == ["samverka.rate_limits"]  # once, not for each call


def test_the_caller_behind_our_own_proxies(db: None, settings: Settings, now: datetime) -> None:
    def ask(forwarded: str) -> int:
        return APIClient().get("/api/v1/api-info", headers={"X-Forwarded-For": forwarded}).status_code

    settings.TRUSTED_PROXIES = 1
    assert [ask(f"10.0.0.{number}, 192.0.2.1") for number in range(11)] == [200] * 10 + [429]
    assert ask("192.0.2.1, 192.0.2.2") == 200
    settings.TRUSTED_PROXIES = 0
    assert [ask(f"192.0.2.{number}") for number in range(11)] == [200] * 10 + [429]  # believed by nobody


@pytest.mark.parametrize("text", ["600", "600/", "/60", "x/60", "600/0", "-1/60"])
def test_a_rate_that_is_none_is_told(text: str) -> None:
    with pytest.raises(Exception, match="number/seconds"):
        rate(text)
    assert rate("0/60") == (0, 60)
