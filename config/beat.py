"""Beat only ticks: what is due is decided by PostgreSQL, and a lost tick loses nothing.

Each message expires before many can pile up behind a stopped worker.
Daily work is an hourly, idempotent tick, so that an hour of standstill does not skip a day.
"""

from __future__ import annotations

from typing import Any, Final

from config import queues

SECOND: Final = 1.0
HOUR: Final = 3600.0


def _tick(task: str, every: float, expires: float) -> dict[str, Any]:
    queue = queues.QUEUE_OF_TASK[task]
    return {"task": task, "schedule": every, "options": {"queue": queue, "expires": expires}}


SCHEDULE: Final = {
    "dispatch": _tick(queues.DISPATCH, every=2 * SECOND, expires=10 * SECOND),
    "release-due": _tick(queues.RELEASE_DUE, every=2 * SECOND, expires=10 * SECOND),
    "sweep": _tick(queues.SWEEP, every=5 * SECOND, expires=15 * SECOND),
    "clean-up": _tick(queues.CLEAN_UP, every=HOUR, expires=HOUR / 2),
    "take-in-calendars": _tick(queues.TAKE_IN_CALENDARS, every=5 * SECOND, expires=15 * SECOND),
    "follow-calendars": _tick(queues.FOLLOW_CALENDARS, every=15 * SECOND, expires=15 * SECOND),
    "refresh-dates": _tick(queues.REFRESH_DATES, every=HOUR, expires=HOUR / 2),
}
