from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.services.personal_numbers import find_personal_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pojken, 640823-3234, bor här", ["640823-3234"]),
        ("19640823-3234 och 6408233234", ["19640823-3234", "6408233234"]),
        ("640823+3234", ["640823+3234"]),
        ("640823–3234", ["640823–3234"]),
        ("640823 - 3234", ["640823 - 3234"]),
        ("samordningsnummer 640883-3231.", ["640883-3231"]),
        ("anna_640823-3234.pdf", ["640823-3234"]),
        ("640823-3234, igen 640823-3234", ["640823-3234"]),
        ("\uff16\uff14\uff10\uff18\uff12\uff13-3234", ["640823-3234"]),
        ("fel kontrollsiffra 640823-3235", []),
        ("inget datum 641323-3234", []),
        ("organisationsnummer 212000-0365, 16212000-0365, 556703-7485", []),
        ("längre tal 26408233234 och 64082332341", []),
        ("KS 2026/0412, tel. 020-100 200, +4620100200", []),
        ("", []),
    ],
)
def test_finds_numbers_of_people_only(text: str, found: list[str]) -> None:
    assert find_personal_numbers(text) == found


@pytest.mark.parametrize(("number", "found"), [("000229-0001", True), ("010229-0000", False)])
def test_leap_day_counts_in_a_leap_year_of_any_century(number: str, found: bool) -> None:
    digits = number.replace("-", "")[:9]
    right = next(f"{digits}{check}" for check in range(10) if _is_luhn(f"{digits}{check}"))
    assert find_personal_numbers(right) == ([right] if found else [])


@given(st.text(), st.text())
def test_a_number_is_found_in_any_text(before: str, after: str) -> None:
    assert "850709-9805" in find_personal_numbers(f"{before}\n850709-9805\n{after}")


def _is_luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
