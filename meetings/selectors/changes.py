"""What an API client has to read again, so that its copy is what a full read would give.

The log of changes (`forum.selectors.change_log`) is gone through in portions; `change_reach` says where each change leads,
the visibility of the models says what of that can be seen now, and `change_history` what could be seen before.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from forum.selectors.change_log import LogState, Position, changes_behind

from .change_history import ReaderHistory
from .change_kinds import ALWAYS, ITEM, PARTS, PLAN, READABLE, Lead, Since, Target
from .change_reach import Reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from forum.models import Change, ClientActor

PORTION: Final = 500  # changes gone through for one page
Op = Literal["changed", "gone", "reread"]
Trail = list[tuple["Change", list[Lead]]]


@dataclass(frozen=True)
class Entry:
    """`changed`: read the row; `reread`: read the list or part of it, and drop what is not there; `gone`: drop row or part."""

    target: Target
    op: Op


@dataclass(frozen=True)
class ChangePage:
    entries: list[Entry]
    end: Position
    more: bool


def epoch_for_client(actor: ClientActor, kinds: Collection[str], state: LogState) -> str:
    """Ends with whatever makes a copy untrue as a whole: data restored, another organisation or unit, other kinds to be read."""
    parts = (state.epoch, actor.client.organisation_id, actor.client.unit_id, *sorted(kinds))
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def changes_for_client(
    actor: ClientActor, kinds: Collection[str], *, position: Position, horizon: int, most: int
) -> ChangePage:
    """At most so many entries behind the position, for these kinds; each target once."""
    changes = changes_behind(position, horizon, PORTION + 1)
    more, changes = len(changes) > PORTION, changes[:PORTION]
    history = ReaderHistory(actor)
    reach = Reach(history, changes)
    trail: Trail = [(change, [lead for lead in reach.leads(change) if lead.target.kind in kinds]) for change in changes]
    judge = _Judge(history, trail)
    entries: dict[Target, Entry] = {}
    end = position
    for change, leads in trail:
        given = position.after if change.pk == position.id else ""
        for lead in leads:
            op = None if lead.target.key <= given or lead.target in entries else judge.op(lead, change)
            if op and len(entries) == most:
                return ChangePage(list(entries.values()), Position.of(change, given) if given else end, more=True)
            if op:
                entries[lead.target] = Entry(lead.target, op)
                given = lead.target.key
        end = Position.of(change)
    return ChangePage(list(entries.values()), end, more)


class _Judge:
    """What can be seen now of all targets of a page, and since when they could be seen before; few statements, however many targets."""

    def __init__(self, history: ReaderHistory, trail: Trail) -> None:
        self.history = history
        leads = [lead for _change, found in trail for lead in found]
        self._look_at_rows(leads)
        self.parts: dict[tuple[str, str], set[uuid.UUID | None]] = {}
        self.asked_parts: dict[tuple[str, str], set[uuid.UUID]] = defaultdict(set)
        for target in {lead.target for lead in leads if lead.target.id is None}:
            self.asked_parts[target.kind, target.part].update({target.value} if target.value else ())

    def _look_at_rows(self, leads: list[Lead]) -> None:
        rows, asked = defaultdict(set), defaultdict(set)
        for lead in leads:
            kind, pk = _row_of(lead.target)
            if pk:
                rows[kind].add(pk)
                if lead.ask:
                    asked[kind].add(pk)
        self.seen = {kind: self._visible(kind, ids) for kind, ids in rows.items()}
        self.since = {kind: self.history.rows(kind, ids - self.seen[kind]) for kind, ids in asked.items()}

    def _visible(self, kind: str, ids: set[uuid.UUID]) -> set[uuid.UUID]:
        return {row["pk"] for row in READABLE[kind](self.history.actor).filter(pk__in=ids).order_by().values("pk")}

    def _has_rows(self, part: Target) -> bool:
        """All parts of a kind are looked at together, when the first of them is reached: a small page ends before most."""
        key = (part.kind, part.part)
        if key not in self.parts:
            self.parts[key] = set(self._parts_with_rows(*key, self.asked_parts[key]))
        return part.value in self.parts[key]

    def _parts_with_rows(self, kind: str, part: str, values: set[uuid.UUID]) -> Iterator[uuid.UUID | None]:
        rows = READABLE[kind](self.history.actor).order_by()
        if not part:
            yield from [None] if rows.exists() else []
            return
        path = PARTS[part][kind]
        for row in rows.filter(**{f"{path}__in": values}).values(path).distinct():
            yield row[path]

    def op(self, lead: Lead, change: Change) -> Op | None:
        """None: nothing to tell this client."""
        target = lead.target
        if target.id is None and self._has_rows(target):
            return "reread"
        if target.id is not None and target.id in self.seen[target.kind]:
            return "changed"
        since = self._since(lead)
        return "gone" if since is not None and since < change.xid else None

    def _since(self, lead: Lead) -> Since:
        if not lead.ask:
            return lead.since
        kind, pk = _row_of(lead.target)
        return ALWAYS if pk in self.seen[kind] else self.since[kind].get(pk) if pk else None


def _row_of(target: Target) -> tuple[str, uuid.UUID | None]:
    """The row that is looked at: the target itself, or the agenda item or plan under which a part stands."""
    if target.part == PLAN:
        return "action-plans", target.value
    return ("agenda-items", target.value) if target.part == ITEM else (target.kind, target.id)
