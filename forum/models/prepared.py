from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVarTuple, cast

from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

Given = TypeVarTuple("Given")


class Prepared(RawSQL):
    """A subquery as finished SQL, for `…__in=`; nothing in it refers to the query around it."""

    def get_group_by_cols(self) -> list[Any]:
        """None: what does not depend on the row divides no group."""
        return []


def prepared(build: Callable[[*Given], QuerySet[Any]]) -> Callable[[*Given], Prepared]:
    """Build and compile a subquery once for the same arguments.

    A page names the reader's seats in dozens of conditions, and putting such a query together costs more than PostgreSQL's answer.
    What is kept is SQL, never rows; the arguments are values (ids, a day), so that tomorrow's SQL is another.
    """

    @lru_cache(maxsize=2048)
    @wraps(build)
    def compiled(*given: *Given) -> Prepared:
        return Prepared(*build(*given).order_by().query.sql_with_params())

    return cast("Callable[[*Given], Prepared]", compiled)
