"""Figures without any kill: how soon, how fast, and whether many beats do harm."""

from __future__ import annotations

import statistics
from typing import Final

from config import queues
from tests.faults.ledger import Verdict, unsent
from tests.faults.report import Finding
from tests.faults.sink import Slow
from tests.faults.world import World

IDLE_P95_SECONDS: Final = 5.0
DRAIN_SECONDS: Final = 120.0
SINK_SECONDS: Final = 0.005
TICK_SECONDS: Final = 0.5


def idle_latency(samples: int) -> Finding:
    """One reminder at a time becomes due in an idle world: from then until the receiver has it."""
    with World() as world:
        _staff(world, beats=1)
        world.sow(samples * 2)
        waits = []
        for _ in range(samples):
            before = len(world.sink.accepted)
            begun = world.make_due(1)
            world.wait(lambda before=before: len(world.sink.accepted) > before, 30, pause=0.01)  # type: ignore[misc]
            waits.append(world.sink.accepted[-1].at - begun)
            world.rest(world.random.uniform(0, 2))
    p95 = statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    return Finding(
        f"due → accepted, idle, {samples} times",
        f"p95 < {IDLE_P95_SECONDS:.0f} s",
        f"p95 {p95:.1f} s, median {statistics.median(waits):.1f} s, longest {max(waits):.1f} s",
        p95 < IDLE_P95_SECONDS,
    )


def drain(reminders: int, within: float = DRAIN_SECONDS) -> Finding:
    """Many are due at once, into a receiver that takes 5 ms for each."""
    with World() as world:
        world.sink.behaviour = Slow(SINK_SECONDS)
        expected = world.sow(reminders - 5, councils=5)
        _staff(world, beats=1)
        begun = world.make_due()
        world.wait(lambda: unsent(world) == 0, within * 3, pause=0.5)
        book = Verdict(expected, world.sink.accepted)
    took = book.accepted[-1].at - begun
    return Finding(
        f"{reminders} due at once, receiver of 5 ms",
        f"lost 0, doubled 0, < {within:.0f} s",
        f"lost {len(book.lost)}, doubled {book.extra_copies}, {took:.1f} s ({len(book.accepted) / took:.0f} a second)",
        not book.lost and book.extra_copies == book.told_twice == 0 and took < within,
    )


def many_beats(beats: int, ticks: int) -> Finding:
    """Several beats tick at once while reminders become due bit by bit."""
    with World(FAULTS_TICK_SECONDS=str(TICK_SECONDS)) as world:
        expected = world.sow(ticks * 2)
        _staff(world, beats=beats)
        world.rest(3)
        for _ in range(ticks):
            world.make_due(2)
            world.rest(TICK_SECONDS)
        world.wait(lambda: unsent(world) == 0 and len(world.sink.accepted) >= len(expected), 30)
        book = Verdict(expected, world.sink.accepted)
    return Finding(
        f"{beats} beats, {ticks} ticks each",
        "lost 0, doubled 0",
        f"lost {len(book.lost)}, doubled {book.extra_copies}, letters {len(book.accepted)}",
        not book.lost and book.extra_copies == 0,
    )


def _staff(world: World, *, beats: int) -> None:
    """Workers and beats, and the time that they need to start."""
    for queue in queues.ALL:
        world.add_worker(queue)
    for number in range(1, beats + 1):
        world.add_beat(number)
    world.rest(6)
