from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.postgres.search import SearchVector

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

SWEDISH: Final = "swedish"


def swedish_words(*columns: str | Combinable) -> SearchVector:
    """The words of these columns as search finds them. Index and query must name the same columns in the same order."""
    return SearchVector(*columns, config=SWEDISH)
