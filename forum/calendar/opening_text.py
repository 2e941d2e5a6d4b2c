"""Hours as people write them: “9–12, 13–16”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .opening import Span

CLOSED: Final = frozenset({"", "-", "–", "stängt", "closed"})
SPAN: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?[-–—](\d{1,2})(?:[:.](\d\d))?")
DAY_ENDS: Final = 1440


def read_spans(text: str) -> tuple[Span, ...]:
    """The spans of one day, in the order given. Raises `ValueError` for what can't be read, or ends before it begins."""
    words = text.strip().casefold().replace("kl.", "").replace(" ", "")
    if words in CLOSED:
        return ()
    return tuple(_read(part) for part in re.split(r",|;|och|and|&", words))


def _read(part: str) -> Span:
    found = SPAN.fullmatch(part)
    if not found:
        raise ValueError(part)
    hour, minute, last_hour, last_minute = (int(number or 0) for number in found.groups())
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute or DAY_ENDS
    if minute > 59 or last_minute > 59 or not opens < closes <= DAY_ENDS:
        raise ValueError(part)
    return opens, closes


def clock_words(minutes: int) -> str:
    """540 → 09:00, 1440 → 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def write_spans(spans: Iterable[Span]) -> str:
    """((540, 720), (780, 960)) → 09:00–12:00, 13:00–16:00."""
    return ", ".join(f"{clock_words(opens)}–{clock_words(closes)}" for opens, closes in spans)
