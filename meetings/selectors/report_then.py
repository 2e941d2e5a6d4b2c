"""What stood on the day of a report: what has happened later is taken back in rows that were loaded, which are never saved.

Rows that say when they were ended, done or answered are told as they were; other words of theirs as they are now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from forum.enums import MeasureState, PictureState, PlacementState
from meetings.enums import ActionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.models import Measure, Placement
    from meetings.models import ActionItem


def picture_adopted(day: date) -> Q:
    return Q(state=PictureState.ADOPTED, adopted_on__lte=day)


def actions_then(actions: Iterable[ActionItem], day: date) -> list[ActionItem]:
    """What was finished later is not finished yet."""
    found = list(actions)
    for one in found:
        if one.finished_at and timezone.localdate(one.finished_at) > day:
            one.state, one.finished_at = ActionState.IN_PROGRESS, None
    return found


def measure_then(measure: Measure, day: date) -> None:
    """Its state and result, and the follow-ups in `looks`."""
    if measure.finished_on and measure.finished_on > day:
        measure.state, measure.result, measure.finished_on = MeasureState.RUNNING, "", None
    looks: Any = measure.looks  # type: ignore[attr-defined]  # prefetched
    for look in looks:
        if look.done_on and look.done_on > day:
            look.done_on, look.outcome, look.value = None, "", None


def placement_then(placement: Placement, day: date) -> Placement:
    """What was answered later is not answered yet."""
    if placement.answered_at and timezone.localdate(placement.answered_at) > day:
        placement.state, placement.reason, placement.deferred_until = PlacementState.PROPOSED, "", None
    return placement
