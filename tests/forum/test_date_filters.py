from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from forum.templatetags.samverka import crumbs, due_tag

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def written(text: str, language: str, **values: object) -> str:
    with translation.override(language):
        return Template("{% load samverka %}" + text).render(Context(values))


@pytest.mark.parametrize(
    ("filters", "english"),
    [
        ("swedish_date", "Tuesday 10 March 2026"),
        ("day", "Tuesday 10 March"),
        ("short_date", "10 Mar"),
        ("week", "week 11"),
    ],
)
@pytest.mark.usefixtures("now")
def test_a_day_is_written_in_the_readers_language(filters: str, english: str) -> None:
    assert written("{{ value|" + filters + " }}", "en", value=dt.date(2026, 3, 10)) == english


@pytest.mark.usefixtures("now")
def test_another_year_is_spelt_out() -> None:
    assert written("{{ value|day }}, {{ value|short_date }}", "en", value=dt.date(2027, 1, 26)) == (
        "Tuesday 26 January 2027, 26 Jan 2027"
    )


def test_the_clock_shows_local_time_on_both_sides_of_summer_time() -> None:
    winter = dt.datetime(2026, 10, 25, 8, 0, tzinfo=dt.UTC)
    summer = dt.datetime(2026, 10, 24, 8, 0, tzinfo=dt.UTC)
    assert written("{{ winter|clock }} {{ summer|clock }}", "en", winter=winter, summer=summer) == "9:00 10:00"


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (dt.date(2026, 11, 24), "today"),
        (dt.date(2026, 11, 25), "tomorrow"),
        (dt.date(2026, 11, 23), "yesterday"),
        (dt.date(2026, 11, 27), "in 3 days"),
        (dt.date(2026, 11, 22), "2 days ago"),
        (dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC), "tomorrow"),
    ],
)
@pytest.mark.usefixtures("now")
def test_when_counts_whole_local_days(value: dt.date, english: str) -> None:
    assert written("{{ value|when }}", "en", value=value) == english


@pytest.mark.parametrize("name", ["swedish_date", "day", "short_date", "clock", "week", "when"])
def test_nothing_is_written_for_no_date(name: str) -> None:
    assert written("{{ value|" + name + " }}", "en", value=None) == ""


def test_a_tag_has_class_icon_and_word() -> None:
    with translation.override("en"):
        assert due_tag("late", "Overdue by 7 days") == '<span class="tag late i-alert">Overdue by 7 days</span>'
        assert due_tag("done") == '<span class="tag done i-check">Done</span>'


def test_a_tags_word_is_escaped() -> None:
    assert due_tag("plain", "<b>") == '<span class="tag plain">&lt;b&gt;</span>'


def test_crumbs_end_with_the_page_itself() -> None:
    assert crumbs("Forums", "/forums/", "Council") == {"way": [("Forums", "/forums/")], "here": "Council"}
