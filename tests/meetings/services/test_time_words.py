from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from meetings.services.time_words import hours_words


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


CASES = [
    (at(5, 9), at(5, 16, 30), False, "9:00–16:30"),
    (at(5, 9), at(5, 9), False, "9:00"),
    (at(5, 18), at(6), False, "18:00–0:00"),
    (at(5, 18), at(6, 12), False, "18:00 – Wednesday 6 May 12:00"),
    (at(5, 18), at(7), False, "18:00 – Thursday 7 May 0:00"),
    (at(5), at(6), True, ""),
    (at(5), at(5), True, ""),
    (date(2026, 5, 5), date(2026, 5, 6), True, ""),
    (date(2026, 5, 5), date(2026, 5, 7), True, "until Wednesday 6 May"),
    (at(5), at(8), True, "until Thursday 7 May"),
]


@pytest.mark.parametrize(("starts", "ends", "all_day", "words"), CASES)
def test_the_end_says_its_day_where_it_is_another(starts: date, ends: date, all_day: bool, words: str) -> None:
    with override("en"):
        assert hours_words(starts, ends, all_day=all_day) == words
