"""What an answer costs: the time that passed, and the processor's time, which other work on the machine hardly changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Spent:
    """In milliseconds. `busy`: this process and PostgreSQL's own for it; equal to `passed` where the system does not tell."""

    passed: float
    busy: float


def spend(ask: Callable[[], object]) -> Spent:
    """Ask once and say what it cost."""
    backend = _backend()
    passed, busy = time.perf_counter(), time.process_time() + _used(backend)
    ask()
    passed, busy = time.perf_counter() - passed, time.process_time() + _used(backend) - busy
    return Spent(passed * 1000, busy * 1000 if backend else passed * 1000)


def _backend() -> Path | None:
    """Where Linux counts the processor's time of the connection's other end, when that is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return path if path.exists() else None


def _used(backend: Path | None) -> float:
    return int(backend.read_text().split()[0]) / 1e9 if backend else 0.0
