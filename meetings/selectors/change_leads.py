"""What one change leads to: rows, lists and parts of lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from .change_kinds import ACROSS_FORUMS, ALWAYS, FORUM, PARTS, Lead, Since, Target

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection, Iterable, Iterator

    from forum.models import Change

    from .change_history import ReaderHistory

Ids = dict[str, "set[uuid.UUID]"]
Ways = dict[str, "Callable[[Change], Iterable[Lead]]"]


class Leads:
    """Where changes of some kinds lead for one client; each question is asked once for all. `ids`: the rows that changed, by kind."""

    def __init__(self, history: ReaderHistory, ids: Ids) -> None:
        self.history, self.ids = history, ids


def grouped(rows: Iterable[tuple[Any, ...]]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    """By the first column."""
    groups: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *others in rows:
        groups[first].append(tuple(others))
    return groups


def parties(organisation: uuid.UUID, unit: uuid.UUID | None, since: Since) -> Iterator[Lead]:
    yield Lead(Target("organisations", organisation), since)
    if unit:
        yield Lead(Target("units", unit), since)


def of_part(part: str, value: uuid.UUID, kinds: Collection[str], since: Since) -> Iterator[Lead]:
    yield from (Lead(Target(kind, part=part, value=value), since) for kind in kinds)


def of_own_place(forum: uuid.UUID) -> Iterator[Lead]:
    """The client's own seat: everything of the forum, and what depends on all forums together."""
    yield Lead(Target("forums", forum), since=ALWAYS)
    yield from of_part(FORUM, forum, PARTS[FORUM], ALWAYS)
    yield from (Lead(Target(kind), since=ALWAYS) for kind in ACROSS_FORUMS)
