"""How a support line is told: `{% load support %}`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum.enums import LineState
from forum.services.opening_words import day_words, exception_words, hour_words, line_facts
from forum.services.phone_numbers import spoken_number
from forum.templatetags.samverka import swedish_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from forum.selectors.support_lines import ShownLine

register = template.Library()
for words in (day_words, exception_words, hour_words, line_facts):
    register.filter(words.__name__, words)
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
