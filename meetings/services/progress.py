"""How far a long piece of work has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being done while a calendar comes in, in this order."""

    READING = "reading the file"
    DATES = "series"
    MEETINGS = "meetings"
    REMINDERS = "planning reminders"


#: Told the stage, how many are done and of how many; 0 of 0 where there is nothing to count.
Progress = Callable[[Stage, int, int], None]


def silent(stage: Stage, done: int, total: int) -> None:
    """Nobody waits."""
