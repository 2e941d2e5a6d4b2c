"""The calendar: month, week and list of the meetings that the reader may know of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.calendar.workdays import is_working_day, named_days
from forum.models import PersonActor
from forum.web.acting import signed_in
from forum.web.actor import person_of
from meetings.selectors.calendar_days import forums_for_calendar, meetings_between, meetings_by_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2100, 12, 31)
LISTED_DAYS: Final = 91
ALL: Final = "all"


@dataclass(frozen=True)
class Day:
    """One day of the page. `inside`: of the month that is shown. `closed`: authorities don't work."""

    date: date
    meetings: list[Meeting]
    name: str
    inside: bool
    closed: bool
    today: bool


@signed_in
@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """One month, week or quarter; what is shown, the day and the forum are part of the address."""
    actor = PersonActor(person_of(request))
    show = asked if (asked := request.GET.get("show", "")) in ("week", "list") else "month"
    on = _asked_day(request.GET.get("on", ""))
    first, last = _span(show, on)
    forums = list(forums_for_calendar(actor))
    sits = any(forum.sits for forum in forums)  # type: ignore[attr-defined]  # annotated
    wanted = request.GET.get("forum", "")
    forum = next((forum for forum in forums if forum.slug == wanted), None)
    meetings = meetings_between(actor, first, last, forum, mine=sits and wanted != ALL)
    weeks = _weeks(show, first, last, on, meetings)
    context = {
        "show": show,
        "title": _title(show, first, on),
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.meetings],
        "meetings": meetings,
        "forums": forums,
        "forum": forum,
        "wanted": wanted,
        "sits": sits,
        "on": on,
        **_ways(show, on, first, last, wanted),
    }
    return render(request, "meetings/calendar_page.html", context)


def _asked_day(raw: str) -> date:
    """The day in the address; today when there is none or it is nonsense."""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return timezone.localdate()
    return min(max(day, FIRST), LAST)


def _span(show: str, on: date) -> tuple[date, date]:
    """First and last day shown, whole weeks but for the list."""
    if show == "list":
        return on, on + timedelta(days=LISTED_DAYS - 1)
    first = on if show == "week" else on.replace(day=1)
    last = on if show == "week" else _next_month(on) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _weeks(show: str, first: date, last: date, on: date, meetings: list[Meeting]) -> list[list[Day]]:
    """The days in rows from Monday to Sunday."""
    by_day, today, language = meetings_by_day(meetings), timezone.localdate(), get_language() or "sv"
    rows: list[list[Day]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if not rows or day.weekday() == 0:
            rows.append([])
        rows[-1].append(
            Day(
                date=day,
                meetings=by_day.get(day, []),
                name=named_days(day.year, language).get(day, ""),
                inside=show != "month" or day.month == on.month,
                closed=not is_working_day(day),
                today=day == today,
            )
        )
    return rows


def _title(show: str, first: date, on: date) -> str:
    month = str(dateformat.format(on, "F Y"))
    if show == "week":
        return _("Week %(number)d, %(month)s") % {"number": on.isocalendar().week, "month": month}
    if show == "list":
        return _("From %(day)s") % {"day": dateformat.format(first, _("j F Y"))}
    return month[:1].upper() + month[1:]


def _ways(show: str, on: date, first: date, last: date, wanted: str) -> dict[str, Any]:
    """Addresses of the span before, of the one after, of today, and of the other two ways to show it."""
    before, after = first - timedelta(days=7 if show == "week" else LISTED_DAYS), last + timedelta(days=1)
    if show == "month":
        before, after = (on.replace(day=1) - timedelta(days=1)).replace(day=1), _next_month(on)
    labels = (("month", _("Month")), ("week", _("Week")), ("list", _("List")))
    return {
        "before": _address(show, before, wanted),
        "after": _address(show, after, wanted),
        "today": _address(show, None, wanted),
        "tabs": [(label, _address(key, on, wanted), key == show) for key, label in labels],
    }


def _address(show: str, on: date | None, wanted: str) -> str:
    asked = {"show": show, "on": on.isoformat() if on else "", "forum": wanted}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
