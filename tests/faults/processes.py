"""Real workers and beats: what happens when the processes around the sender go."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from config import queues
from config.children import CONCURRENCY, Child
from config.processes import signal_group
from tests.faults.kills import flush_redis, kill_redis
from tests.faults.ledger import Verdict, unsent
from tests.faults.report import Finding
from tests.faults.sink import Slow
from tests.faults.world import MAIL, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.sink import Accepted

LETTERS: Final = 40
TICK_SECONDS: Final = 2.0
LEASE_SECONDS: Final = 3.0
SWEEP_SECONDS: Final = 5.0
BACK_SECONDS: Final = 5.0
STOP_SECONDS: Final = Child.stop_patience


class Round:
    """Some reminders become due in a running world; afterwards the book is read from where it stood."""

    def __init__(self, world: World, actions: int = LETTERS) -> None:
        self.world = world
        self._page = len(world.sink.accepted)
        self.expected = world.sow(actions)
        self.begun = world.make_due()

    @property
    def accepted(self) -> list[Accepted]:
        return self.world.sink.accepted[self._page :]

    def wait_for(self, letters: int, within: float = 30.0) -> bool:
        return self.world.wait(lambda: len(self.accepted) >= letters, within)

    def judge(self, what: str, *, doubles: int = 0, within: float = 60.0) -> Finding:
        """Wait until nothing waits any more; at most so many doubles, all of them before that time."""
        self.world.wait(lambda: unsent(self.world) == 0, within + 30, pause=0.2)
        took = time.time() - self.begun
        book = Verdict(self.expected, self.accepted)
        holds = not book.lost and book.extra_copies <= doubles and not book.told_twice and not book.differing
        return Finding(
            what,
            f"lost 0, doubled {'≤ ' if doubles else ''}{doubles}, all within {within:.0f} s",
            f"lost {len(book.lost)}, doubled {book.extra_copies}, all within {took:.1f} s",
            holds and took <= within,
        )


def redis_gone(world: World, times: int) -> Finding:
    """Redis is flushed and killed in turn while mail is being sent: it held ticks, never letters."""
    world.sink.behaviour = Slow(0.05)
    play = Round(world, times * 12)
    loaded = 0
    for number in range(times):
        play.wait_for((number + 1) * len(play.expected) // (times + 2), 10)
        loaded += unsent(world) > 0
        (flush_redis if number % 2 else kill_redis)(world)
        world.wait(world.answers_redis, 10)
    world.sink.behaviour = Slow(0)
    finding = play.judge(f"5 Redis loses everything while mail is sent × {times}")
    return replace(finding, seen=f"{finding.seen}, {loaded} while sending", holds=finding.holds and loaded == times)


def main_gone(world: World) -> Finding:
    """The worker's main process and its children at once, in the middle of sending."""
    world.sink.behaviour = Slow(0.05)
    play = Round(world)
    play.wait_for(5)
    signal_group(world.members[MAIL].pid, signal.SIGKILL)
    world.sink.behaviour = Slow(0)
    return play.judge("12 worker with all its children, in the middle", doubles=CONCURRENCY[queues.MAIL])


def asked_to_stop(world: World) -> Finding:
    """A worker that is asked to end, as at each upgrade, ends in time and in order: that is no kill."""
    world.sink.behaviour = Slow(0.2)
    play = Round(world, LETTERS * 2)
    play.wait_for(5)
    stopped = world.members[MAIL].process
    stopped.terminate()
    asked = time.time()
    ended = world.wait(lambda: stopped.poll() is not None, STOP_SECONDS * 3, pause=0.1)
    took = time.time() - asked
    world.sink.behaviour = Slow(0)
    finding = play.judge("– worker is asked to stop in the middle")
    return replace(
        finding,
        demanded=f"{finding.demanded}, ends in {STOP_SECONDS:.0f} s",
        seen=f"{finding.seen}, ended in {took:.1f} s",
        holds=finding.holds and ended and took <= STOP_SECONDS,
    )


def slow_receiver(world: World) -> Finding:
    """A receiver that takes twice the lease for each letter: who sends lives, so nobody else may send it."""
    world.sink.behaviour = Slow(2 * LEASE_SECONDS)
    play = Round(world, 6)
    play.wait_for(len(play.expected), 60)
    world.rest(2 * LEASE_SECONDS)
    world.sink.behaviour = Slow(0)
    return play.judge("14 receiver takes twice the lease for each letter")


def child_gone_at_start(world: World, times: int) -> Finding:
    """Celery's main may end when a child dies just after the start: whatever happens, mail goes on."""
    for _ in range(times):
        world.restart(MAIL)
        world.wait(lambda: bool(world.children(MAIL)), 20, pause=0.01)
        for child in world.children(MAIL)[:1]:
            os.kill(child, signal.SIGKILL)
    return Round(world).judge(f"13 child dies just after the start × {times}", within=30)


def beats_gone(world: World) -> list[Finding]:
    """One of two beats changes nothing; when both die, the next ticks come from the restarted ones."""
    within = 2 * TICK_SECONDS + BACK_SECONDS
    os.kill(world.members["beat 1"].pid, signal.SIGKILL)
    one = Round(world, 10).judge("19 one of two beats dies", within=within)
    both = Round(world, 10)
    for name in ("beat 1", "beat 2"):
        os.kill(world.members[name].pid, signal.SIGKILL)
    return [one, both.judge("19 both beats die", within=within + 2 * BACK_SECONDS)]


def many_processes(times: int) -> Iterator[Finding]:
    """All of this in one world."""
    with World(FAULTS_LEASE_SECONDS=str(LEASE_SECONDS)) as world:
        for queue in queues.ALL:
            world.add_worker(queue)
        world.add_beat(1)
        world.add_beat(2)
        Round(world, 2).judge("warm-up")
        yield redis_gone(world, times)
        yield main_gone(world)
        yield asked_to_stop(world)
        yield slow_receiver(world)
        yield child_gone_at_start(world, min(times, 3))
        yield from beats_gone(world)
