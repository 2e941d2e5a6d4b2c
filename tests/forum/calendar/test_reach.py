"""Reach against an oracle that asks every single head on every single day."""

from __future__ import annotations

from datetime import date, timedelta

from forum.calendar.months import add_months
from forum.calendar.reach import Counted, Reach, reach_on, reach_within, running_out

HELD = [
    Counted(date(2024, 2, 29), 10, 24),
    Counted(date(2024, 11, 30), 5, 3),
    Counted(date(2025, 8, 31), 7, 6),
    Counted(date(2026, 1, 1), 3, None),
]


def still_counts(one: Counted, day: date) -> bool:
    """Month by month: how far the training has come."""
    if day < one.held_on:
        return False
    if one.valid_months is None:
        return True
    months = (day.year - one.held_on.year) * 12 + day.month - one.held_on.month
    tomorrow = day + timedelta(days=1)
    reached = day.day >= one.held_on.day or (tomorrow.month != day.month and day.day < one.held_on.day)
    return months - (0 if reached else 1) < one.valid_months


def test_reach_agrees_with_heads_asked_one_by_one() -> None:
    day = date(2024, 1, 1)
    while day < date(2026, 6, 1):
        heads = sum(one.count for one in HELD if still_counts(one, day))
        assert (day, reach_on(HELD, 12, day)) == (day, Reach(heads, 12))
        day += timedelta(days=1)


def test_nobody_is_trained_more_than_once() -> None:
    reach = Reach(heads=15, size=12)
    assert (reach.trained, reach.lacking, reach.share) == (12, 0, 100)
    assert (Reach(2, 3).share, Reach(2, 3).lacking) == (66, 1)


def test_periods_and_what_runs_out() -> None:
    assert reach_within(HELD, 12, date(2024, 2, 29), date(2024, 11, 30)).heads == 15
    assert [(one.last_day, one.count) for one in running_out(HELD, date(2025, 1, 1), date(2026, 3, 1))] == [
        (date(2025, 2, 27), 5), (date(2026, 2, 27), 17),
    ]  # fmt: skip
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
