"""Calendars and rules that are made to keep a reader busy: the processor's time that the worst of each takes."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final, TypeVar

from meetings.calendar.errors import RuleError
from meetings.calendar.rule_text import check_rule
from tests.meetings.calendar.hostile import FILES, SLOW_RULES, dates_of, large_calendar, outcome_of
from tests.meetings.calendar.test_rule_text import BOMBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Given = TypeVar("Given")

FILE_SECONDS: Final = 2.0
RULE_SECONDS: Final = 0.5
BOMB_SECONDS: Final = 0.05
LARGE_SECONDS: Final = 30.0


def withstand_hostile() -> bool:
    """Prints the worst of each kind beside what is demanded; False when one took too long."""
    bombs = {text[:40]: text for texts in BOMBS.values() for text in texts}
    files = {name: data for name, (data, _) in FILES.items()}
    rules = {name: entry for name, (entry, _) in SLOW_RULES.items()}
    return all(
        [
            _worst("refuse a recurrence rule", bombs.items(), _refuse, BOMB_SECONDS),
            _worst("expand a slow rule", rules.items(), dates_of, RULE_SECONDS),
            _worst("read or refuse a hostile file", files.items(), outcome_of, FILE_SECONDS),
            _worst("read a calendar", [("10,000 entries", large_calendar(10_000))], outcome_of, LARGE_SECONDS),
        ]
    )


def _refuse(rule: str) -> None:
    with contextlib.suppress(RuleError):
        check_rule(rule)


def _worst(what: str, given: Iterable[tuple[str, Given]], act: Callable[[Given], object], limit: float) -> bool:
    seconds, name = max((_busy(act, one), name) for name, one in given)
    print(f"{what}, worst: {name}: {seconds:.3f} s (limit {limit:g} s)  {'ok' if seconds <= limit else 'NOT'}")
    return seconds <= limit


def _busy(act: Callable[[Given], object], given: Given) -> float:
    begun = time.process_time()
    act(given)
    return time.process_time() - begun
