"""Search over what the reader may see: one statement per kind, each through the kind's own visibility, newest first.

Nothing is searched that would not be shown: words of a point that is redacted for the reader are in no statement's reach, and
highlights are made of the texts as they were loaded for this reader.
"""

from __future__ import annotations

import heapq
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from meetings.enums import SearchKind

from .search_sources import SOURCES, UNDATED
from .search_words import asks_something, plain_words, search_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from forum.models import Actor

    from .search_sources import Hit, Source

PAGE: Final = 20
MOST_CANDIDATES: Final = 1_000_000
ORDER: Final = {kind: number for number, kind in enumerate(reversed(SearchKind))}


@dataclass(frozen=True)
class Place:
    """The last hit of a page; the next page begins behind it."""

    moment: datetime
    order: int
    id: uuid.UUID

    @classmethod
    def of(cls, hit: Hit) -> Place:
        return cls(hit.moment or UNDATED, ORDER[hit.kind], hit.id)

    @property
    def key(self) -> tuple[datetime, int, uuid.UUID]:
        return self.moment, self.order, self.id

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.order}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place that a page's address names; None for anything else."""
        moment, _dash, rest = text.partition("-")
        order, _dash, key = rest.partition("-")
        try:
            return cls(datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z"), int(order), uuid.UUID(key))
        except ValueError:
            return None


@dataclass(frozen=True)
class Terms:
    """What is asked for. Days are those of the installation's zone, both included; what has no date is left out then."""

    words: str = ""
    kind: SearchKind | None = None
    forum: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Found:
    hits: list[Hit] = field(default_factory=list)
    following: Place | None = None
    too_common: bool = False


def find_hits(actor: Actor, terms: Terms, *, after: Place | None = None, limit: int = PAGE) -> Found:
    """One page of hits, newest first; the number of statements depends on the kinds alone."""
    if not asks_something(terms.words):
        return Found(too_common=bool(terms.words))
    kinds = [terms.kind] if terms.kind else list(SearchKind)
    found: Iterable[Hit] = heapq.merge(
        *(_hits_of(kind, actor, terms, after, limit + 1) for kind in kinds),
        key=lambda hit: Place.of(hit).key,
        reverse=True,
    )
    hits = list(found)[: limit + 1]
    if len(hits) <= limit:
        return Found(hits)
    return Found(hits[:limit], Place.of(hits[limit - 1]))


def _hits_of(kind: SearchKind, actor: Actor, terms: Terms, after: Place | None, most: int) -> list[Hit]:
    source = SOURCES[kind]
    rows = _narrowed(source, source.rows(actor), terms)
    if rows is None:
        return []
    rows = rows.filter(pk__in=_matching(source, rows.model, terms.words))
    if after:
        behind = _behind(source, ORDER[kind], after)
        if behind is None:
            return []
        rows = rows.filter(behind)
    order = [f"-{source.moment}", "-pk"] if source.moment else ["-pk"]
    return [source.describe(row) for row in rows.order_by(*order)[:most]]


def _matching(source: Source, model: type[Model], words: str) -> QuerySet[Any]:
    """Ids of all rows with the words, whoever may see them: only ever a part of a statement that asks that.

    The bound keeps PostgreSQL from going through the rows in the order of their dates and cutting each text into words
    on the way: the index gives the few that match, and they are sorted.
    """
    matches = Q(words_of_it=search_query(words))
    if source.name and (plain := plain_words(words)):
        inside = Q()
        for word in plain:
            inside &= Q(**{f"{source.name}__icontains": word})
        matches |= inside
    rows: QuerySet[Any] = model._default_manager.order_by().alias(words_of_it=source.words)
    return rows.filter(matches).values("pk")[:MOST_CANDIDATES]


def _narrowed(source: Source, rows: QuerySet[Any], terms: Terms) -> QuerySet[Any] | None:
    """The rows that the filters leave; None where a kind has nothing that the filter could ask."""
    if (terms.forum and not source.forum) or ((terms.since or terms.until) and not source.moment):
        return None
    if terms.forum:
        rows = rows.filter(**{source.forum: terms.forum})
    if terms.organisation:
        rows = rows.filter(**{source.organisation: terms.organisation})
    zone = ZoneInfo(settings.TIME_ZONE)
    if terms.since:
        rows = rows.filter(**{f"{source.moment}__gte": datetime.combine(terms.since, time(), zone)})
    if terms.until and terms.until < date.max:
        day_after = terms.until + timedelta(days=1)
        rows = rows.filter(**{f"{source.moment}__lt": datetime.combine(day_after, time(), zone)})
    return rows


def _behind(source: Source, order: int, after: Place) -> Q | None:
    """What comes after that place in the order (moment, kind, id), all descending."""
    last = Q(pk__lt=after.id) if order == after.order else Q() if order < after.order else None
    if not source.moment:
        return last if after.moment == UNDATED else None
    if after.moment == UNDATED:
        return Q()
    earlier = Q(**{f"{source.moment}__lt": after.moment})
    return earlier if last is None else earlier | (Q(**{source.moment: after.moment}) & last)
