"""Each moment at which a kill could lose or double a mail, hit on purpose, as often as wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tests.faults.killing_sinks import Killer
from tests.faults.report import Finding
from tests.faults.sink import Behaviour

if TYPE_CHECKING:
    from tests.faults.stage import Stage

LETTERS: Final = 40
Window = Callable[["Stage", int], Finding]


def judged(stage: Stage, what: str, times: int, *, doubles: int) -> Finding:
    """Drain, and compare the book with what this window allows: so many kills, so many doubles."""
    drained = stage.drain()
    stage.sink.behaviour = Behaviour()
    stage.disarm()
    book = stage.verdict()
    seen = {
        "kills": stage.deaths,
        "lost": len(book.lost),
        "doubled": book.extra_copies,
        "told twice": book.told_twice,
        "differing": book.differing,
        "undrained": int(not drained),
    }
    wanted = {"kills": times, "lost": 0, "doubled": doubles, "told twice": 0, "differing": 0, "undrained": 0}
    return Finding(f"{what} × {times}" if times else what, f"lost 0, doubled {doubles}", _words(seen), seen == wanted)


def _words(seen: dict[str, int]) -> str:
    """What always stands in the table, and what should be nought when it is not."""
    odd = [f"{name} {count}" for name, count in seen.items() if count and name not in {"kills", "lost", "doubled"}]
    kills = f" (kills {seen['kills']})" if seen["kills"] else ""
    return ", ".join([f"lost {seen['lost']}, doubled {seen['doubled']}{kills}", *odd])


def at_failpoint(what: str, point: str, *, doubles: bool = False) -> Window:
    """The sender kills itself at a point of its own code."""

    def run(stage: Stage, times: int) -> Finding:
        stage.set_letters(LETTERS + times)
        stage.arm(point, times=times)
        return judged(stage, what, times, doubles=times * doubles)

    return run


def at_verb(what: str, verb: str, *, doubles: bool = False) -> Window:
    """The receiver kills the sender while it says something."""

    def run(stage: Stage, times: int) -> Finding:
        stage.set_letters(LETTERS + times)
        stage.sink.behaviour = Killer(stage, verb, times)
        return judged(stage, what, times, doubles=times * doubles)

    return run


def while_releasing(what: str, point: str) -> Window:
    """Councils share receivers, so that a portion has several reminders."""

    def run(stage: Stage, times: int) -> Finding:
        stage.set(LETTERS, councils=2)
        stage.arm(point, times=1 if point == "released" else times)
        return judged(stage, what, 1 if point == "released" else times, doubles=0)

    return run


WINDOWS: Final[tuple[Window, ...]] = (
    while_releasing("R1 release: letters written, not committed", "releasing"),
    while_releasing("R2 release: committed", "released"),
    at_failpoint("6 claim not committed", "claiming"),
    at_failpoint("7 claimed, no connection yet", "claimed"),
    at_verb("8 receiver heard MAIL", "MAIL"),
    at_verb("8 receiver heard RCPT", "RCPT"),
    at_verb("8 receiver heard DATA", "DATA"),
    at_verb("8 receiver has all bytes, not accepted", "."),
    at_verb("9 accepted, 250 not yet said", "after", doubles=True),
    at_failpoint("10 accepted, not marked", "accepted", doubles=True),
    at_failpoint("11 marked", "marked"),
)
