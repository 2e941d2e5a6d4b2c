"""Finds Swedish personal identity and coordination numbers in free text, so that an editor can warn before they are saved."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from stdnum import luhn

NUMBER: Final = re.compile(
    r"(?<![0-9])(?P<century>18|19|20)?(?P<born>[0-9]{6}) ?[-+\u2010-\u2015\u2212]? ?(?P<serial>[0-9]{4})(?![0-9])"
)
COORDINATION_DAY: Final = 60


def find_personal_numbers(text: str) -> list[str]:
    """The numbers as they are written, in order, each once.

    A number counts when its date exists (day or day + 60) and its check digit is right; the month
    is what lets organisation numbers pass, since their third digit is 2 or more.
    Source: folkbokföringslagen (1991:481) 18 §; lagen (2022:1697) om samordningsnummer.
    """
    found = NUMBER.finditer(unicodedata.normalize("NFKC", text))
    return list(
        dict.fromkeys(
            match[0]
            for match in found
            if is_date_of_birth(match["born"], match["century"] or "")
            and luhn.is_valid(match["born"] + match["serial"])
        )
    )


def is_date_of_birth(six_digits: str, century: str = "") -> bool:
    """Whether YYMMDD is a day in the century, or in any when none is given; coordination numbers add 60 to the day."""
    year, month, day = int(six_digits[:2]), int(six_digits[2:4]), int(six_digits[4:])
    if day > COORDINATION_DAY:
        day -= COORDINATION_DAY
    return any(_is_day(int(start) * 100 + year, month, day) for start in ([century] if century else ["19", "20"]))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
