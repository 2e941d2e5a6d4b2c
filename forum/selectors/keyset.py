"""Lists page by page from the last row that was shown, so that a far page costs as much as the first and nothing is shown twice."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Func, QuerySet

R = TypeVar("R", bound=Model)
LONGEST: Final = 1000


@dataclass(frozen=True)
class Key:
    """One part of an order: what is compared (never null), and whether the greatest comes first."""

    expression: F | Func
    descending: bool = False


@dataclass(frozen=True)
class Stretch:
    """One page: its rows, and the marks with which the pages before and after it are asked for (empty: there is none)."""

    rows: list[Any] = field(default_factory=list)
    before: str = ""
    after: str = ""


def stretch_of(rows: QuerySet[Any], order: Sequence[Key], *, size: int, after: str = "", before: str = "") -> Stretch:
    """The page after or before a mark; the first one without, or with a mark that can't be read. `order` must end with something unique."""
    ranked = rows.annotate(**{f"key_{place}": key.expression for place, key in enumerate(order)})
    backwards = bool(before)
    mark = _read(before or after, len(order))
    begun = _beyond(ranked, order, mark, backwards=backwards)
    if begun is None:
        begun, mark, backwards = ranked, None, False
    found = list(begun.order_by(*_ordering(order, backwards=backwards))[: size + 1])
    more = len(found) > size
    shown = found[:size][::-1] if backwards else found[:size]
    if not shown:
        return Stretch()
    first, last = (_write(row, len(order)) for row in (shown[0], shown[-1]))
    has_before, has_after = (more, True) if backwards else (mark is not None, more)
    return Stretch(shown, first if has_before else "", last if has_after else "")


def in_order(rows: QuerySet[R], order: Sequence[Key]) -> QuerySet[R]:
    """All rows in the same order."""
    return rows.order_by(*(key.expression.desc() if key.descending else key.expression.asc() for key in order))


def _ordering(order: Sequence[Key], *, backwards: bool) -> list[str]:
    return [f"{'-' if key.descending != backwards else ''}key_{place}" for place, key in enumerate(order)]


def _beyond(
    rows: QuerySet[Any], order: Sequence[Key], mark: list[str] | None, *, backwards: bool
) -> QuerySet[Any] | None:
    """The rows past the mark; None when the mark says nothing."""
    if mark is None:
        return None
    beyond, same = Q(), Q()
    for place, key in enumerate(order):
        side = "lt" if key.descending != backwards else "gt"
        beyond |= same & Q(**{f"key_{place}__{side}": mark[place]})
        same &= Q(**{f"key_{place}": mark[place]})
    try:
        return rows.filter(beyond)
    except (ValueError, TypeError, ValidationError):
        return None


def _write(row: Any, length: int) -> str:
    values = [str(getattr(row, f"key_{place}")) for place in range(length)]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(mark: str, length: int) -> list[str] | None:
    try:
        values = json.loads(urlsafe_b64decode(mark[:LONGEST] + "=" * (-len(mark[:LONGEST]) % 4)))
        json.dumps(values, ensure_ascii=False).encode()  # halves of a character can't be asked for
    except (ValueError, RecursionError):
        return None
    right = isinstance(values, list) and len(values) == length
    return values if right and all(isinstance(value, str) and "\0" not in value for value in values) else None
