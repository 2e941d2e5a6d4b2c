"""Days as they are typed, one after the other or in pairs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

DAY: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
MOST_DAYS: Final = 200


class DaysField(forms.CharField):
    """Days one after the other, however they are set apart."""

    def clean(self, value: Any) -> Any:
        return days_in(super().clean(value))


class PausesField(forms.CharField):
    """First and last days, pair by pair."""

    def clean(self, value: Any) -> Any:
        days = days_in(super().clean(value))
        if len(days) % 2:
            raise forms.ValidationError(_("Write both days of each pause: the first and the last."))
        return tuple(zip(days[::2], days[1::2], strict=True))


def days_in(text: str) -> tuple[date, ...]:
    """The days of a line. Raises `ValidationError` when something else stands there."""
    try:
        found = tuple(
            date.fromisoformat("-".join(part.zfill(2) for part in day.split("-"))) for day in DAY.findall(text)
        )
    except ValueError:
        found = ()
    if re.sub(r"[\s,;.–—-]+|till|to|och|and", "", DAY.sub("", text)) or (text.strip() and not found):
        raise forms.ValidationError(_("Write days as year-month-day, for example 2026-12-11, with a comma between."))
    if len(found) > MOST_DAYS or any(not 1900 < day.year < 2200 for day in found):
        raise forms.ValidationError(_("Write at most 200 days of our time."))
    return found
