"""Works off the large calendars that wait, and tells how far it has come."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from meetings.services.intake import begin_next_intake, take_in
from meetings.services.progress import Stage

if TYPE_CHECKING:
    import uuid

REMEMBERED: Final = 15 * 60
SHARES: Final = {Stage.READING: (0, 5), Stage.DATES: (5, 20), Stage.MEETINGS: (20, 70), Stage.REMINDERS: (70, 100)}

log = structlog.get_logger(__name__)


def take_in_waiting() -> int:
    """Brings in one calendar after the other until none waits; returns how many were begun."""
    begun = 0
    while intake := begin_next_intake():
        begun += 1
        log.info("large calendar", intake=str(intake.pk), attempt=intake.tries + 1)
        if not take_in(intake_id=intake.pk, progress=Told(intake.pk)):
            break
    return begun


class Told:
    """Leaves the share of the work that is done, in percent, where the page looks for it."""

    def __init__(self, intake_id: uuid.UUID) -> None:
        self.key = _key(intake_id)

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        first, last = SHARES[stage]
        percent = first + (last - first) * done // total if total else first
        with suppress(RedisError):
            cache.set(self.key, percent, REMEMBERED)


def percent_done(intake_id: uuid.UUID) -> int | None:
    """How far a worker has come; None when none has begun, or nobody knows."""
    with suppress(RedisError):
        known: int | None = cache.get(_key(intake_id))
        return known
    return None


def _key(intake_id: uuid.UUID) -> str:
    return f"intake:{intake_id}"
