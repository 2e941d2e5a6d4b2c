"""The days of a rule, compared with python-dateutil."""

from __future__ import annotations

import datetime as dt
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendar.errors import RuleError
from meetings.calendar.rule_dates import rule_times
from meetings.calendar.rule_text import check_rule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
START = dt.datetime(2024, 1, 31, 9, 0)  # noqa: DTZ001  (wall-clock time)
LAST = dt.datetime(2031, 12, 31, 23, 59)  # noqa: DTZ001


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    return st.lists(st.integers(low, high), min_size=1, max_size=4, unique=True).map(
        lambda values: ",".join(map(str, values))
    )


def signed(high: int) -> st.SearchStrategy[str]:
    one = st.integers(1, high) | st.integers(-high, -1)
    return st.lists(one, min_size=1, max_size=4, unique=True).map(lambda values: ",".join(map(str, values)))


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True)
    if draw(st.booleans()):
        chosen = draw(days)
        if frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
            ordinal = draw(st.sampled_from([1, 2, 4, 5, -1, -2]))
            chosen = [f"{ordinal}{day}" for day in chosen]
        parts.append("BYDAY=" + ",".join(chosen))
    if draw(st.booleans()):
        parts.append("BYMONTH=" + draw(numbers(1, 12)))
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append("BYMONTHDAY=" + draw(signed(31)))
    if frequency == "YEARLY" and draw(st.integers(0, 3)) == 0:
        parts.append("BYYEARDAY=" + draw(signed(366)))
    if draw(st.integers(0, 3)) == 0:
        parts.append("BYHOUR=" + draw(numbers(0, 23)))
    if frequency in {"MONTHLY", "YEARLY"} and draw(st.integers(0, 3)) == 0:
        parts.append("BYSETPOS=" + draw(signed(4)))
    if draw(st.integers(0, 3)) == 0:
        parts.append("WKST=" + draw(st.sampled_from(WEEKDAYS)))
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    return ";".join(parts)


def second_opinion(text: str, start: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """The days that dateutil finds."""
    parts = dict(part.split("=") for part in text.split(";"))
    count = int(parts.pop("COUNT", "100000"))
    without_count = ";".join(f"{name}={value}" for name, value in parts.items())
    until = last.strftime("%Y%m%dT%H%M%S")
    found = rrulestr(f"{without_count};UNTIL={until}", dtstart=start)
    return list(islice(takewhile(lambda moment: moment <= last, found), count))


@settings(max_examples=150, deadline=None)
@given(text=rule_texts(), offset=st.integers(0, 500))
def test_every_rule_gives_the_days_that_dateutil_gives(text: str, offset: int) -> None:
    start = START + dt.timedelta(days=offset)
    try:
        rule = check_rule(text)
    except RuleError as error:
        assert error.code == "rule_never"  # noqa: PT017  (only rules without days may be refused)
        assert second_opinion(text, start, LAST) == []
        return
    assert list(rule_times(rule, start, first=start, last=LAST)) == second_opinion(text, start, LAST)


@settings(max_examples=100, deadline=None)
@given(text=rule_texts(), skipped=st.integers(0, 2_000), length=st.integers(0, 400))
def test_a_window_gives_what_the_whole_rule_gives_there(text: str, skipped: int, length: int) -> None:
    try:
        rule = check_rule(text)
    except RuleError:
        return
    first = START + dt.timedelta(days=skipped)
    last = first + dt.timedelta(days=length)
    whole = rule_times(rule, START, first=START, last=last)
    assert list(rule_times(rule, START, first=first, last=last)) == [moment for moment in whole if moment >= first]


def days(text: str, start: str, last: str) -> list[str]:
    begin = dt.datetime.fromisoformat(start)
    found = rule_times(check_rule(text), begin, first=begin, last=dt.datetime.fromisoformat(last))
    return [moment.strftime("%Y-%m-%d") for moment in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=30", ["2026-01-30", "2026-03-30"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO", ["2026-03-02"]),
        ("FREQ=YEARLY;BYWEEKNO=10", ["2026-03-06"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO;COUNT=4", ["2026-01-30", "2026-02-09", "2026-02-13", "2026-02-23"]),
    ],
)  # fmt: skip
def test_rules_that_meetings_have(text: str, expected: list[str]) -> None:
    assert days(text, "2026-01-30T09:00", "2026-03-31T23:59") == expected


def test_a_count_counts_what_the_rule_gives() -> None:
    assert days("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-01-02T09:00", "2026-12-31T00:00") == ["2026-01-05", "2026-01-12"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("MO", ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]),
        ("SU", ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]),
    ],
)
def test_the_week_begins_where_the_rule_says(start: str, expected: list[str]) -> None:
    text = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={start}"
    assert days(text, "1997-08-05T09:00", "1997-12-31T00:00") == expected
