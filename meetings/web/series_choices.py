"""A rhythm by choices, for those who do not write it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.calendar.rules import LAST, ORDINALS, Repeat, Rule, from_rrule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meetings.models import MeetingSeries

EVERY: Final = {
    "week": (Repeat.WEEKLY, 1, "", _("Every week")),
    "week2": (Repeat.WEEKLY, 2, "", _("Every other week")),
    "week3": (Repeat.WEEKLY, 3, "", _("Every third week")),
    "even": (Repeat.WEEKLY, 1, "even", _("Even weeks")),
    "odd": (Repeat.WEEKLY, 1, "odd", _("Odd weeks")),
    "month": (Repeat.MONTHLY, 1, "", _("Every month")),
    "month2": (Repeat.MONTHLY, 2, "", _("Every other month")),
    "month3": (Repeat.MONTHLY, 3, "", _("Every third month")),
}
WHICH: Final = [
    ("1", pgettext_lazy("of the month", "first")),
    ("2", pgettext_lazy("of the month", "second")),
    ("3", pgettext_lazy("of the month", "third")),
    ("4", pgettext_lazy("of the month", "fourth")),
    (str(LAST), pgettext_lazy("of the month", "last")),
]


def chosen_rule(data: Mapping[str, Any]) -> Rule:
    """What the form's choices say."""
    repeat, interval, weeks, _label = EVERY[data.get("every") or "month"]
    out = {int(month) for month in data.get("not_in") or ()}
    months = tuple(month for month in range(1, 13) if month not in out) if out else ()
    weekdays = tuple(int(day) for day in data.get("weekdays") or ())
    if repeat is Repeat.WEEKLY:
        return Rule(repeat, interval, weekdays, months=months, weeks=weeks)
    ordinals = tuple(int(which) for which in data.get("which") or ())
    return Rule(repeat, interval, weekdays, ordinals, months=months)


def choices_of(series: MeetingSeries) -> dict[str, Any]:
    """The rule of a series by choices, where there are choices for it."""
    rule = from_rrule(series.rule, start=series.first_date)
    key = next((key for key, row in EVERY.items() if row[:3] == (rule.repeat, rule.interval, rule.weeks)), "month")
    out = [str(month) for month in range(1, 13) if rule.months and month not in rule.months]
    return {
        "every": key,
        "which": [str(ordinal) for ordinal in ORDINALS if ordinal in rule.ordinals],
        "weekdays": [str(day) for day in rule.weekdays],
        "not_in": out,
        "until": rule.until,
    }
