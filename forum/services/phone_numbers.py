"""Telephone numbers: kept as E.164, shown as Swedes write them."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError

SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015./()]+")
SHORT: Final = re.compile(r"1\d{2,5}")  # 112, 114 14, 116 123
INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{6,14}")
AREAS_OF_TWO: Final = frozenset(
    "10 11 13 16 18 19 20 21 23 26 31 33 35 36 40 42 44 46 54 60 63 70 72 73 76 77 79 90".split()  # noqa: SIM905  (twice as readable)
)
GROUPS: Final = {5: (3, 2), 6: (3, 3), 7: (3, 2, 2), 8: (3, 3, 2)}


def normal_number(typed: str, *, field: str) -> str:
    """The number as E.164 (+4620100200), or a short number such as 112 as it is. Raises `InvalidInputError`."""
    digits = SEPARATORS.sub("", typed)
    if SHORT.fullmatch(digits):
        return digits
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+46{digits[1:]}"
    if digits.startswith("+460"):  # +46 (0)20-100 200
        digits = f"+46{digits[4:]}"
    if not INTERNATIONAL.fullmatch(digits):
        raise InvalidInputError(
            _("Write the number with its area code, for example 020-100 200 or +46 20 100 200."), field=field
        )
    return digits


def spoken_number(number: str) -> str:
    """020-100 200 for +4620100200; numbers of other countries stay as they are."""
    if not number.startswith("+46"):
        return f"{number[:3]} {number[3:]}".strip() if SHORT.fullmatch(number) else number
    rest = number[3:]
    area = rest[:1] if rest.startswith("8") else rest[:2] if rest[:2] in AREAS_OF_TWO else rest[:3]
    own = rest[len(area) :]
    parts, start = [], 0
    for length in GROUPS.get(len(own), (len(own),)):
        parts.append(own[start : start + length])
        start += length
    return f"0{area}-{' '.join(parts)}"
