"""How well an existing forum could carry a matter: who sits there, which organisations, what it is for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

BEGINNING: Final = 5  # letters by which forms and compounds of a word are taken together
# What every forum says of itself tells nothing.
GENERAL: Final = frozenset(
    {"forum", "grupp", "råd", "nätve", "kommu", "samve", "arbet", "möte", "fråg", "fråga", "frågo"}
)
WEIGHTS: Final = {"words": 0.5, "organisations": 0.3, "roles": 0.2}
WORTH_NAMING: Final = 0.25
ALIKE: Final = 0.6
MOST: Final = 5


class Reason(StrEnum):
    """Why a forum could carry it."""

    ONLY_ONE = "only_one"  # the organisation has a forum of that kind, of which it needs but one
    PURPOSE = "purpose"
    ORGANISATIONS = "organisations"
    SEATS = "seats"


@dataclass(frozen=True)
class Matter:
    """What is to be carried: words (stems) of its purpose, and who is needed."""

    words: frozenset[str] = frozenset()
    organisations: frozenset[Hashable] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A forum that exists. `only_one`: of the kind that is asked for and led by the same organisation."""

    key: Hashable
    words: frozenset[str] = frozenset()
    organisations: frozenset[Hashable] = frozenset()
    roles: frozenset[str] = frozenset()
    only_one: bool = False


@dataclass(frozen=True)
class Fit:
    """`score` from 0 to 1; by reason how many of how many."""

    key: Hashable
    score: float
    reasons: Mapping[Reason, tuple[int, int]] = field(default_factory=dict)

    @property
    def alike(self) -> bool:
        """So near that a new forum beside it would be a parallel organisation. One word or organisation alone says too little."""
        return Reason.ONLY_ONE in self.reasons or (self.score >= ALIKE and self.several)

    @property
    def several(self) -> bool:
        """More than one word, organisation or role speaks for it."""
        return sum(has for has, _of in self.reasons.values()) > 1


def best_fits(matter: Matter, candidates: Sequence[Candidate]) -> list[Fit]:
    """Return those worth naming, the best first; equals in the order in which they came. Rare words tell more than common ones."""
    wanted = _roots(matter.words)
    roots = [_roots(one.words) for one in candidates]
    weights = {word: log(1 + (1 + len(roots)) / (1 + sum(word in one for one in roots))) for word in wanted}
    fits = [_fit(matter, one, weights, there) for one, there in zip(candidates, roots, strict=True)]
    named = [one for one in fits if one.reasons and (one.score >= WORTH_NAMING or one.alike)]
    return sorted(named, key=lambda one: (Reason.ONLY_ONE not in one.reasons, -one.score))[:MOST]


def _fit(matter: Matter, one: Candidate, weights: Mapping[str, float], there: frozenset[str]) -> Fit:
    shares: dict[str, float] = {}
    reasons: dict[Reason, tuple[int, int]] = {Reason.ONLY_ONE: (1, 1)} if one.only_one else {}
    if weights:
        common = weights.keys() & there
        shares["words"] = sum(weights[word] for word in common) / sum(weights.values())
        if common:
            reasons[Reason.PURPOSE] = (len(common), len(weights))
    for name, reason in (("organisations", Reason.ORGANISATIONS), ("roles", Reason.SEATS)):
        needed, has = getattr(matter, name), getattr(one, name)
        if needed:
            shares[name] = len(needed & has) / len(needed)
            if needed & has:
                reasons[reason] = (len(needed & has), len(needed))
    whole = sum(WEIGHTS[name] for name in shares)
    score = sum(WEIGHTS[name] * share for name, share in shares.items()) / whole if whole else 0.0
    return Fit(one.key, round(score, 4), reasons)


def _roots(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in words if len(word) > 2) - GENERAL
