"""Meetings by day, for calendar pages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models import Forum
from forum.models.visibility import forums_where, seats_held
from meetings.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from forum.models import PersonActor

MOST: Final = 1000


def forums_for_calendar(actor: PersonActor) -> QuerySet[Forum]:
    """Forums whose dates the person may know, by name. `sits`: has a seat there."""
    seat = seats_held(actor).filter(seat__forum=OuterRef("pk"))
    found: QuerySet[Forum] = Forum.objects.visible_to(actor).active().annotate(sits=Exists(seat)).order_by("name")
    return found


def meetings_between(actor: PersonActor, first: date, last: date, forum: Forum | None, *, mine: bool) -> list[Meeting]:
    """Meetings of those days, cancelled ones too, soonest first; of one forum, of those where the person sits, or of all."""
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    inside = Q(starts_at__lt=until) & (Q(ends_at__gt=since) | Q(starts_at__gte=since))
    found = Meeting.objects.visible_to(actor).in_use().filter(inside)
    if forum:
        found = found.filter(forum=forum)
    elif mine:
        found = found.filter(forum__in=forums_where(actor))
    return list(found.select_related("forum").order_by("starts_at", "id")[:MOST])


def meetings_by_day(meetings: list[Meeting]) -> dict[date, list[Meeting]]:
    """Each meeting under all the days that it touches."""
    days: dict[date, list[Meeting]] = {}
    for meeting in meetings:
        for day in _days_of(meeting):
            days.setdefault(day, []).append(meeting)
    return days


def _days_of(meeting: Meeting) -> Iterator[date]:
    first = timezone.localdate(meeting.starts_at)
    last = timezone.localdate(max(meeting.starts_at, meeting.ends_at - timedelta(microseconds=1)))
    for number in range(min((last - first).days, 366) + 1):
        yield first + timedelta(days=number)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
