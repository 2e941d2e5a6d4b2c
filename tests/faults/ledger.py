"""Reading the judge's book: what was lost, what came twice, and which kill each double is due to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.sink import Accepted
    from tests.faults.world import World

ATTRIBUTION_SECONDS: Final = 1.0
UNSENT: Final = """
    SELECT (SELECT count(*) FROM forum_reminder WHERE state = 'planned' AND moment <= now())
         + (SELECT count(*) FROM forum_outboxmessage WHERE state IN ('queued', 'sending'))
"""


@dataclass(frozen=True)
class Kill:
    """`senders` = how many sending processes may have been hit between the receiver's 250 and their mark."""

    kind: str
    at: float
    senders: int = 0
    unsent: int = 0


@dataclass
class Verdict:
    """What the book says against whom the reminders were to reach."""

    expected: set[str]
    accepted: list[Accepted]
    copies: dict[str, list[Accepted]] = field(init=False)

    def __post_init__(self) -> None:
        self.copies = defaultdict(list)
        for entry in self.accepted:
            self.copies[entry.message_id].append(entry)

    @property
    def lost(self) -> set[str]:
        return self.expected - {entry.recipient for entry in self.accepted}

    @property
    def told_twice(self) -> int:
        """Different letters to one receiver where one was to come: a reminder that was released twice."""
        letters = {(entry.recipient, entry.message_id) for entry in self.accepted}
        return len(letters) - len({recipient for recipient, _ in letters})

    @property
    def doubled(self) -> dict[str, list[Accepted]]:
        return {message_id: copies for message_id, copies in self.copies.items() if len(copies) > 1}

    @property
    def extra_copies(self) -> int:
        return sum(len(copies) - 1 for copies in self.copies.values())

    @property
    def most_copies(self) -> int:
        return max((len(copies) for copies in self.copies.values()), default=0)

    @property
    def differing(self) -> int:
        """Messages of which two copies were not byte-identical."""
        return sum(len({copy.digest for copy in copies}) > 1 for copies in self.copies.values())

    def unexplained(self, kills: Iterable[Kill]) -> int:
        """Copies without a kill of a sender within a second of the acceptance of the copy before."""
        moments = [kill.at for kill in kills if kill.senders]
        return sum(
            not any(abs(moment - copy.at) <= ATTRIBUTION_SECONDS for moment in moments)
            for copies in self.doubled.values()
            for copy in copies[:-1]
        )


def unsent(world: World) -> int:
    """How many reminders and letters still wait for their end."""
    return int(world.query(UNSENT)[0][0])
