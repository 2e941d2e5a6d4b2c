"""Days and times as people here type them: the day before the month, a dot or a colon in the time, in both languages."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.forms import DateField, Form, TimeField
from django.template import Context, Template
from django.utils.translation import override


class Call(Form):
    day = DateField(label="Day")
    starts = TimeField(label="Begins")
    ends = TimeField(label="Ends")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        ("2027-04-03", "09:30", time(9, 30)),
        ("3/4/2027", "9.30", time(9, 30)),
        ("3.4.2027", "0930", time(9, 30)),
        ("3/4 2027", "9", time(9)),
    ],
)
def test_what_is_typed_is_understood(language: str, day: str, hour: str, expected: time) -> None:
    with override(language):
        form = Call({"day": day, "starts": hour, "ends": "17"})

        assert form.errors == {}
    assert form.cleaned_data == {"day": date(2027, 4, 3), "starts": expected, "ends": time(17)}


def test_the_month_first_is_refused() -> None:
    assert list(Call({"day": "4/13/2027", "starts": "9", "ends": "10"}).errors) == ["day"]


def test_sentences_that_would_be_said_twice_name_their_field() -> None:
    page = Template("{% load samverka %}{% error_summary form %}")

    text = page.render(Context({"form": Call({"day": "", "starts": "x", "ends": "y"})}))

    assert all(f">{label}: " in text for label in ("Day", "Begins", "Ends"))
