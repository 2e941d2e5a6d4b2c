"""How much room forums have for proposed points at their next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery, Sum
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import Forum, Placement
from meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable


@dataclass(frozen=True)
class Room:
    """What stands by proposals on a forum's next agenda (or waits for one), and what the forum takes at most; None: no limit."""

    points: int
    minutes: int
    most: int | None
    most_minutes: int | None
    refuses: bool

    def full(self, minutes: int | None) -> bool:
        """Whether one more point of that length is more than the forum has set."""
        too_many = self.most is not None and self.points + 1 > self.most
        return too_many or self.too_long(minutes)

    def too_long(self, minutes: int | None) -> bool:
        return self.most_minutes is not None and self.minutes + (minutes or 0) > self.most_minutes

    def refused(self, minutes: int | None) -> bool:
        return self.refuses and self.full(minutes)


def room_in_forums(forums: Iterable[Forum]) -> dict[uuid.UUID, Room]:
    """By forum, for those that have set a limit; in a constant number of statements."""
    bounded = [one for one in forums if one.most_proposed is not None or one.most_proposed_minutes is not None]
    if not bounded:
        return {}
    ids = [one.pk for one in bounded]
    ahead = Meeting.objects.ahead(timezone.now()).filter(forum=OuterRef("forum")).values("pk")[:1]
    placed = AgendaItem.objects.filter(forum__in=ids, placement__isnull=False, meeting=Subquery(ahead)).order_by()
    load = {key: (points, minutes or 0) for key, points, minutes in _summed(placed)}
    waiting = Placement.objects.filter(forum__in=ids, state=PlacementState.ACCEPTED, items=None).order_by()
    for key, points, minutes in _summed(waiting):
        before = load.get(key, (0, 0))
        load[key] = (before[0] + points, before[1] + (minutes or 0))
    return {
        one.pk: Room(*load.get(one.pk, (0, 0)), one.most_proposed, one.most_proposed_minutes, one.refuses_more)
        for one in bounded
    }


def _summed(rows: object) -> Iterable[tuple[uuid.UUID, int, int | None]]:
    grouped = rows.values("forum").annotate(points=Count("pk"), taken=Sum("minutes"))  # type: ignore[attr-defined]  # a queryset
    return grouped.values_list("forum", "points", "taken")  # type: ignore[no-any-return]
