"""Text as it is saved: what people type and paste, made sane once, before it reaches the database."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from forum.services.printable import unprintable_characters

__all__ = ["clean_text", "unprintable_characters"]

LINE_ENDS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# The bullets and dashes that Word keeps in its own symbol fonts, and its own control characters for hyphens.
WORD_SIGNS: Final = str.maketrans(
    {
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\uf0e0": "→",
        "\uf02d": "-",
        "\x1e": "-",
        "\u2011": "-",
        "\t": " ",
    }
)
# Word copies the bullets of a list as a sign and a tab.
WORD_BULLET: Final = re.compile("^([ \t]*)(?:[\u00b7\uf0b7\u2022\u00a7o]|\uf0a7)\t[ \t]*", re.MULTILINE)
UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
NONCHARACTERS: Final = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Joiners belong to joined scripts and emoji; beside Latin letters they are left-overs of a paste.
JOINERS: Final = re.compile("([\u200c\u200d])[\u200c\u200d]+")
STRAY_JOINER: Final = re.compile("(?<![\u0590-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\U0010ffff])")
SPACES: Final = re.compile("[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def clean_text(value: str, *, single_line: bool = False) -> str:
    """The text in one normal form (NFC, "\\n", ordinary spaces), without invisible left-overs of a paste.

    Bullets, emoji and foreign scripts are kept. `single_line` makes one line of it, for titles and names.
    Cleaning twice changes nothing more.
    """
    text = WORD_BULLET.sub(r"\1• ", LINE_ENDS.sub("\n", value)).translate(WORD_SIGNS)
    text = NONCHARACTERS.sub("", UNSEEN.sub("", text))
    text = STRAY_JOINER.sub("", JOINERS.sub(r"\1", text))
    text = SPACES.sub(_ordinary_spaces, unicodedata.normalize("NFC", text))
    if single_line:
        return " ".join(text.split())
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n")


def _ordinary_spaces(run: re.Match[str]) -> str:
    """Typed indents stay; a run with a space that no keyboard gives came with a paste and becomes one."""
    return run[0] if run[0].isascii() else " "
