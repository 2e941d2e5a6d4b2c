"""Who is meant by "@kommunpolis": a seat, an organisation or a bare address. Pure: the parties of the forum are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from meetings.calendar.quick_words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORDS: Final = 8
MENTION: Final = re.compile(r"(?<![^\s(,;:])@(?P<name>[^\s@,;]*)")
ADDRESS: Final = re.compile(
    r"(?<![^\s(,;:<@])@?<?(?:mailto:)?(?P<address>[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\W\d_]{2,})>?(?=[.,;:!?)]*(?:\s|$))"
)
PLAIN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Party:
    """Somebody who can be tasked. `label` is unique among the parties and what a completion writes."""

    key: str
    title: str
    organisation: str = ""
    label: str = ""
    stands_in_for: str = ""

    @property
    def is_seat(self) -> bool:
        return self.key.startswith("seat:")


@dataclass(frozen=True)
class Mention:
    """A name or address in a line, from `start` to `end`; the parties that it fits, best first. `sure`: it fits one best."""

    start: int
    end: int
    name: str
    parties: tuple[Party, ...] = ()
    address: str = ""
    sure: bool = True


def mentions_in(line: str, parties: Sequence[Party]) -> Iterator[Mention]:
    """The names and addresses of a line, in their order."""
    taken = [(match.start(), match.end()) for match in ADDRESS.finditer(line)]
    found = [
        Mention(match.start(), match.end(), match["address"], address=match["address"])
        for match in ADDRESS.finditer(line)
    ]
    found += [
        _mention(line, match.start(), parties)
        for match in MENTION.finditer(line)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    return iter(sorted(found, key=lambda mention: mention.start))


def _mention(line: str, start: int, parties: Sequence[Party]) -> Mention:
    """The longest run of words after the sign that names somebody; a last word may still be in the writing."""
    words = list(re.finditer(r"[^\s@]+", line[start + 1 :]))[:MOST_WORDS]
    if not words or words[0].start() != 0:
        return Mention(start, start + 1, "", sure=False)
    for number in range(len(words), 0, -1):
        end = start + 1 + words[number - 1].end()
        name = line[start + 1 : end].rstrip(".,;:!?)")
        unfinished = number == 1 or not line[end:].strip()
        fitting = parties_named(name, parties, unfinished=unfinished)
        if fitting:
            return Mention(start, start + 1 + len(name), name, tuple(fitting), sure=_is_sure(name, fitting))
    name = words[0][0].rstrip(".,;:!?)")
    return Mention(start, start + 1 + len(name), name, sure=False)


def parties_named(name: str, parties: Sequence[Party], *, unfinished: bool = True) -> list[Party]:
    """Who the words may mean, best first: the whole name, its beginning, a word of it; seats before organisations.

    With `unfinished` the last word may be a beginning.
    """
    wanted = _words(name)
    if not wanted:
        return []
    ranked = [(rank, party) for party in parties if (rank := _rank(wanted, party, unfinished=unfinished)) is not None]
    return [party for _rank_, party in sorted(ranked, key=lambda pair: pair[0])]


def _is_sure(name: str, fitting: Sequence[Party]) -> bool:
    wanted = _words(name)
    ranks = [_rank(wanted, party, unfinished=True) for party in fitting[:2]]
    return ranks[0] is not None and (len(ranks) == 1 or ranks[0] != ranks[1])


def _rank(wanted: list[str], party: Party, *, unfinished: bool) -> int | None:
    title, organisation = _words(party.title), _words(party.organisation)
    if wanted == _words(party.label):
        return 0
    if wanted in (title, title + organisation):
        return 1
    places = [(title, 0, 2), (title, 1, 3), (organisation, 0, 4), (organisation, 1, 5)]
    fits = (rank for name, begin, rank in places if _begins(wanted, name, begin, unfinished=unfinished))
    rank = next(fits, None)
    return None if rank is None else rank + (0 if party.is_seat else 4)


def _begins(wanted: list[str], name: list[str], begin: int, *, unfinished: bool) -> bool:
    """Whether the words stand in the name: at its beginning, or further in when `begin` is 1."""
    starts = [0] if begin == 0 else range(1, len(name))
    return any(_same(wanted, name[start : start + len(wanted)], unfinished=unfinished) for start in starts)


def _same(wanted: list[str], name: list[str], *, unfinished: bool) -> bool:
    if len(wanted) != len(name) or wanted[:-1] != name[:-1]:
        return False
    return name[-1].startswith(wanted[-1]) if unfinished else name[-1] == wanted[-1]


def _words(text: str) -> list[str]:
    return PLAIN.sub(" ", folded(text)).split()
