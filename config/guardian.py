"""Ends what a killed supervisor leaves behind; started by it as `python -I -S guardian.py`.

Standard input is a pipe of which only the supervisor holds the other end. It names each group of
processes (`+group signal`) and takes it back when the group has ended (`-group`). When the pipe
ends, so has the supervisor, however it died: what is still named gets its signal, then SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
import time

PATIENCE_SECONDS = 5.0


def _read_groups() -> dict[int, int]:
    groups: dict[int, int] = {}
    for line in sys.stdin:
        first, _, number = line[1:].partition(" ")
        if line.startswith("+"):
            groups[int(first)] = int(number)
        else:
            groups.pop(int(first), None)
    return groups


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = _read_groups()
    for group, first in groups.items():
        _signal(group, first)
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and any(_signal(group, 0) for group in groups):
        time.sleep(0.05)
    for group in groups:
        _signal(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
