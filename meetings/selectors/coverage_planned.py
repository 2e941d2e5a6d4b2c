"""When a standing point comes up again: rows are made for the next meeting only, beyond that it is computed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from meetings.enums import CoverageState, MeetingState
from meetings.models import Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from forum.models import Actor

    from .coverage_rows import Asking, CoverageRow


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
    for key, starts in _meetings(actor, to_count, moment).items():
        _mark_turns(to_count[key], starts, moment, bounds)


def _meetings(actor: Actor, rows: dict[uuid.UUID, CoverageRow], moment: datetime) -> dict[uuid.UUID, list[datetime]]:
    """When the forums have met since the point was last on an agenda, and are to meet."""
    since = min((row.latest_at for row in rows.values() if row.latest_at), default=moment)
    meetings = Meeting.objects.visible_to(actor).exclude(state=MeetingState.CANCELLED)
    meetings = meetings.filter(forum__in=list(rows), starts_at__gte=min(since, moment)).order_by("starts_at")
    found = defaultdict(list)
    for forum, starts_at in meetings.values_list("forum_id", "starts_at"):
        found[forum].append(starts_at)
    return found


def _mark_turns(row: CoverageRow, starts: list[datetime], moment: datetime, bounds: Sequence[datetime]) -> None:
    asking = row.asking
    if asking is None:
        return
    waited = None if row.latest_at is None else 0
    for start in starts:
        if row.latest_at and start <= row.latest_at:
            continue
        waited = None if waited is None else waited + 1
        its_turn = waited is None or waited >= asking.every
        if start >= moment and its_turn and _runs(asking, start):
            row.mark(CoverageState.PLANNED, 1 << bisect_right(bounds, start))
            row.planned_at = min(filter(None, (row.planned_at, start)))
            waited = 0


def _runs(asking: Asking, start: datetime) -> bool:
    day = timezone.localdate(start)
    return (asking.starts_on is None or asking.starts_on <= day) and (asking.ends_on is None or day <= asking.ends_on)
