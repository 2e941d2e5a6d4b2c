"""The kinds of random kills; each returns what it hit, or None when there was nothing to hit."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Final

from config import queues
from config.children import CONCURRENCY
from config.processes import children_of, signal_group
from tests.faults.ledger import Kill
from tests.faults.world import GENERAL, MAIL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.world import World

BACKENDS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name = 'samverka-worker'
"""


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def kill_child(world: World) -> Kill | None:
    name = world.random.choice([MAIL, MAIL, GENERAL])
    children = world.children(name)
    if not children or not _kill(world.random.choice(children)):
        return None
    return Kill(f"child of {name}", time.time(), senders=int(name == MAIL))


def kill_main(world: World) -> Kill | None:
    """The main process; its pool is ended with it, as the supervisor does before it starts anew."""
    name = world.random.choice([MAIL, MAIL, GENERAL])
    killed = _kill(world.members[name].pid)
    signal_group(world.members[name].pid, signal.SIGKILL)
    return Kill(name, time.time(), senders=CONCURRENCY[queues.MAIL] * (name == MAIL)) if killed else None


def kill_beat(world: World) -> Kill | None:
    return Kill("beat", time.time()) if _kill(world.members["beat 1"].pid) else None


def kill_second_beat(world: World) -> Kill | None:
    return Kill("second beat", time.time()) if _kill(world.members["beat 2"].pid) else None


def kill_redis(world: World) -> Kill | None:
    return Kill("redis", time.time()) if _kill(world.members["redis"].pid) else None


def flush_redis(world: World) -> Kill | None:
    with world.redis() as client:
        client.flushall()
    return Kill("redis flushed", time.time())


def kill_backend(world: World) -> Kill | None:
    """One backend of PostgreSQL; all others then end too, and it recovers."""
    backends = [pid for (pid,) in world.query(BACKENDS)]
    if not backends or not _kill(world.random.choice(backends)):
        return None
    return Kill("postgres backend", time.time())


def kill_postmaster(world: World) -> Kill | None:
    """PostgreSQL as a whole, as when the machine's power goes."""
    main = world.members["postgres"].pid
    everything = [main, *children_of(main)]
    killed = [_kill(pid) for pid in everything]
    return Kill("postmaster", time.time()) if killed[0] else None


KINDS: Final[tuple[Callable[[World], Kill | None], ...]] = (
    kill_child,
    kill_child,
    kill_main,
    kill_beat,
    kill_second_beat,
    kill_redis,
    flush_redis,
    kill_backend,
    kill_postmaster,
)
