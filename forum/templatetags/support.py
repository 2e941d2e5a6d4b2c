"""How a support line is told: `{% load support %}`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import template
from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.calendar.opening import EVE, HOLIDAY
from forum.enums import LineState
from forum.services.phone_numbers import spoken_number
from forum.templatetags.samverka import swedish_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from forum.calendar.opening import Span
    from forum.models import OpeningException
    from forum.selectors.support_lines import DayRow, ShownLine

register = template.Library()
TAG = {
    LineState.OPEN: "done i-phone",
    LineState.CLOSED: "plain i-clock",
    LineState.NOT_CHECKED: "lacking i-question",
    LineState.NOT_YET: "planned i-calendar",
    LineState.ENDED: "plain",
}
WEEK_AHEAD = 7


@register.filter
def at(rows: Sequence[object], number: int) -> object:
    """The row with that number, from 0."""
    return rows[number]


@register.filter
def phone(number: str) -> str:
    """020-100 200 for +4620100200."""
    return spoken_number(number)


@register.simple_tag
def line_tag(shown: ShownLine) -> SafeString:
    """Open now, closes 15:00 · Closed, opens Monday 9:00 · Not checked."""
    return format_html('<span class="tag {}">{}</span>', TAG[shown.state], line_words(shown))


@register.filter
def line_words(shown: ShownLine) -> str:
    """The state in words, in the reader's language and the installation's time zone."""
    line = shown.line
    if shown.state == LineState.NOT_YET:
        return _("Begins %(day)s") % {"day": swedish_date(line.valid_from)}
    if shown.state == LineState.ENDED:
        return _("Ended %(day)s") % {"day": swedish_date(line.valid_to)}
    if shown.state == LineState.NOT_CHECKED:
        return _("Opening hours not checked")
    if shown.until is None:
        return _("Open now") if shown.state == LineState.OPEN else _("Closed")
    local = timezone.localtime(shown.until)
    words = {"day": _day_words(local), "time": dateformat.format(local, _("G:i"))}
    same = local.date() == timezone.localdate()
    if shown.state == LineState.OPEN:
        return (_("Open now, closes %(time)s") if same else _("Open now, closes %(day)s %(time)s")) % words
    return _("Closed, opens %(day)s %(time)s") % words


def _day_words(local: dt.datetime) -> str:
    days = (local.date() - timezone.localdate()).days
    near = {0: _("today"), 1: _("tomorrow")}
    return near.get(days) or (dateformat.format(local, "l") if days < WEEK_AHEAD else swedish_date(local.date()))


@register.filter
def day_words(row: DayRow) -> str:
    """Weekdays · Monday–Thursday · Saturday · Public holidays."""
    if row.first == HOLIDAY:
        return _("Public holidays")
    if row.first == EVE:
        return _("Eves")
    if (row.first, row.last) == (0, 4):
        return pgettext("opening hours", "Weekdays")
    if (row.first, row.last) == (0, 6):
        return _("Every day")
    if (row.first, row.last) == (5, 6):
        return _("Weekends")
    days = "–".join(dict.fromkeys(str(WEEKDAYS[number]) for number in (row.first, row.last)))
    return days[0].upper() + days[1:]


@register.filter
def hour_words(row: DayRow) -> str:
    return _("as on other days") if row.as_usual else span_words(row.spans)


@register.filter
def exception_words(one: OpeningException) -> str:
    return span_words([(one.opens, one.closes)]) if one.opens is not None and one.closes is not None else _("closed")


def span_words(spans: Sequence[Span]) -> str:
    """9.00–12.00, 13.00–16.00."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans) or _("closed")


def _clock(minutes: int) -> str:
    if minutes == 24 * 60:
        return _("24:00")
    return dateformat.time_format(dt.time(minutes // 60, minutes % 60), _("G:i"))
