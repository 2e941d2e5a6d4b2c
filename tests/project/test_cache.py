"""A cache that is away keeps nobody from signing in, signing out or saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from config.cache import ForgivingRedisCache

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from forum.models import Person

AWAY = {"LOCATION": "unix:///nonexistent/redis.sock", "OPTIONS": {"socket_connect_timeout": 1}}


@pytest.fixture
def away(settings: Settings) -> None:
    settings.CACHES = {name: {**known, **AWAY} for name, known in settings.CACHES.items()}


def test_it_is_an_empty_cache(away: None) -> None:
    cache = caches["default"]
    assert isinstance(cache, ForgivingRedisCache)
    assert cache.add("a", 1) is True
    cache.set("a", 1)
    assert (cache.get("a"), cache.get("a", 2), cache.get_many(["a"]), cache.delete("a")) == (None, 2, {}, False)
    with pytest.raises(RedisError):
        caches["strict"].get("a")


def test_somebody_signs_in(away: None, client: Client, official: Person) -> None:
    official.set_password("lang-och-hemlig-nog")
    official.save()
    typed = {"login": official.email, "password": "lang-och-hemlig-nog"}
    assert client.post("/accounts/login/", {**typed, "password": "fel"}).status_code == 200
    assert client.post("/accounts/login/", typed).status_code == 302
    assert client.get("/").wsgi_request.user == official


def test_readiness_tells(away: None, client: Client, db: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["redis"]) == (503, False)
