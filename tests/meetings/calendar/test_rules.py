"""Rules that a form can show, as RRULE text, as dates and as words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from meetings.calendar.errors import RuleError
from meetings.calendar.rule_sentence import read_sentence
from meetings.calendar.rules import ORDINALS, Repeat, Rule, from_rrule, in_order, to_rrule
from meetings.calendar.series_dates import SeriesDates, series_days
from meetings.services.rule_words import rule_in_words

START = dt.datetime(2026, 1, 6, 9, 0)  # noqa: DTZ001  (wall-clock time)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    count, until = draw(st.sampled_from([(None, None), (7, None), (None, dt.date(2027, 6, 30))]))
    months = tuple(sorted(draw(st.sets(st.integers(1, 12), max_size=11))))
    interval = draw(st.integers(1, 6))
    weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    if draw(st.booleans()):
        weeks = draw(st.sampled_from(["", "even", "odd"])) if interval == 1 and not months else ""
        return Rule(Repeat.WEEKLY, interval, weekdays, months=months, weeks=weeks, until=until, count=count)
    if draw(st.booleans()):
        return Rule(Repeat.MONTHLY, interval, day=draw(st.integers(1, 28)), months=months, until=until, count=count)
    ordinals = tuple(in_order(tuple(draw(st.sets(st.sampled_from(ORDINALS), min_size=1)))))
    return Rule(Repeat.MONTHLY, interval, weekdays, ordinals, months=months, until=until, count=count)


@given(rule=rules())
def test_a_rule_survives_being_written_and_read(rule: Rule) -> None:
    assert from_rrule(to_rrule(rule), start=START) == rule
    aware = START.replace(tzinfo=dt.UTC)
    assert from_rrule(to_rrule(rule, zone="UTC"), start=aware) == rule


@pytest.mark.exhaustive
@given(rule=rules(), language=st.sampled_from(["sv", "en"]))
def test_a_rule_in_words_can_be_typed_again(rule: Rule, language: str) -> None:
    with override(language):
        words = rule_in_words(rule)
    said = replace(rule, until=None, count=None)
    assert read_sentence(words) == said


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=6"),
        ("FREQ=YEARLY", "FREQ=MONTHLY;BYMONTH=1;BYMONTHDAY=6"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2TH", "FREQ=MONTHLY;BYMONTH=5;BYDAY=2TH"),
        ("FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTH=2,6;BYMONTHDAY=1"),
    ],
)
def test_rules_of_other_programs(text: str, rule: str) -> None:
    assert to_rrule(from_rrule(text, start=START)) == rule


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=1MO,3TU",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=YEARLY;BYDAY=10MO",
        "FREQ=YEARLY;BYWEEKNO=10",
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
        ({"repeat": Repeat.MONTHLY, "weekdays": (1,), "ordinals": (5,)}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "day": 1, "months": (13,)}, "rule_not_plain"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "interval": 2, "weeks": "odd"}, "rule_not_plain"),
        ({"repeat": Repeat.MONTHLY, "day": 31, "months": (4,)}, "rule_never"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "interval": 0}, "rule_interval"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "count": 0}, "rule_count"),
        ({"repeat": Repeat.WEEKLY, "weekdays": (1,), "count": 1_001}, "rule_count"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields: dict[str, object], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        Rule(**fields)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_our_own_series_keeps_its_last_day_in_every_zone() -> None:
    rule = Rule(Repeat.MONTHLY, weekdays=(1,), ordinals=(1,), until=dt.date(2026, 5, 5))
    assert to_rrule(rule, zone="Europe/Stockholm") == "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260505T215959Z"
    for zone in ("Europe/Stockholm", "America/New_York"):
        dates = SeriesDates(to_rrule(rule, zone=zone), dt.date(2026, 1, 6), zone=zone)
        found = series_days(dates, since=dt.date(2026, 3, 1), until=dt.date(2026, 12, 31))
        assert [day.isoformat() for day in found] == ["2026-03-03", "2026-04-07", "2026-05-05"]
