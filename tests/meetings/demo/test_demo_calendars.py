"""The demo's own calendars are right on whatever day the demo is started."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from forum.calendar.workdays import is_working_day
from meetings.calendar.expansion import Occurrence, expand
from meetings.calendar.reading import read_calendar
from meetings.management.demo.calendars import DEMO_CALENDARS, demo_calendar

NAMES = {
    "brottsforebyggande-radet": "Brottsförebyggande rådet",
    "skolledningsgruppen": "Skolledningsgruppen",
    "lansstyrelsens-natverk": "Länsstyrelsens nätverk",
    "interreligiosa-radet": "Interreligiösa rådet",
    "kommunledningsgruppen": "Kommunledningsgruppen",
}
#: Every day of a month-long stride through three years, and some awkward ones.
TODAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=days) for days in range(0, 1_096, 13)]
TODAYS += [
    dt.date(2026, 7, 18),
    dt.date(2027, 7, 17),
    dt.date(2026, 12, 24),
    dt.date(2028, 2, 29),
    dt.date(2026, 11, 22),
]


def meetings(kind: str, today: dt.date) -> list[Occurrence]:
    found = read_calendar(demo_calendar(kind, today))
    assert (found.skipped, found.warnings, found.name) == ((), (), NAMES[kind])
    (series,) = found.series
    assert (series.summary, series.organiser is not None) == (NAMES[kind], True)
    assert all(one.address.endswith(".demo.example") for one in series.people)
    years = dt.timedelta(days=1_000)
    return expand(series, window_start=today - years, window_end=today + years)


@pytest.mark.parametrize("kind", DEMO_CALENDARS)
def test_a_forum_meets_on_working_days_from_a_year_back_to_a_year_ahead(kind: str) -> None:
    for today in TODAYS:
        found = meetings(kind, today)
        assert [one for one in found if one.status == "confirmed" and not is_working_day(day(one))] == []
        held = [day(one) for one in found if one.status == "confirmed" and day(one) < today]
        coming = [day(one) for one in found if one.status == "confirmed" and day(one) >= today]
        assert (today - held[0]).days >= 360
        assert (today - held[-1]).days <= 100
        assert (coming[0] - today).days <= 100
        assert (coming[-1] - today).days >= 250


@pytest.mark.parametrize("kind", DEMO_CALENDARS)
def test_a_forum_always_meets_at_the_same_hour_unless_moved(kind: str) -> None:
    for today in TODAYS:
        hours = {hour(one) for one in meetings(kind, today)}
        assert len(hours) == (2 if kind == "brottsforebyggande-radet" else 1)


def test_the_council_has_a_cancelled_and_moved_meetings_behind_and_ahead() -> None:
    for today in TODAYS:
        found = meetings("brottsforebyggande-radet", today)
        assert [one.status for one in found if day(one) < today].count("cancelled") == 1
        moved = [day(one) for one in found if one.recurrence_id[:8] != f"{day(one):%Y%m%d}"]
        assert min(moved) < today < max(moved)


@pytest.mark.parametrize("kind", DEMO_CALENDARS)
def test_the_same_day_gives_the_same_file_with_short_lines(kind: str) -> None:
    data = demo_calendar(kind, dt.date(2026, 7, 18))
    assert data == demo_calendar(kind, dt.date(2026, 7, 18))
    assert max(map(len, data.split(b"\r\n"))) <= 75


def day(one: Occurrence) -> dt.date:
    assert isinstance(one.starts_at, dt.datetime)
    return one.starts_at.date()


def hour(one: Occurrence) -> str:
    assert isinstance(one.starts_at, dt.datetime)
    return one.starts_at.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%H:%M")
