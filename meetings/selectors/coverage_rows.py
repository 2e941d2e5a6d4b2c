"""What one forum has had to do with a topic, period by period, as masks of bits: bit 1 is the first period, bit 0 all before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from forum.enums import LIVE_PLACEMENTS, ForumKind, PlacementState
from meetings.enums import CoverageState

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from meetings.calendar.periods import Period

OUTCOMES: Final = (CoverageState.DECIDED, CoverageState.RAISED)


class ForumFacts(NamedTuple):
    """What is shown of a forum in a long list."""

    pk: uuid.UUID
    slug: str
    name: str
    kind: str
    external: bool
    archived_at: datetime | None
    organisation_id: uuid.UUID
    organisation: str
    is_host: bool
    municipal: bool

    @property
    def kind_label(self) -> str:
        return str(ForumKind(self.kind).label)


class Asking(NamedTuple):
    """A proposal and its answer, as it stood at the moment that is asked for."""

    pk: uuid.UUID
    forum_id: uuid.UUID
    state: str
    reason: str
    created_at: datetime
    answered_at: datetime | None
    deferred_until: date | None
    every: int
    starts_on: date | None
    ends_on: date | None

    @property
    def declined(self) -> bool:
        return self.state == PlacementState.DECLINED

    @property
    def stands(self) -> bool:
        return self.state == PlacementState.ACCEPTED and self.every > 0


@dataclass(slots=True)
class CoverageRow:
    """One forum. `masks`: in which periods there is something in that state; `met`, `old`, `ahead`: in which it met, met before it was
    logged here (or nothing of the meeting may be read), or is to meet.

    `last_at`: the latest point with an outcome. `silent_at`: the latest of a held meeting without one that the reader may know.
    """

    forum: ForumFacts
    masks: dict[str, int] = field(default_factory=dict)
    met: int = 0
    old: int = 0
    ahead: int = 0
    next_at: datetime | None = None
    last_at: datetime | None = None
    silent_at: datetime | None = None
    planned_at: datetime | None = None
    latest_at: datetime | None = None
    asking: Asking | None = None

    @property
    def never(self) -> bool:
        return self.last_at is None and self.silent_at is None

    @property
    def unlogged_at(self) -> datetime | None:
        """A later point than the one raised last, of which nothing can be told."""
        newer = self.silent_at and (self.last_at is None or self.silent_at > self.last_at)
        return self.silent_at if newer else None

    @property
    def can_be_proposed(self) -> bool:
        return not self.forum.archived_at and (self.asking is None or self.asking.state not in LIVE_PLACEMENTS)

    def mark(self, state: CoverageState, mask: int) -> None:
        self.masks[state] = self.masks.get(state, 0) | mask

    def states(self, count: int) -> list[CoverageState]:
        """One for each period, by the order of precedence of `CoverageState`."""
        found = [CoverageState.NO_MEETING] * count
        rest = ((1 << count) - 1) << 1
        for state, mask in self._by_precedence():
            hit = mask & rest
            rest &= ~hit
            while hit:
                low = hit & -hit
                found[low.bit_length() - 2] = state
                hit ^= low
        return found

    def _by_precedence(self) -> list[tuple[CoverageState, int]]:
        said = [(state, self.masks[state]) for state in FROM_POINTS if state in self.masks]
        return [
            *said,
            (CoverageState.MISSING, self.met),
            (CoverageState.NOT_PLANNED, self.ahead),
            (CoverageState.UNKNOWN, self.old),
        ]


FROM_POINTS: Final = (
    CoverageState.DECIDED,
    CoverageState.RAISED,
    CoverageState.NOT_LOGGED,
    CoverageState.PLANNED,
    CoverageState.PUT_OFF,
    CoverageState.DECLINED,
)


@dataclass
class Coverage:
    """All forums that the reader may know, with the periods that their masks speak of, as of a moment and its day."""

    rows: list[CoverageRow]
    periods: tuple[Period, ...]
    day: date
    moment: datetime

    @cached_property
    def raised(self) -> int:
        return sum(row.last_at is not None for row in self.rows)

    @cached_property
    def never(self) -> int:
        return sum(row.never for row in self.rows)

    @cached_property
    def waiting(self) -> int:
        return sum(row.asking is not None and row.asking.state == PlacementState.PROPOSED for row in self.rows)

    @cached_property
    def to_propose(self) -> int:
        return sum(row.never and row.can_be_proposed and not row.forum.external for row in self.rows)
