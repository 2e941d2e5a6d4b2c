"""Random kills while many reminders are due at once: nothing lost, doubles only where a sender was killed, soon drained."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import redis

from config import queues
from tests.faults.kills import KINDS
from tests.faults.ledger import Kill, Verdict, unsent
from tests.faults.report import Finding
from tests.faults.sink import Slow
from tests.faults.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

SINK_SECONDS: Final = 0.004  # between acceptance and 250: the window in which a kill makes a double
PATIENCE_SECONDS: Final = 300.0
LONGEST_WAIT_FOR_A_KILL: Final = 15.0
DRAINED_SECONDS: Final = 60.0
LOADED_SHARE: Final = 0.75


@dataclass(frozen=True)
class Storm:
    seed: int
    reminders: int
    kills: int = 20
    councils: int = 5
    pause: float = 1.0  # at least that many seconds between two kills
    lease: float = 30.0


@dataclass(frozen=True)
class Weather:
    """What came of a storm; all times in seconds."""

    storm: Storm
    verdict: Verdict
    kills: list[Kill]
    unsent: int
    drained_after: float
    took: float

    @property
    def bound(self) -> int:
        return sum(kill.senders for kill in self.kills)

    def findings(self) -> list[Finding]:
        """Demanded against seen."""
        book, name = self.verdict, f"seed {self.storm.seed}"
        unexplained = book.unexplained(self.kills)
        loaded = sum(kill.unsent > 0 for kill in self.kills)
        return [
            Finding(
                f"{name}: {self.storm.reminders} due, {len(self.kills)} kills",
                f"≥ {LOADED_SHARE * self.storm.kills:.0f} of {self.storm.kills} under load",
                f"{loaded} under load ({self.kinds})",
                len(self.kills) == self.storm.kills and loaded >= LOADED_SHARE * self.storm.kills,
            ),
            Finding(f"{name}: lost, unsent, told twice", "0, 0, 0", self._losses(), self._losses() == "0, 0, 0"),
            Finding(
                f"{name}: doubled",
                f"≤ {self.bound} (senders killed), 0 unexplained, 0 differing",
                f"{book.extra_copies}, most copies {book.most_copies}, {unexplained} unexplained, {book.differing} differing",
                book.extra_copies <= self.bound and not unexplained and not book.differing,
            ),
            Finding(
                f"{name}: drained after the last kill",
                f"≤ {DRAINED_SECONDS:.0f} s",
                f"{self.drained_after} s (whole run {self.took} s)",
                self.drained_after <= DRAINED_SECONDS,
            ),
        ]

    def _losses(self) -> str:
        return f"{len(self.verdict.lost)}, {self.unsent}, {self.verdict.told_twice}"

    @property
    def kinds(self) -> str:
        return ", ".join(f"{kind} {count}" for kind, count in Counter(kill.kind for kill in self.kills).most_common())


def rage(storm: Storm) -> Weather:
    """One run with a world of its own."""
    with World(FAULTS_LEASE_SECONDS=str(storm.lease)) as world:
        world.random.seed(storm.seed)
        world.sink.behaviour = Slow(SINK_SECONDS)
        expected = world.sow(storm.reminders - storm.councils, storm.councils)
        for queue in queues.ALL:
            world.add_worker(queue)
        world.add_beat(1)
        world.add_beat(2)
        world.rest(2.0)
        begun = world.make_due()
        kills = [kill for number in range(storm.kills) if (kill := _next_kill(world, storm, number, len(expected)))]
        last = kills[-1].at if kills else begun
        world.wait(lambda: unsent(world) == 0, PATIENCE_SECONDS, pause=0.25)
        ended = time.time()
        return Weather(
            storm,
            Verdict(expected, world.sink.accepted),
            kills,
            unsent(world),
            round(ended - last, 1),
            round(ended - begun, 1),
        )


def _next_kill(world: World, storm: Storm, number: int, letters: int) -> Kill | None:
    """Wait for the kill's share of the work to be done, so that the kills are spread over all of it."""
    share = letters * number // (storm.kills + 1)
    world.rest(storm.pause)
    world.wait(lambda: len(world.sink.accepted) >= share, LONGEST_WAIT_FOR_A_KILL)
    waiting = unsent(world)
    kill = _hit(world, KINDS)
    return Kill(kill.kind, kill.at, kill.senders, waiting) if kill else None


def _hit(world: World, kinds: tuple[Callable[[World], Kill | None], ...]) -> Kill | None:
    for _ in range(20):
        try:
            kill = world.random.choice(kinds)(world)
        except redis.exceptions.RedisError:
            kill = None
        if kill:
            return kill
        world.rest(0.1)
    return None
