"""When reminders fall: every day of ten years against an oracle that shares nothing with the program."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forum.calendar.workdays import local_moment
from forum.enums import ReminderKind
from forum.models import ReminderRule
from forum.services.reminders import DEFAULT_RULES, moment_of
from tests.faults.swedish_calendar import closed_days, easter, moment_in_sweden, working_day

TEN_YEARS = [date(2026, 1, 1) + timedelta(days=number) for number in range(3652)]
OFFSETS = sorted({offset for offsets in DEFAULT_RULES.values() for offset in offsets} | {-30, -14, -2, 1, 14})


def test_the_oracle_knows_days_that_stand_in_almanacs() -> None:
    assert [easter(year).isoformat() for year in (2024, 2025, 2026, 2038, 1954, 1981)] == [
        "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25", "1954-04-18", "1981-04-19",
    ]  # fmt: skip
    assert sorted(day.isoformat() for day in closed_days(2026) if day.weekday() < 5) == [
        "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
        "2026-06-19", "2026-12-24", "2026-12-25", "2026-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize("offset", OFFSETS)
def test_every_reminder_of_ten_years_falls_on_a_working_day_at_eight(offset: int) -> None:
    rule = ReminderRule(kind=ReminderKind.ACTION_DUE, offset_days=offset, hour=8)

    wrong = [
        (day, found.isoformat())
        for day in TEN_YEARS
        if (found := moment_of(rule, day, "Europe/Stockholm"))
        != moment_in_sweden(working_day(day + timedelta(days=offset), -1 if offset < 0 else 1), 8)
    ]

    assert wrong == []


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_of_ten_years(hour: int) -> None:
    wrong = [day for day in TEN_YEARS if local_moment(day, hour, "Europe/Stockholm") != moment_in_sweden(day, hour)]

    assert wrong == []
