"""/health/live says that the process answers; /health/ready that its neighbours do as well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config import queues

if TYPE_CHECKING:
    from django.http import HttpRequest

# A tick comes every 2 seconds; a minute without one means that beat or a worker is gone.
OLDEST_TICK_SECONDS: Final = 60
KEPT_SECONDS: Final = 24 * 3600


def _key(task: str) -> str:
    return f"heartbeat:{task}"


def leave_heartbeat(task: str) -> None:
    """Note in the cache that a watched tick ended well now (Unix time)."""
    if task in queues.WATCHED:
        caches["strict"].set(_key(task), time.time(), KEPT_SECONDS)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _tick_ages() -> dict[str, float | None] | None:
    """Seconds since each watched tick, None for never; None as a whole when Redis is away."""
    try:
        beats = caches["strict"].get_many([_key(task) for task in queues.WATCHED])
    except RedisError:
        return None
    now = time.time()
    ages: dict[str, float | None] = {}
    for task in queues.WATCHED:
        beat = beats.get(_key(task))
        ages[task] = None if beat is None else round(now - beat, 1)
    return ages


def _report() -> dict[str, Any]:
    database, ages = _database_answers(), _tick_ages()
    ticking = ages is not None and all(age is not None and age <= OLDEST_TICK_SECONDS for age in ages.values())
    return {
        "ready": database and ages is not None and ticking,
        "database": database,
        "redis": ages is not None,
        "ticking": ticking,
        "secondsSinceTick": ages or {},
    }


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    report = _report()
    return JsonResponse(report, status=200 if report["ready"] else 503)
