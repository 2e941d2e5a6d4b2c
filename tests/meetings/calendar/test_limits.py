"""Large and hostile files: what becomes of them, and how much memory they take."""

from __future__ import annotations

import datetime as dt
import random
import tracemalloc
from pathlib import Path

import pytest

from meetings.calendar.errors import CalendarError
from meetings.calendar.expansion import expand
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.hostile import FILES, SLOW_RULES, dates_of, large_calendar, outcome_of
from tests.meetings.calendar.reading import FIXTURES


def test_ten_thousand_entries_are_read_and_expanded() -> None:
    data = large_calendar(10_000)
    assert len(data) < 10_000_000
    found = read_calendar(data)
    total = sum(
        len(expand(one, window_start=dt.date(2021, 11, 1), window_end=dt.date(2028, 11, 1))) for one in found.series
    )
    assert (len(found.series), total) == (10_000, 59_000)


def test_five_thousand_entries_stay_within_memory() -> None:
    data = large_calendar(5_000)
    tracemalloc.start()
    read_calendar(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000


def test_ten_megabytes_are_refused_at_once() -> None:
    with pytest.raises(CalendarError) as caught:
        read_calendar(b"BEGIN:VCALENDAR\n" + b"A" * 10_000_000)
    assert caught.value.code == "file_too_large"


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused(name: str) -> None:
    data, expected = FILES[name]
    assert outcome_of(data) == expected


@pytest.mark.parametrize("name", SLOW_RULES)
def test_a_slow_rule_expands(name: str) -> None:
    entry, expected = SLOW_RULES[name]
    assert dates_of(entry) == expected


def mutated(data: bytes, random_: random.Random) -> bytes:
    """Cut, double, swap or overwrite some bytes."""
    for _ in range(random_.randint(1, 6)):
        here, there = sorted(random_.randrange(len(data)) for _ in range(2))
        there = min(there, here + 80)
        piece = bytes(random_.randrange(256) for _ in range(random_.randint(0, 4)))
        kind = random_.randrange(3)
        if kind == 0:
            data = data[:here] + piece + data[there:]
        elif kind == 1:
            data = data[:there] + data[here:there] + data[there:]
        else:
            data = data[:here] + piece + data[here + len(piece) :]
    return data


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.ics")), ids=lambda path: path.stem)
def test_a_damaged_file_is_read_or_refused_but_never_crashes(path: Path) -> None:
    random_ = random.Random(path.stem)  # noqa: S311  (no secret)
    data = path.read_bytes()
    for _ in range(300):
        try:
            found = read_calendar(mutated(data, random_))
        except CalendarError:
            continue
        for series in found.series:
            expand(series, window_start=dt.date(2025, 1, 1), window_end=dt.date(2027, 1, 1))
