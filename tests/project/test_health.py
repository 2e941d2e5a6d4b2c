"""Health answers tell the truth about the neighbours."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from config import health, queues

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_ticks() -> None:
    cache.delete_many([f"heartbeat:{task}" for task in queues.WATCHED])


def test_live_needs_no_neighbour(client: Client) -> None:
    answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_not_ready_before_the_first_tick(client: Client) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "database": True,
        "redis": True,
        "ticking": False,
        "secondsSinceTick": {queues.DISPATCH: None, queues.RELEASE_DUE: None},
    }


def test_ready_with_fresh_ticks(client: Client) -> None:
    for task in queues.WATCHED:
        health.leave_heartbeat(task)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)


def test_not_ready_when_one_tick_is_a_minute_old(client: Client) -> None:
    health.leave_heartbeat(queues.DISPATCH)
    cache.set(f"heartbeat:{queues.RELEASE_DUE}", time.time() - 61, 100)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["ticking"]) == (503, False)


def test_only_watched_tasks_leave_heartbeats() -> None:
    health.leave_heartbeat(queues.SWEEP)

    assert cache.get(f"heartbeat:{queues.SWEEP}") is None


def test_every_answer_carries_a_request_id(client: Client) -> None:
    given = client.get("/health/live", headers={"X-Request-ID": "outside-1234"})
    made = client.get("/health/live", headers={"X-Request-ID": "a b\tc"})

    assert given["X-Request-ID"] == "outside-1234"
    assert len(made["X-Request-ID"]) == 36
