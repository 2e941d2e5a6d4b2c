"""`make bench`: fills a database of its own, small then ten times as large, and measures both.

`python -m bench coverage release`: only what has one of these words in its name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django

from config.embedded import Services, stop
from config.env import BASE_DIR
from config.state import State

if TYPE_CHECKING:
    from bench.limits import Limit
    from bench.probes import Measured


def main() -> int:
    """Print the table; 1 when a limit does not hold."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    state = State(Path(tempfile.mkdtemp(prefix="samverka-bench-")))
    state.make()
    services = Services(state)
    processes = services.start()
    try:
        os.environ |= {**services.urls, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=BASE_DIR, check=True)
        django.setup()
        return _compare(sys.argv[1:])
    finally:
        stop(processes)
        shutil.rmtree(state.sockets(), ignore_errors=True)
        shutil.rmtree(state.postgres.resolve(), ignore_errors=True)
        shutil.rmtree(state.folder, ignore_errors=True)


def _compare(words: list[str]) -> int:
    from django.db import connection  # noqa: PLC0415  (Django is set up first)

    from bench.calendars import bring_in_large  # noqa: PLC0415
    from bench.generator import found, grow  # noqa: PLC0415
    from bench.hostile import withstand_hostile  # noqa: PLC0415
    from bench.limits import LARGE, LIMITS, SMALL  # noqa: PLC0415

    limits = [limit for limit in LIMITS if not words or any(word in limit.name for word in words)]
    place, measured = found(), []
    for size in (SMALL, LARGE):
        print(f"Filling: {size}", flush=True)
        grow(place, size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself within minutes
        measured.append([limit.probe(place) for limit in limits])
    print(
        f"\nload {os.getloadavg()[0]:.1f}; held against limits: the processor's time, Python's and PostgreSQL's together"
    )
    head = f"{'':<42} {'small':>8} {'large':>8} {'limit':>7}  {'ratio':>6} {'limit':>6}  {'passed':>8}  {'SQL':>9}  {'KiB':>5}"
    print(head)
    lines = [_line(limit, small, large) for limit, small, large in zip(limits, *measured, strict=True)]
    for line, _ in lines:
        print(line)
    others = [] if words else [bring_in_large(), withstand_hostile()]
    return 0 if all([*(holds for _, holds in lines), *others]) else 1


def _line(limit: Limit, small: Measured, large: Measured) -> tuple[str, bool]:
    ratio = large.busy / small.busy
    broken = [
        name
        for name, holds in {
            "time": large.busy <= limit.milliseconds,
            "ratio": ratio <= limit.ratio,
            "statements": limit.grows or small.statements == large.statements,
            "size": not limit.kib or large.kib <= limit.kib,
        }.items()
        if not holds
    ]
    statements = f"{small.statements}→{large.statements}"
    text = (
        f"{limit.name:<42} {small.busy:>5.0f} ms {large.busy:>5.0f} ms {limit.milliseconds:>4.0f} ms"
        f"  {ratio:>6.1f} {limit.ratio:>6.1f}  {large.milliseconds:>5.0f} ms  {statements:>9}  {large.kib:>5.0f}"
    )
    return f"{text}  {'NOT: ' + ', '.join(broken) if broken else 'ok'}", not broken


if __name__ == "__main__":
    sys.exit(main())
