from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from django.db.models import QuerySet


def count_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """A column that counts `rows`, which name the row around it in `by`.

    Unlike a count over a join it is reckoned only for the rows that are shown: a few of many cost as little as a few of few.
    """
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)
