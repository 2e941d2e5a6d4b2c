"""The cells of the heat map: icon, word and shape; put together without a template, since a page has thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.enums import CoverageState as State

if TYPE_CHECKING:
    from datetime import date

    from meetings.calendar.periods import Period
    from meetings.selectors.coverage_rows import Coverage, CoverageRow

register = template.Library()

LOOKS: Final = {
    State.DECIDED: "decided i-gavel",
    State.RAISED: "raised i-dot",
    State.NOT_LOGGED: "unlogged i-question",
    State.PLANNED: "planned i-calendar",
    State.PUT_OFF: "later i-later",
    State.DECLINED: "declined i-no",
    State.MISSING: "gap i-ring",
    State.NOT_PLANNED: "none",
    State.UNKNOWN: "none",
    State.NO_MEETING: "none",
}
SIGNS: Final = {State.NOT_PLANNED: "+", State.UNKNOWN: "·", State.NO_MEETING: "–"}
LEADING: Final = frozenset(
    {State.DECIDED, State.RAISED, State.NOT_LOGGED, State.PLANNED, State.PUT_OFF, State.DECLINED, State.MISSING}
)
BARE: Final = frozenset({State.UNKNOWN, State.NO_MEETING})
CLOSE: Final = 8


@register.filter
def period_words(period: Period) -> str:
    """nov, and nov 2025 in another year than this one's neighbours need; kv. 4 2026; 2026."""
    if period.length == "month":
        return _as_inside(date_format(period.first, "M Y"))
    if period.length == "quarter":
        return _("Q%(number)d %(year)s") % {"number": period.quarter, "year": f"{period.first:%Y}"}
    return f"{period.first:%Y}"


@register.filter
def long_period(period: Period) -> str:
    """november 2026, fourth quarter 2026, 2026."""
    return _as_inside(date_format(period.first, "F Y")) if period.length == "month" else period_words(period)


@register.simple_tag
def period_heads(coverage: Coverage) -> SafeString:
    """The heads of the columns; months say their year when it is new."""
    heads, year = [], 0
    for period in coverage.periods:
        heads.append((" this" if period.holds(coverage.day) else "", _short(period, year)))
        year = period.first.year
    return format_html_join("", '<th role="columnheader" scope="col" class="when-head{}">{}</th>', heads)


def _short(period: Period, year: int) -> SafeString:
    if period.length != "month":
        return format_html("{}", period_words(period))
    word = date_format(period.first, "M").rstrip(".")
    return (
        format_html("{}", word)
        if period.first.year == year
        else format_html("{} <small>{}</small>", word, period.first.year)
    )


@dataclass(frozen=True)
class Faces:
    """What all rows of a page have in common, in the reader's language: the periods' words, and each state's class and inner words."""

    base: str
    periods: list[tuple[str, SafeString]]
    looks: dict[State, tuple[str, str]]


@register.simple_tag
def coverage_faces(coverage: Coverage, slug: str) -> Faces:
    """Made once for `coverage_cells`; `slug` of the topic."""
    periods = [(period.key, escape(period_words(period))) for period in coverage.periods]
    return Faces(reverse("topic-coverage", args=[slug]), periods, {state: _look(state) for state in LOOKS})


def _look(state: State) -> tuple[str, str]:
    word, sign = escape(str(state.label)), SIGNS.get(state)
    shown = f'<span aria-hidden="true">{sign}</span><span class="hidden">{word}</span>'
    return LOOKS[state], shown if sign else f'<span class="word">{word}</span>'


@register.simple_tag
def coverage_cells(faces: Faces, row: CoverageRow) -> SafeString:
    """One cell for each period; those with something behind them lead to it."""
    name = escape(row.forum.name)
    cells = []
    for (key, label), state in zip(faces.periods, row.states(len(faces.periods)), strict=True):
        css, inner = faces.looks[state]
        if state in LEADING:
            inner = (
                f'<a class="cell {css}" href="{faces.base}{row.forum.slug}/{key}/">{inner}'
                f'<span class="hidden">, {name}, {label}</span></a>'
            )
        else:
            inner = f'<span class="cell {css}">{inner}</span>'
        bare = ' class="bare"' if state in BARE else ""
        cells.append(f'<td role="cell"{bare} data-label="{label}">{inner}</td>')
    return mark_safe("".join(cells))  # noqa: S308  (all that comes from people was escaped above)


@register.simple_tag
def coverage_legend() -> SafeString:
    """What each look means; the cells say it in words to those who hear the page."""
    said = [
        (LOOKS[state], SIGNS.get(state, ""), state.label if state not in SIGNS else "", _legend(state))
        for state in State
    ]
    return format_html_join(" ", '<span class="legend-one"><span class="cell {}">{}{}</span>{}</span>', said)


def _legend(state: State) -> str:
    return {
        State.NOT_LOGGED: _("or the minutes are not sent yet"),
        State.MISSING: _("met without the topic"),
        State.NOT_PLANNED: _("is to meet, the topic is not planned"),
        State.UNKNOWN: _("met before it was logged here"),
        State.NO_MEETING: _("no meeting"),
    }.get(state, "")


@register.filter
def is_close(coverage: Coverage) -> bool:
    """Whether the columns are so many that the word leaves the cell to the icon."""
    return len(coverage.periods) > CLOSE


@register.filter
def spoken_day(day: date) -> str:
    """söndag 22 november 2026, as it stands inside a sentence."""
    return _as_inside(date_format(day, "l j F Y"))


def _as_inside(words: str) -> str:
    """Swedish writes days and months with a small letter."""
    return words[:1].lower() + words[1:] if (get_language() or "").startswith("sv") else words
