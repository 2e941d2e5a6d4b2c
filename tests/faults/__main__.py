"""`make faults`: kills on purpose and at random; prints demanded against seen, and fails on a difference."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults import figures, processes, scenes
from tests.faults.kills import kill_backend, kill_postmaster
from tests.faults.report import Finding, machine, show, write_lines
from tests.faults.stage import Stage
from tests.faults.storms import Storm, rage
from tests.faults.windows import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SEEDS: Final = 5


def windows(times: int) -> Iterator[Finding]:
    """Each moment at which a kill could lose or double a mail."""
    with Stage() as stage:
        for window in WINDOWS:
            yield window(stage, times)
        yield scenes.database_gone(stage, "a backend", kill_backend, 5)
        yield scenes.database_gone(stage, "PostgreSQL", kill_postmaster, 5)


def troubles() -> Iterator[Finding]:
    """Senders that stand still, receivers that refuse, days without beat."""
    with Stage(FAULTS_LEASE_SECONDS=str(scenes.SHORT_LEASE), FAULTS_ANSWER_SECONDS="1") as stage:
        yield scenes.stands_still(stage, "claimed", doubles=0)
        yield scenes.stands_still(stage, "accepted", doubles=1)
        yield scenes.refused_for_good(stage)
        yield from scenes.back_off(stage)
        yield from scenes.trouble_on_the_way(stage)
        yield from scenes.days_without_beat(stage)
        yield from scenes.done_meanwhile(stage)


def measured(reminders: int) -> Iterator[Finding]:
    """How soon and how fast, without any kill."""
    yield figures.idle_latency(40)
    yield figures.drain(reminders)
    yield figures.many_beats(beats=5, ticks=200)


def storms(seeds: list[int], reminders: int) -> Iterator[Finding]:
    """Random kills; the seed of a run repeats the choice of kills."""
    for seed in seeds:
        yield from rage(Storm(seed=seed, reminders=reminders)).findings()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("parts", nargs="*", help="windows, troubles, processes, figures, storms (default: all)")
    parser.add_argument("--times", type=int, default=50, help="hits of each window")
    parser.add_argument(
        "--reminders", type=int, default=10_000, help="due at once in storms and in the figure of draining"
    )
    parser.add_argument("--seeds", type=int, nargs="*", help=f"of the storms (default: {SEEDS} new ones)")
    parser.add_argument("--markdown", type=Path, help="append rows of a table to this file")
    return parser.parse_args()


def main() -> int:
    """Print each table as soon as it is known; 1 when a line does not hold."""
    given = _arguments()
    seeds = given.seeds or [secrets.randbelow(10_000) for _ in range(SEEDS)]
    parts: dict[str, Callable[[], Iterable[Finding]]] = {
        "windows": lambda: windows(given.times),
        "troubles": troubles,
        "processes": lambda: processes.many_processes(min(given.times, 20)),
        "figures": lambda: measured(given.reminders),
        "storms": lambda: storms(seeds, given.reminders),
    }
    found: list[Finding] = []
    sys.stdout.write(f"{machine()}\n")
    for part in given.parts or parts:
        rows = show(part, parts[part]())
        if given.markdown:
            write_lines(given.markdown, rows)
        found += rows
    broken = [row for row in found if not row.holds]
    sys.stdout.write(f"\n{len(found) - len(broken)} of {len(found)} hold.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
