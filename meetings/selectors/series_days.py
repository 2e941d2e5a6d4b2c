"""The coming days of a rhythm, each with what a chair must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import get_language

from forum.calendar.workdays import is_working_day, named_days
from meetings.calendar.series_dates import series_days
from meetings.models import Meeting, MeetingSeries
from meetings.selectors.clashes import Clashes, clashes_for_slots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from forum.models import Actor, Forum
    from meetings.calendar.series_dates import SeriesDates

SHOWN: Final = 10
LOOKED_AHEAD: Final = timedelta(days=365 * 6)


@dataclass(frozen=True)
class ComingDay:
    """`name`: of a holiday or eve; `closed`: most people don't work."""

    day: date
    name: str
    closed: bool
    clashes: Clashes | None = None


def coming_days(dates: SeriesDates) -> list[date]:
    """The next ten, from today."""
    today = timezone.localdate()
    since = max(today, min([dates.first, *dates.extra]))
    return series_days(dates, since=since, until=since + LOOKED_AHEAD)[:SHOWN]


def days_for_editor(
    actor: Actor, forum: Forum, days: Sequence[date], spans: Sequence[tuple[datetime, datetime]]
) -> list[ComingDay]:
    """The days with their names, and who is busy then, where the hours are known. Two statements however many they are."""
    clashes: Sequence[Clashes | None] = clashes_for_slots(actor, forum, spans) if spans else [None] * len(days)
    language = get_language() or "sv"
    return [
        ComingDay(day, named_days(day.year, language).get(day, ""), not is_working_day(day), found)
        for day, found in zip(days, clashes, strict=True)
    ]


def series_for_editor(actor: Actor, forum: Forum) -> QuerySet[MeetingSeries]:
    """The forum's series, the newest last."""
    found: QuerySet[MeetingSeries] = (
        MeetingSeries.objects.visible_to(actor).filter(forum=forum).order_by("created_at", "id")
    )
    return found


def next_of_each(forum: Forum) -> dict[object, Meeting]:
    """The next meeting of each series, by its id."""
    ahead = Meeting.objects.ahead(timezone.now()).filter(forum=forum, series__isnull=False)
    return {meeting.series_id: meeting for meeting in ahead.order_by("series", "starts_at").distinct("series")}
