"""A rule in words, as people say it; what is written here can be typed again as it stands (`meetings.calendar.rule_sentence`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.calendar.errors import RuleError
from meetings.calendar.rules import LAST, Repeat, from_rrule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.calendar.rules import Rule
    from meetings.models import MeetingSeries

MANY_MONTHS = 6


def series_in_words(series: MeetingSeries) -> str:
    """The rhythm of a series; empty when no sentence says it, or when its days are given one by one."""
    try:
        return rule_in_words(from_rrule(series.rule, start=series.first_date)) if series.rule else ""
    except RuleError:
        return ""


def rule_in_words(rule: Rule) -> str:
    """The rule in the active language; when it ends is left to the caller."""
    words = _weekly(rule) if rule.repeat is Repeat.WEEKLY else _monthly(rule)
    if len(rule.months) > MANY_MONTHS:
        left_out = _months(month for month in range(1, 13) if month not in rule.months)
        return _("%(rhythm)s, except %(months)s") % {"rhythm": words, "months": left_out} if left_out else words
    return words


def _weekly(rule: Rule) -> str:
    days = _listed(str(WEEKDAYS[day]) for day in rule.weekdays)
    facts = {"weekdays": days, "interval": rule.interval}
    if rule.weeks:
        words = _("every %(weekdays)s in even weeks") if rule.weeks == "even" else _("every %(weekdays)s in odd weeks")
    elif rule.interval == 1:
        words = _("every %(weekdays)s")
    elif rule.interval == 2:
        words = _("every other week on %(weekdays)s")
    else:
        words = _("every %(interval)d weeks on %(weekdays)s")
    return _in_months(words % facts, rule)


def _monthly(rule: Rule) -> str:
    """Few months are named, and then stand where "of the month" would."""
    facts = {
        "ordinal": _listed(_ordinals()[ordinal] for ordinal in rule.ordinals),
        "weekday": _listed(
            pgettext("of the month", "%(weekday)s") % {"weekday": WEEKDAYS[day]} for day in rule.weekdays
        ),
        "day": rule.day,
        "interval": rule.interval,
    }
    few = 0 < len(rule.months) <= MANY_MONTHS
    if rule.day is None:
        if few:
            words = _("%(ordinal)s %(weekday)s of %(months)s") % {**facts, "months": _months(rule.months)}
            return _every_months(words, rule)
        return _every_months(_("%(ordinal)s %(weekday)s of the month") % facts, rule)
    words = _("the last day of the month") if rule.day == LAST else _("the %(day)d. of each month") % facts
    return _every_months(_in_months(words, rule), rule)


def _every_months(words: str, rule: Rule) -> str:
    if rule.interval == 1:
        return words
    if rule.interval == 2:
        return _("%(rhythm)s, every other month") % {"rhythm": words}
    return _("%(rhythm)s, every %(interval)d months") % {"rhythm": words, "interval": rule.interval}


def _in_months(words: str, rule: Rule) -> str:
    if not 0 < len(rule.months) <= MANY_MONTHS:
        return words
    return _("%(rhythm)s in %(months)s") % {"rhythm": words, "months": _months(rule.months)}


def _months(numbers: Iterable[int]) -> str:
    return _listed(str(MONTHS[number]) for number in numbers)


def _ordinals() -> dict[int, str]:
    return {
        1: pgettext("of the month", "first"),
        2: pgettext("of the month", "second"),
        3: pgettext("of the month", "third"),
        4: pgettext("of the month", "fourth"),
        LAST: pgettext("of the month", "last"),
    }


def _listed(words: Iterable[str]) -> str:
    *first, last = list(words) or [""]
    return _("%(some)s and %(last)s") % {"some": ", ".join(first), "last": last} if first else last
