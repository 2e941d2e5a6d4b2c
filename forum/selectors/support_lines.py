"""Support lines as they are shown: what can be said of each at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from forum.calendar.opening import EVE, HOLIDAY, Exceptional, Hours, Opening, Schedule, opening_at
from forum.enums import LineState
from forum.models import Anonymous, SupportLine

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from django.db.models import QuerySet

    from forum.calendar.opening import Span
    from forum.models import Actor, OpeningException, Topic


@dataclass(frozen=True)
class DayRow:
    """Days of the week that follow each other and have the same hours (0 = Monday); holidays and eves alone."""

    first: int
    last: int
    spans: tuple[Span, ...]
    as_usual: bool = False


@dataclass(frozen=True)
class ShownLine:
    """A line with its state. `until` (UTC): when it closes or opens. `week`: the hours that hold now, or when it begins."""

    line: SupportLine
    state: LineState
    until: datetime | None
    check_by: date | None
    week: tuple[DayRow, ...]
    exceptions: tuple[OpeningException, ...]


def schedule_of(line: SupportLine) -> Schedule:
    """All that decides when the line is open; reads `intervals` and `exceptions`, prefetched where there are many lines."""
    by_days: dict[tuple[date, date], list[Span]] = {}
    for one in line.exceptions.all():
        spans = by_days.setdefault((one.starts_on, one.ends_on), [])
        if one.opens is not None and one.closes is not None:
            spans.append((one.opens, one.closes))
    return Schedule(
        hours=tuple(
            Hours(one.day, one.opens, one.closes, one.valid_from, one.valid_to) for one in line.intervals.all()
        ),
        exceptions=tuple(Exceptional(first, last, tuple(spans)) for (first, last), spans in by_days.items()),
        first=line.valid_from,
        last=line.valid_to,
        usual_on_holidays=line.usual_on_holidays,
        usual_on_eves=line.usual_on_eves,
        zone=timezone.get_default_timezone_name(),
    )


def check_by(line: SupportLine) -> date | None:
    """The last day on which the check counts; None when nobody has checked."""
    return line.checked_on + timedelta(days=line.check_every) if line.checked_on else None


def state_of(line: SupportLine, at: datetime) -> tuple[LineState, datetime | None]:
    """What can be said of the line at the moment. An old check says nothing: never that it is open, never when it opens."""
    today = timezone.localdate(at)
    if line.valid_to and line.valid_to < today:
        return LineState.ENDED, None
    last = check_by(line)
    if last is None or last < today:
        return LineState.NOT_CHECKED, None
    if today < line.valid_from:
        return LineState.NOT_YET, None
    opening: Opening = opening_at(schedule_of(line), at)
    return (LineState.OPEN if opening.is_open else LineState.CLOSED), opening.until


def shown_line(line: SupportLine, at: datetime | None = None) -> ShownLine:
    at = at or timezone.now()
    state, until = state_of(line, at)
    today = timezone.localdate(at)
    ahead = tuple(one for one in line.exceptions.all() if one.ends_on >= today)
    return ShownLine(line, state, until, check_by(line), week_of(line, today), ahead)


def week_of(line: SupportLine, today: date) -> tuple[DayRow, ...]:
    """The hours by kind of day that hold on that day, the line's last day when it has ended, its first when it has not begun."""
    day = max(line.valid_from, min(today, line.valid_to or today))
    by_kind: dict[int, list[Span]] = {}
    for one in line.intervals.all():
        if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to):
            by_kind.setdefault(one.day, []).append((one.opens, one.closes))
    if not by_kind:
        return ()
    hours = {kind: tuple(sorted(spans)) for kind, spans in by_kind.items()}
    rows = []
    for spans, days in groupby(range(7), key=lambda kind: hours.get(kind, ())):
        run = list(days)
        rows.append(DayRow(run[0], run[-1], spans))
    for kind, usual in ((HOLIDAY, line.usual_on_holidays), (EVE, line.usual_on_eves)):
        rows.append(DayRow(kind, kind, hours.get(kind, ()), as_usual=usual))
    return tuple(rows)


def support_lines() -> QuerySet[SupportLine]:
    """With all that `shown_line` reads, in a constant number of statements."""
    rows: QuerySet[SupportLine] = SupportLine.objects.select_related("organisation", "topic", "keeper", "checked_by")
    return rows.prefetch_related("intervals", "exceptions")


def lines_for_reader(actor: Actor, topic: Topic | None = None) -> list[ShownLine]:
    """Those that have not ended, of the topic (and those for every topic), open ones first."""
    at = timezone.now()
    rows = support_lines().filter(pk__in=SupportLine.objects.visible_to(actor).on(timezone.localdate(at)).values("pk"))
    if topic:
        rows = rows.filter(Q(topic=topic) | Q(topic__isnull=True))
    order = list(LineState)
    return sorted((shown_line(line, at) for line in rows), key=lambda one: (order.index(one.state), one.line.name))


def lines_for_paper(topics: Collection[object]) -> list[ShownLine]:
    """Public lines that exist today, of the topics and of all topics, by name: what leaves by mail and minutes."""
    at = timezone.now()
    today = timezone.localdate(at)
    rows = support_lines().filter(pk__in=SupportLine.objects.visible_to(Anonymous()).on(today).values("pk"))
    rows = rows.filter(Q(topic__in=topics) | Q(topic__isnull=True), valid_from__lte=today)
    return [shown_line(line, at) for line in rows.order_by("name", "pk")]


def ended_lines(actor: Actor) -> QuerySet[SupportLine]:
    """What has been: newest last day first."""
    rows = support_lines().filter(pk__in=SupportLine.objects.visible_to(actor).values("pk"))
    return rows.filter(valid_to__lt=timezone.localdate()).order_by("-valid_to", "name")


def history_of(actor: Actor, line: SupportLine) -> QuerySet[SupportLine]:
    """The other rows of the same number, newest first."""
    rows: QuerySet[SupportLine] = SupportLine.objects.visible_to(actor).filter(number=line.number).exclude(pk=line.pk)
    return rows.order_by("-valid_from")
