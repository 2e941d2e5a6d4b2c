"""Points at which the fault tests let a process die or stand still; nothing happens unless a setting names a folder.

A file `<point>.<signal>.<number>` in that folder stands for one hit. Whoever reaches the point takes one, by renaming it,
and sends itself the signal, so that a point is hit exactly as often as it was armed, however many processes pass it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from django.conf import settings


def reach(point: str) -> None:
    """Marks a moment between two steps that a kill must not turn into a lost or doubled mail."""
    if folder := getattr(settings, "FAILPOINTS", None):
        _take_a_hit(Path(folder), point)


def _take_a_hit(folder: Path, point: str) -> None:
    for armed in folder.glob(f"{point}.SIG*"):
        number = signal.Signals[armed.name.split(".")[1]]
        try:
            armed.rename(folder / f"hit.{os.getpid()}.{armed.name}")
        except FileNotFoundError:
            continue  # another process was faster
        os.kill(os.getpid(), number)
        return
