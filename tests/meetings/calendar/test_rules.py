"""Rules that a form can show, as RRULE text, as dates and as words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.calendar.errors import RuleError
from meetings.calendar.rules import (
    DESCRIPTIONS,
    Repeat,
    Rule,
    describe,
    from_rrule,
    occurrences,
    to_rrule,
)

START = dt.datetime(2026, 1, 6, 9, 0)  # noqa: DTZ001  (wall-clock time)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    count, until = draw(st.sampled_from([(None, None), (7, None), (None, dt.date(2027, 6, 30))]))
    repeat = draw(st.sampled_from(Repeat))
    weekdays: tuple[int, ...] = ()
    ordinal = day = month = None
    if repeat is Repeat.WEEKLY:
        weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    elif draw(st.booleans()):
        day = draw(st.integers(1, 28))
    else:
        ordinal, weekdays = draw(st.sampled_from([1, 2, 3, 4, -1])), (draw(st.integers(0, 6)),)
    if repeat is Repeat.YEARLY:
        month = draw(st.integers(1, 12))
    interval = draw(st.integers(1, 6))
    return Rule(repeat, interval, weekdays, ordinal, day, month, until, count)


@given(rule=rules())
def test_a_rule_survives_being_written_and_read(rule: Rule) -> None:
    assert from_rrule(to_rrule(rule), start=START) == rule
    aware = START.replace(tzinfo=dt.UTC)
    assert from_rrule(to_rrule(rule, zone="UTC"), start=aware) == rule


@given(rule=rules())
def test_every_rule_has_words_with_all_their_values(rule: Rule) -> None:
    found = describe(rule)
    assert DESCRIPTIONS[found.code] == found.message
    assert "%" not in found.message % found.params


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=WEEKLY", ("weekly", {"interval": 1, "weekdays": (1,)})),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,MO", ("weekly_second", {"interval": 2, "weekdays": (0, 1)})),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", ("weekly_interval", {"interval": 3, "weekdays": (1,)})),
        ("FREQ=MONTHLY;BYDAY=1TU", ("monthly_weekday", {"interval": 1, "ordinal": 1, "weekday": 1})),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", ("monthly_weekday", {"interval": 1, "ordinal": 1, "weekday": 1})),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", ("monthly_weekday_interval", {"interval": 3, "ordinal": -1, "weekday": 4})),
        ("FREQ=MONTHLY", ("monthly_day", {"interval": 1, "day": 6})),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ("monthly_last_day", {"interval": 1})),
        ("FREQ=YEARLY", ("yearly_day", {"interval": 1, "day": 6, "month": 1})),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2TH", ("yearly_weekday", {"interval": 1, "ordinal": 2, "weekday": 3, "month": 5})),
    ],
)  # fmt: skip
def test_rules_of_other_programs_in_words(text: str, words: tuple[str, dict[str, object]]) -> None:
    found = describe(from_rrule(text, start=START))
    assert (found.code, found.params) == words


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=1",
        "FREQ=YEARLY;BYDAY=10MO",
        "FREQ=YEARLY;BYWEEKNO=10",
        "FREQ=WEEKLY;BYMONTH=2",
        "FREQ=WEEKLY;BYHOUR=9",
    ],
)
def test_a_rule_that_a_form_cannot_show_is_told_apart(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        from_rrule(text, start=START)
    assert caught.value.code == "rule_not_plain"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"repeat": Repeat.WEEKLY}, "rule_not_plain"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (7,)}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "day": 32}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "day": 1, "weekdays": (1,)}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "weekdays": (1,), "ordinal": 5}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "day": 1, "month": 2}, "rule_not_plain"),
        ({"repeat": Repeat.YEARLY, "day": 1}, "rule_not_plain"),
        ({"repeat": Repeat.YEARLY, "day": 1, "month": 13}, "rule_not_plain"),
        ({"repeat": Repeat.YEARLY, "day": 31, "month": 4}, "rule_never"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "interval": 0}, "rule_interval"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "count": 0}, "rule_count"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "count": 1_001}, "rule_count"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields: dict[str, object], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        Rule(**fields)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_our_own_series_keeps_its_clock_and_its_last_day() -> None:
    rule = Rule(Repeat.MONTHLY, weekdays=(1,), ordinal=1, until=dt.date(2026, 5, 5))
    found = occurrences(
        rule,
        start=START,
        zone="Europe/Stockholm",
        window_start=dt.date(2026, 2, 1),
        window_end=dt.date(2026, 12, 31),
    )
    assert [moment.isoformat() for moment in found] == [
        "2026-02-03T09:00:00+01:00",
        "2026-03-03T09:00:00+01:00",
        "2026-04-07T09:00:00+02:00",
        "2026-05-05T09:00:00+02:00",
    ]
    assert to_rrule(rule, zone="Europe/Stockholm") == "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260505T215959Z"
