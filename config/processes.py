"""Linux process control: die with the parent, adopt orphans, end whole groups."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return a preexec function: the child gets the signal when its parent's thread ends.

    The death signal follows the thread that forked, so fork from the main thread.
    """
    parent = os.getpid()

    def prepare() -> None:
        _prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # the parent died before the call
            os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def die_with_parent(number: signal.Signals) -> None:
    """This process gets the signal when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, number)


def adopt_orphans() -> None:
    """Grandchildren whose parent dies become children of this process."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def signal_group(group: int, number: signal.Signals) -> bool:
    """Signal a whole process group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def children_of(pid: int) -> set[int]:
    """Ids of the living direct children of a process, by /proc."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            parent = _parent_of(entry)
            if parent == pid:
                found.add(int(entry.name))
    return found


def _parent_of(entry: Path) -> int | None:
    try:
        after_name = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else int(after_name[1])


def is_alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    return _parent_of(Path("/proc") / str(pid)) is not None


def wait_until(condition: Callable[[], bool], within: float, pause: float = 0.02) -> bool:
    """Look again and again until the condition holds or the time is over."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
    return True


def all_gone(pids: Iterable[int]) -> bool:
    return not any(is_alive(pid) for pid in pids)
