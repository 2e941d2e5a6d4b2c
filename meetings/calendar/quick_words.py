"""The words of a line that mean a month, a weekday or a number, in Swedish and English; folded, without case and accents."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
WEEKDAYS: Final = {
    word: number
    for number, words in enumerate(
        (
            "mandag monday man mon",
            "tisdag tuesday tis tue tues",
            "onsdag wednesday ons wed",
            "torsdag thursday tors tor thu thur thurs",
            "fredag friday fre fri",
            "lordag saturday lor sat",
            "sondag sunday son sun",
        )
    )
    for word in words.split()
}
NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "en ett a an one",
            "tva two",
            "tre three",
            "fyra four",
            "fem five",
            "sex six",
            "sju seven",
            "atta eight",
            "nio nine",
            "tio ten",
        ),
        start=1,
    )
    for word in words.split()
}


def folded(text: str) -> str:
    """Without case and accents, and as long as before, so that places in one are places in the other."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


def any_of(words: dict[str, int]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
