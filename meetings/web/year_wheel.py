"""A forum's year as a wheel, with the same in a table beside it."""

from __future__ import annotations

import math
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.utils import dateformat, timezone
from django.views.decorators.http import require_safe

from forum.models import Forum
from forum.web.acting import find, signed_in
from forum.web.actor import actor_of
from forum.web.founding import way_to
from meetings.enums import MeetingState
from meetings.selectors.year_wheel import meetings_of_year, recurring_in_year

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting

MIDDLE: Final = 200
RIM: Final = 190
RING: Final = 120
NAMES: Final = 155


@dataclass(frozen=True)
class Spot:
    """A place on the wheel, as SVG wants its numbers."""

    x: str
    y: str
    off: bool = False


@dataclass(frozen=True)
class Month:
    """One twelfth: where its line begins and ends, where its name stands, and what happens in it."""

    first: date
    short: str
    inner: Spot
    outer: Spot
    name: Spot
    meetings: list[Meeting]


@signed_in
@require_safe
def year_wheel(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings and recurring points of one year. Whoever may know the forum's dates; points as far as the reader may see them."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor), slug=slug)
    raw, this_year = request.GET.get("year", ""), timezone.localdate().year
    year = int(raw) if raw.isdecimal() and len(raw) == 4 and 2000 <= int(raw) <= 2100 else this_year
    meetings = list(meetings_of_year(actor, forum, year))
    context: dict[str, Any] = {
        "forum": forum,
        "way": way_to(forum),
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "meetings": meetings,
        "months": [_month(year, number, meetings) for number in range(1, 13)],
        "spots": [_spot_of(meeting) for meeting in meetings],
        "recurring": list(recurring_in_year(actor, forum, year)),
    }
    return render(request, "meetings/year_wheel.html", context)


def _month(year: int, number: int, meetings: list[Meeting]) -> Month:
    first = date(year, number, 1)
    return Month(
        first=first,
        short=str(dateformat.format(first, "M")),
        inner=_spot(first, RING - 25),
        outer=_spot(first, RIM),
        name=_spot(date(year, number, 15), NAMES + 10),
        meetings=[meeting for meeting in meetings if timezone.localdate(meeting.starts_at).month == number],
    )


def _spot_of(meeting: Meeting) -> Spot:
    return _spot(timezone.localdate(meeting.starts_at), RING, off=meeting.state == MeetingState.CANCELLED)


def _spot(day: date, radius: int, *, off: bool = False) -> Spot:
    """January begins at the top, the year goes with the clock."""
    turn = 2 * math.pi * (day.timetuple().tm_yday - 1) / (366 if isleap(day.year) else 365)
    return Spot(f"{MIDDLE + radius * math.sin(turn):.1f}", f"{MIDDLE - radius * math.cos(turn):.1f}", off)
