from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

Given = ParamSpec("Given")


def built_once(build: Callable[Given, QuerySet[Any]]) -> Callable[Given, QuerySet[Any]]:
    """Build a query once for the same arguments and give each caller a copy that has not been asked yet.

    A page names the reader's seats in dozens of conditions, and taking such a query together costs more than PostgreSQL's answer.
    The arguments are values (ids, a day), never rows.
    """
    kept = cast("Callable[Given, QuerySet[Any]]", lru_cache(maxsize=2048)(build))

    @wraps(build)
    def copied(*args: Given.args, **kwargs: Given.kwargs) -> QuerySet[Any]:
        return kept(*args, **kwargs).all()

    return copied
