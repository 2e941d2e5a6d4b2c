"""One line as it is written at a meeting, read: a decision, an action with owner and day, or a note.

"Ta fram statistik @kommunpolis 15/12" is an action; a line that names nobody is a decision; "beslut:", "uppdrag:", "anteckning:"
(decision, action, note) at the beginning say it outright. Pure: parties and today are given. The page, its suggestions and
the form without script all read lines by this module alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from meetings.calendar.quick_dates import Due, Found, dates_in
from meetings.calendar.quick_owners import Mention, Party, mentions_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Kind = Literal["decision", "action", "note"]
KINDS: Final[dict[str, Kind]] = {
    "beslut": "decision",
    "decision": "decision",
    "uppdrag": "action",
    "action": "action",
    "anteckning": "note",
    "note": "note",
}
PREFIX: Final = re.compile(rf"\s*(?P<kind>{'|'.join(KINDS)})\s*:\s*", re.IGNORECASE)
BETWEEN: Final = re.compile(r"[\s,;:.!?()–-]*(?:(?:och|and)\s+)?")
LEFT_OVER: Final = re.compile(r"\s*\(\s*\)|(?:\s*[,;])+(?=\s*[,;.]|$)")
EDGES: Final = " \t,;:–-"


@dataclass(frozen=True)
class Reading:
    """How a line is understood. `doubts` names what must be asked: owner, two_owners, unknown_owner, several_owners, day, two_days, words.

    `owners`: whom the name fits, best first; `other_days`: days that stand elsewhere in the line; `line`: the words for a decision or note.
    """

    kind: Kind
    text: str
    line: str
    owners: tuple[Party, ...] = ()
    address: str = ""
    named: str = ""
    due: Due | None = None
    other_days: tuple[Due, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts


def read_line(line: str, *, parties: Sequence[Party], today: date) -> Reading:
    """Reads one line. A day without a year is the next one from `today` on, which is the day of the meeting while that is near."""
    prefix = PREFIX.match(line)
    said = KINDS[prefix["kind"].lower()] if prefix else None
    words = " ".join(line[prefix.end() if prefix else 0 :].split())
    mentions = list(mentions_in(words, parties))
    if said in ("decision", "note") or (said is None and not mentions):
        kind: Kind = said or "decision"
        return Reading(kind, words, words, doubts=() if words else ("words",))
    return _action(words, mentions, list(dates_in(words, today)))


def _action(words: str, mentions: list[Mention], dates: list[Found]) -> Reading:
    dates = [found for found in dates if not any(found.start < who.end and who.start < found.end for who in mentions)]
    at_edge = _at_edges(words, mentions, dates)
    days = [found for found in dates if found in at_edge]
    chosen = days[-1] if days else None
    owner = mentions[0] if mentions else None
    text = _without(words, mentions, chosen, at_edge)
    return Reading(
        "action",
        text,
        words,
        owners=owner.parties if owner else (),
        address=owner.address if owner else "",
        named=owner.name if owner else "",
        due=chosen.due if chosen else None,
        other_days=tuple(found.due for found in dates if found is not chosen and found.due),
        doubts=tuple(_doubts(text, mentions, days)),
    )


def _doubts(text: str, mentions: list[Mention], days: list[Found]) -> list[str]:
    found = []
    if not text:
        found.append("words")
    if not mentions:
        found.append("owner")
    elif len(mentions) > 1:
        found.append("two_owners")
    elif not (mentions[0].parties or mentions[0].address):
        found.append("unknown_owner" if mentions[0].name else "owner")
    elif not mentions[0].sure:
        found.append("several_owners")
    if len(days) > 1:
        found.append("two_days")
    elif days and days[0].doubtful:
        found.append("day")
    return found


def _at_edges(words: str, mentions: list[Mention], dates: list[Found]) -> list[Mention | Found]:
    """Owners and days that stand at the end of the line, or at its beginning or elsewhere directly beside an owner.

    "Redovisa den 15 januari hur det går @polisen" tells of a day, it sets none.
    """
    spans: list[Mention | Found] = sorted([*mentions, *dates], key=lambda span: span.start)
    edge: list[Mention | Found] = []
    end = len(words)
    for span in reversed(spans):
        if not _nothing_between(words, span.end, end):
            break
        edge.append(span)
        end = span.start
    for first, second in pairwise(spans):
        if isinstance(first, Mention) != isinstance(second, Mention) and _nothing_between(
            words, first.end, second.start
        ):
            edge += [first, second]
    if spans and isinstance(spans[0], Mention) and _nothing_between(words, 0, spans[0].start):
        edge.append(spans[0])
    return edge


def _nothing_between(words: str, start: int, end: int) -> bool:
    return BETWEEN.fullmatch(words[start:end].lstrip() + " ") is not None


def _without(words: str, mentions: list[Mention], chosen: Found | None, at_edge: list[Mention | Found]) -> str:
    """The words of the task: without the day, and without the owner unless the sentence needs the name."""
    cuts: list[tuple[int, int, str]] = []
    if chosen and chosen.due and not chosen.doubtful:
        cuts.append((chosen.start, chosen.end, ""))
    cuts += [(who.start, who.end, "" if who in at_edge else who.name) for who in mentions]
    for start, end, instead in sorted(cuts, reverse=True):
        words = f"{words[:start]}{instead}{words[end:]}"
    words = LEFT_OVER.sub("", " ".join(words.split())).strip(EDGES)
    return words.replace(" .", ".")
