"""How often somebody may ask: counted in Redis by one atomic command, so that all processes together give no more than was set.

Redis may be away or lose everything: then nobody is stopped, and the log says so.
"""

from __future__ import annotations

import hashlib
import math
import time
from functools import lru_cache
from typing import Final

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

TIMEOUT_SECONDS: Final = 0.3
PAUSE_SECONDS: Final = 10.0

log = structlog.get_logger("samverka.rate_limits")


class _Pause:
    """Redis did not answer: for a while nobody waits for it again."""

    until: float = 0.0


def seconds_to_wait(budget: str, *who: str) -> int:
    """Counts one act of somebody (client, address …) and says how long he or she has to wait; 0 = go on.

    Budgets stand in `settings.RATE_LIMITS` as number and seconds; a number of 0 is no limit. Windows are fixed: the count begins anew
    with each.
    """
    most, seconds = settings.RATE_LIMITS[budget]
    if not most or time.monotonic() < _Pause.until:
        return 0
    now = time.time()
    window = int(now // seconds)
    name = hashlib.sha256("\0".join(who).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    try:
        used = _count(f"samverka:rate:{budget}:{name}:{window}", seconds)
    except RedisError as error:
        _Pause.until = time.monotonic() + PAUSE_SECONDS
        log.warning("rate_limits_off", reason=type(error).__name__, seconds=PAUSE_SECONDS)
        return 0
    return 0 if used <= most else max(1, math.ceil((window + 1) * seconds - now))


def _count(key: str, seconds: int) -> int:
    with _redis(settings.REDIS_URL).pipeline(transaction=False) as pipe:
        pipe.incr(key)
        pipe.expire(key, seconds + 1)
        used: int = pipe.execute()[0]
    return used


@lru_cache(maxsize=4)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
