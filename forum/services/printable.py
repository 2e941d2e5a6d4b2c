"""Any text as the documents can print it: known signs become plain ones, the rest is described, nothing is lost in silence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from forum.services.glyphs import fallback_characters, own_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WORD: Final = 40
BREAK_HERE: Final = "\u200b"
UNIT: Final = 6  # letters that stay together where a word has no place to break

PLAIN: Final = {
    **dict.fromkeys("✅✔☑🗹", "✓"),
    **dict.fromkeys("❌❎✖🗙", "✗"),
    **dict.fromkeys("➡👉⏩", "→"),
    **dict.fromkeys("⬅👈⏪", "←"),
    **dict.fromkeys("⬆👆🔼", "↑"),
    **dict.fromkeys("⬇👇🔽", "↓"),
    **dict.fromkeys("🔴🟠🟡🟢🔵🟣🔹🔸🔷🔶", "•"),
    **dict.fromkeys("❗❕", "!"),
    **dict.fromkeys("❓❔", "?"),
    **dict.fromkeys("⭐🌟", "★"),
    **dict.fromkeys("📞📱☎", "☎"),
    **dict.fromkeys("📧📩✉", "✉"),
    **dict.fromkeys("➕", "+"),
    **dict.fromkeys("➖", "−"),
    "⬜": "☐",
    "❤": "♥",
    "\u20e3": "",  # the box around a keycap: the digit stays
    "\ufffd": "?",
}
# Invisible: variation selectors, skin tones, tags, fillers and direction marks. Joiners matter between letters of joined scripts only.
INVISIBLE: Final = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
# Everything that is in the fonts of a Swedish text; the slow path is for the rest.
ORDINARY: Final = re.compile(r"[\n\x20-\x7e\xa0-\xac\xae-\xff\u2013\u2014\u2018-\u201e\u2022\u2026]*")
REGIONAL_A: Final = 0x1F1E6


def unprintable_characters(text: str) -> list[str]:
    """The distinct characters that a document can only describe in words, in order of appearance."""
    if ORDINARY.fullmatch(text):
        return []
    return list(dict.fromkeys(character for character, shown in _readings(text) if shown is None))


def printable_text(text: str, *, longest_word: int = LONGEST_WORD, plainest: bool = False) -> str:
    """The text with drawable characters only, and with places to break in words longer than `longest_word` characters.

    A character without a plain equivalent is described: "[grinning face]", "[U+4F60]".
    `plainest` keeps to the two faces and drops loose accents, for text that the typesetter has refused.
    """
    if not ORDINARY.fullmatch(text):
        text = "".join(_spelled_out(_readings(text, plainest=plainest)))
    return re.sub(rf"\S{{{longest_word + 1},}}", lambda word: _breakable(word[0], longest_word), text)


def _breakable(word: str, longest: int) -> str:
    """Places to break: after the signs of addresses, and anywhere in a part that is still too long; compounds are hyphenated."""
    if word.isalpha() and len(word) <= LONGEST_WORD:
        return word
    parts = re.findall(r"[^@/.?&=_-]+[@/.?&=_-]*|[@/.?&=_-]+", word)
    return BREAK_HERE.join(
        part if len(part) <= longest else BREAK_HERE.join(re.findall(rf".{{1,{UNIT}}}", part)) for part in parts
    )


def _spelled_out(readings: list[tuple[str, str | None]]) -> Iterator[str]:
    """What is printed, with neighbours that can only be described in one pair of brackets per kind."""
    for is_described, group in groupby(readings, key=lambda reading: reading[1] is None):
        if not is_described:
            yield from (shown for _, shown in group if shown is not None)
            continue
        for is_code, descriptions in groupby(
            (_description(character) for character, _ in group), key=lambda text: text.startswith("U+")
        ):
            yield f"[{(' ' if is_code else ', ').join(descriptions)}]"


def _readings(text: str, *, plainest: bool = False) -> list[tuple[str, str | None]]:
    """Each visible character with what is printed for it; None where only a description is left."""
    readings: list[tuple[str, str | None]] = []
    base = ""
    for character in INVISIBLE.sub("", unicodedata.normalize("NFC", text)):
        if unicodedata.category(character)[0] == "M":
            drawn = "" if plainest else _mark(character, base)
            readings.append((character, character if character == drawn else PLAIN.get(character, drawn)))
            continue
        reading = _reading(character, plainest=plainest)
        base = character if reading == character else ""
        readings.append((character, reading))
    return readings


@lru_cache(maxsize=4096)
def _reading(character: str, *, plainest: bool) -> str | None:
    if character == "\n":
        return character
    if unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    if character in PLAIN and not plainest:
        return PLAIN[character]
    if _is_drawn(character, plainest=plainest):
        return character
    compatible = unicodedata.normalize("NFKC", character)
    if compatible != character and all(_is_drawn(part, plainest=plainest) for part in compatible):
        return compatible
    if 0 <= ord(character) - REGIONAL_A < 26:
        return chr(ord("A") + ord(character) - REGIONAL_A)
    return None


def _is_drawn(character: str, *, plainest: bool) -> bool:
    if character in own_characters():
        return True
    if plainest:
        return False
    parts = unicodedata.normalize("NFD", character)
    return character in fallback_characters() or (len(parts) > 1 and all(part in own_characters() for part in parts))


def _mark(character: str, base: str) -> str | None:
    """A combining mark is drawn when one font holds both it and the letter that it stands on."""
    for font in (own_characters(), fallback_characters()):
        if character in font and base and base in font and not base.isspace():
            return character
    return None


def _description(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "LMCN":
        return code
    return unicodedata.name(character, code).lower() if unicodedata.name(character, "") else code
