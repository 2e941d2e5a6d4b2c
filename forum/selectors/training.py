"""Reach of training: group × organisation × period, what is lacking, what has to be renewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.calendar.reach import Counted, Reach, RunningOut, reach_on, reach_within, running_out
from forum.models import Participation, TargetGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Actor, Topic

HALF_YEARS = 4
SOON = timedelta(days=180)


@dataclass(frozen=True)
class Period:
    """Half a calendar year; `first` and `last` count."""

    first: date
    last: date

    @property
    def half(self) -> int:
        return 1 if self.first.month == 1 else 2


@dataclass(frozen=True)
class GroupReach:
    """One group: who counts today, who was trained in each period, and what stops counting soon."""

    group: TargetGroup
    now: Reach
    periods: tuple[Reach, ...]
    renewals: tuple[RunningOut, ...]
    lapsed: int


@dataclass(frozen=True)
class Coverage:
    periods: tuple[Period, ...]
    rows: tuple[GroupReach, ...]

    @property
    def whole(self) -> Reach | None:
        """All groups of people together; key people are counted by workplace and left out."""
        people = [row.now for row in self.rows if not row.group.key_people]
        return Reach(sum(one.trained for one in people), sum(one.size for one in people)) if people else None

    @property
    def gaps(self) -> list[GroupReach]:
        """Who lacks training, the smallest share first, then the most heads."""
        return [row for row in self.rows if row.now.lacking]

    @property
    def renewals(self) -> list[tuple[GroupReach, RunningOut]]:
        """What stops counting within half a year, soonest first."""
        found = [(row, one) for row in self.rows for one in row.renewals]
        return sorted(found, key=lambda pair: (pair[1].last_day, pair[0].group.name))


def half_years(today: date) -> tuple[Period, ...]:
    """The present half year and those before it, oldest first."""
    year, half = today.year, 1 if today.month <= 6 else 2
    found = []
    for _ in range(HALF_YEARS):
        first = date(year, 1 if half == 1 else 7, 1)
        last = date(year, 6, 30) if half == 1 else date(year, 12, 31)
        found.append(Period(first, last))
        year, half = (year - 1, 2) if half == 1 else (year, 1)
    return tuple(reversed(found))


def training_coverage(actor: Actor, topic: Topic, today: date | None = None) -> Coverage:
    """Of the groups that the actor may see, the smallest share first. Two statements, however many groups."""
    day = today or timezone.localdate()
    groups = TargetGroup.objects.visible_to(actor).filter(topic=topic, archived_at__isnull=True)
    groups = groups.select_related("organisation", "unit")
    counted: dict[object, list[Counted]] = {}
    rows = Participation.objects.filter(group__in=groups.order_by().values("pk"), activity__topic=topic)
    columns = ("group", "activity__held_on", "count", "activity__valid_months")
    for group, *facts in rows.order_by().values_list(*columns):
        counted.setdefault(group, []).append(Counted(*facts))
    periods = half_years(day)
    found = [_row(group, counted.get(group.pk, []), periods, day) for group in groups]
    return Coverage(periods, tuple(sorted(found, key=_least_first)))


def _least_first(row: GroupReach) -> tuple[int, int, str]:
    return row.now.share, -row.now.lacking, row.group.name


def _row(group: TargetGroup, counted: Iterable[Counted], periods: tuple[Period, ...], day: date) -> GroupReach:
    ever = reach_within(counted, group.size, date.min, day)
    now = reach_on(counted, group.size, day)
    return GroupReach(
        group=group,
        now=now,
        periods=tuple(reach_within(counted, group.size, one.first, one.last) for one in periods),
        renewals=running_out(counted, day, day + SOON),
        lapsed=ever.heads - now.heads,
    )
