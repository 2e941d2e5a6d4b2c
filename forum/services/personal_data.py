"""What in a text may tell who somebody is, for a human review before it is published. It finds too much rather than too little."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forum.enums import PersonalData
from forum.services.personal_numbers import find_personal_numbers

if TYPE_CHECKING:
    from collections.abc import Collection

EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE: Final = re.compile(r"(?<![\w/])(?:\+46 ?|0)\d{1,3}[ /-]{1,3}\d{2,3}(?: ?-?\d{2,3}){1,3}(?![\w/])")
ADDRESS: Final = re.compile(
    r"\b[A-ZÅÄÖ][a-zåäöé]{0,30}(?:gatan|vägen|gränd|stigen|allén|backen|torget|plan) \d{1,4} ?[A-Za-z]?\b"
)
WORD: Final = r"[A-ZÅÄÖÉ][a-zåäöéü]{1,30}(?:-[A-ZÅÄÖÉ][a-zåäöéü]{1,30})?"
NAME: Final = re.compile(rf"\b{WORD}(?: {WORD}){{1,2}}\b")
PATTERNS: Final = {
    PersonalData.ADDRESS: ADDRESS,
    PersonalData.EMAIL: EMAIL,
    PersonalData.PHONE: PHONE,
}


@dataclass(frozen=True)
class Finding:
    kind: PersonalData
    text: str


def find_personal_data(
    text: str, *, names: Collection[str] = (), harmless: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Personal identity numbers, known names and what looks like one, street and e-mail addresses, telephone numbers; each once.

    `names`: people who are known here. `harmless`: organisations and forums, whose names look like people's.
    """
    numbers = [Finding(PersonalData.NUMBER, number) for number in find_personal_numbers(text)]
    known = [Finding(PersonalData.NAME, name) for name in names if name and _stands_in(name, text)]
    alike = [Finding(PersonalData.NAME, match[0]) for match in NAME.finditer(text) if not _part_of(match[0], harmless)]
    others = [Finding(kind, match[0]) for kind, pattern in PATTERNS.items() for match in pattern.finditer(text)]
    known_words = [finding.text for finding in known]
    alike = [finding for finding in alike if not _part_of(finding.text, known_words)]
    return tuple(dict.fromkeys([*numbers, *known, *alike, *others]))


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _part_of(words: str, wholes: Collection[str]) -> bool:
    return any(
        words.casefold() in whole.casefold() or whole.casefold() in words.casefold() for whole in wholes if whole
    )
