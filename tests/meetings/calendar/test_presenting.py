"""When points come up, and who can't be at two places at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from meetings.calendar.presenting import Attended, Clash, Rhythm, clashes, turns

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def on(*days: int) -> list[datetime]:
    """Meetings that many days from now, at the same hour."""
    return [NOW + timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(0), [7]),
        (Rhythm(1), [7, 14, 21, 28]),
        (Rhythm(2), [7, 21]),
        (Rhythm(0, first=date(2026, 12, 10)), [21]),
        (Rhythm(1, last=date(2026, 12, 10)), [7, 14]),
        (Rhythm(0, latest=NOW - timedelta(days=7)), []),
        (Rhythm(0, latest=NOW + timedelta(days=14)), [14]),
        (Rhythm(2, latest=NOW - timedelta(days=7)), [14, 28]),
        (Rhythm(3, latest=NOW - timedelta(days=14)), [14]),
        (Rhythm(2, latest=NOW - timedelta(days=14)), [7, 21]),
        (Rhythm(2, latest=NOW + timedelta(days=7)), [7, 21]),
        (Rhythm(1, latest=NOW - timedelta(days=14)), [7, 14, 21, 28]),
    ],
)
def test_the_dates_at_which_a_point_comes_up(rhythm: Rhythm[datetime], expected: list[int]) -> None:
    """Meetings a fortnight and a week ago, and each week from the next one on; a turn that was missed is taken at once."""
    assert turns(on(-14, -7, 7, 14, 21, 28), rhythm, NOW, datetime.date) == on(*expected)


def attended(key: str, starts: int, ends: int, place: str = "") -> Attended:
    return Attended(key, NOW + timedelta(minutes=starts), NOW + timedelta(minutes=ends), place)


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (attended("b", 30, 90), Clash.SAME_TIME),
        (attended("b", 59, 90, "Stadshuset"), Clash.SAME_TIME),
        (attended("b", 60, 90, "stadshuset"), None),
        (attended("b", 60, 90, "Biblioteket"), Clash.SHORT_OF_TIME),
        (attended("b", 89, 120), Clash.SHORT_OF_TIME),
        (attended("b", 90, 120), None),
    ],
)
def test_two_meetings_clash_by_time_and_place(other: Attended, clash: Clash | None) -> None:
    one = attended("a", 0, 60, "Stadshuset")
    assert clashes([other, one]) == ({"a": [("b", clash)], "b": [("a", clash)]} if clash else {})
