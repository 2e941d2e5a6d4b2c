"""When a standing point comes up again: rows are made for the next meeting only, beyond that it is computed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FloatField
from django.db.models.functions import Cast, Extract
from django.utils import timezone

from meetings.calendar.presenting import Rhythm, turns
from meetings.enums import CoverageState, MeetingState
from meetings.models import Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from forum.models import Actor

    from .coverage_rows import CoverageRow


def planned_by_standing(
    actor: Actor, rows: dict[uuid.UUID, CoverageRow], moment: datetime, bounds: Sequence[datetime]
) -> None:
    """Marks the coming meetings at which an accepted proposal has its turn. At every meeting without end: all that are ahead."""
    to_count = {}
    for key, row in rows.items():
        if row.asking is None or not row.asking.stands:
            continue
        if row.asking.every == 1 and row.asking.starts_on is None and row.asking.ends_on is None:
            row.mark(CoverageState.PLANNED, row.ahead)
            row.planned_at = row.planned_at or row.next_at
        else:
            to_count[key] = row
    for key, starts in _meetings(actor, to_count, moment):
        _mark_turns(to_count[key], starts, moment, bounds)


def _meetings(actor: Actor, rows: dict[uuid.UUID, CoverageRow], moment: datetime) -> QuerySet[Any, Any]:
    """When each forum has met since the point was last on any agenda, and is to meet; as seconds since 1970, that load quickest."""
    since = min((row.latest_at for row in rows.values() if row.latest_at), default=moment)
    meetings = Meeting.objects.visible_to(actor).exclude(state=MeetingState.CANCELLED)
    meetings = meetings.filter(forum__in=list(rows), starts_at__gte=min(since, moment)).order_by()
    second = Cast(Extract("starts_at", "epoch", tzinfo=UTC), FloatField())
    return meetings.values_list("forum_id").annotate(starts=ArrayAgg(second, order_by="starts_at"))


def _mark_turns(row: CoverageRow, starts: Sequence[float], moment: datetime, bounds: Sequence[datetime]) -> None:
    asking = row.asking
    if asking is None:
        return
    latest = row.latest_at.timestamp() if row.latest_at else None
    rhythm = Rhythm(asking.every, latest, asking.starts_on, asking.ends_on)
    for second in turns(starts, rhythm, moment.timestamp(), lambda one: _moment(one).date()):
        start = _moment(second)
        row.mark(CoverageState.PLANNED, 1 << bisect_right(bounds, start))
        row.planned_at = min(filter(None, (row.planned_at, start)))


def _moment(second: float) -> datetime:
    return datetime.fromtimestamp(second, timezone.get_default_timezone())
