"""The cache that pages use: Redis, and without Redis an empty one. Nobody is kept from signing in or saving because a cache is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger("samverka.cache")


class ForgivingRedisCache(RedisCache):
    """Without Redis nothing is found, everything counts as the first time, and the log says so."""

    def _without(self, answer: Any, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_away", reason=type(error).__name__)
            return answer

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._without(1, super().add, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._without(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._without(None, super().set, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._without(0, super().delete, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = self._without({}, super().get_many, *args, **kwargs)
        return found
