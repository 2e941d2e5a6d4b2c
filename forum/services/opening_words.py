"""Opening hours in words, and a support line told where nobody can look again: in mails and minutes."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.calendar.opening import EVE, HOLIDAY
from forum.enums import LineState
from forum.services.phone_numbers import spoken_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forum.calendar.opening import Span
    from forum.models import OpeningException
    from forum.selectors.support_lines import DayRow, ShownLine

TOLD_AHEAD: Final = timedelta(days=30)


class LineFacts(NamedTuple):
    """A line as it stands on paper: nothing of it says that it is open now, since nobody knows when it is read."""

    name: str
    number: str
    tel: str
    about: str
    hours: str
    checked: str

    @property
    def sentence(self) -> str:
        return " ".join(filter(None, (f"{self.name}: {self.number}.", self.about, self.hours, self.checked)))


def line_facts(shown: ShownLine) -> LineFacts:
    """In the active language: hours as they were checked and when; of a line that nobody checked lately only that."""
    line = shown.line
    about = [_("For: %(who)s.") % {"who": line.audience} if line.audience else ""]
    about.append(_("You can be anonymous.") if line.anonymous else "")
    counts = shown.state != LineState.NOT_CHECKED
    if counts and line.checked_on:
        checked = _("Checked %(day)s.") % {"day": date_format(line.checked_on, "j F Y")}
    else:
        checked = _("The opening hours are not checked.")
    number = spoken_number(line.number)
    return LineFacts(
        line.name, number, line.number, " ".join(filter(None, about)), _hours(shown) if counts else "", checked
    )


def _hours(shown: ShownLine) -> str:
    rows = [row for row in shown.week if row.spans or row.as_usual or row.first in {HOLIDAY, EVE}]
    told = [f"{day_words(row)} {hour_words(row)}" for row in rows]
    until = timezone.localdate() + TOLD_AHEAD
    for one in shown.exceptions:
        if one.starts_on <= until:
            last = f"–{date_format(one.ends_on, 'j F')}" if one.ends_on != one.starts_on else ""
            told.append(f"{date_format(one.starts_on, 'j F')}{last} {exception_words(one)}")
    return "; ".join(told) + "." if told else ""


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


def hour_words(row: DayRow) -> str:
    return _("as on other days") if row.as_usual else span_words(row.spans)


def exception_words(one: OpeningException) -> str:
    return span_words([(one.opens, one.closes)]) if one.opens is not None and one.closes is not None else _("closed")


def span_words(spans: Sequence[Span]) -> str:
    """9.00–12.00, 13.00–16.00."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans) or _("closed")


def _clock(minutes: int) -> str:
    if minutes == 24 * 60:
        return _("24:00")
    return dateformat.time_format(dt.time(minutes // 60, minutes % 60), _("G:i"))
