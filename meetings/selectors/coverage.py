"""Where a topic has been raised, where it is planned, and where never: one row per forum, in a constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import Forum, Placement
from meetings.enums import Answer, MeetingState
from meetings.models import AgendaItem, Decision, Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

RAISED = (Answer.RAISED, Answer.DECIDED, Answer.ACTION_GIVEN, Answer.NOTHING_NEW)


@dataclass(frozen=True)
class CoverageRow:
    """One forum: when the topic was last raised, when it comes up next, what the forum answered.

    `last`: the latest point with an outcome. `unlogged`: a later point of a held meeting without one that the reader may know.
    `planned_at`: start of the meeting whose agenda has it, or of the next one when the proposal stands.
    """

    forum: Forum
    last: AgendaItem | None
    unlogged: AgendaItem | None
    planned_at: datetime | None
    placement: Placement | None

    @property
    def never(self) -> bool:
        return self.last is None and self.unlogged is None

    @property
    def can_be_proposed(self) -> bool:
        live = {PlacementState.PROPOSED, PlacementState.ACCEPTED, PlacementState.DEFERRED}
        return not self.forum.archived_at and (self.placement is None or self.placement.state not in live)


def coverage_for_reader(actor: Actor, topic: Topic) -> list[CoverageRow]:
    """The host's own forums, those led by others, and all that have had to do with the topic, as far as the actor may know them.

    Never raised first, then the longest ago, then by name. Outcomes count only where the actor may read them.
    """
    now = timezone.now()
    items = AgendaItem.objects.visible_to(actor).filter(topic=topic, in_full=True).select_related("meeting")
    items = items.exclude(meeting__state=MeetingState.CANCELLED)
    held = items.filter(meeting__starts_at__lt=now)
    decided = Q(Exists(Decision.objects.filter(item=OuterRef("pk"))))
    said = Q(outcome_shown=True) & (Q(answer__in=RAISED) | decided)
    last = _newest(held.filter(said))
    unsaid = Q(outcome_shown=False) | (Q(answer="") & ~decided)
    silent = _newest(held.filter(unsaid, meeting__historic=False))
    ahead = _by_forum(
        items.filter(meeting__starts_at__gte=now).order_by("forum_id", "meeting__starts_at").distinct("forum_id")
    )
    placements = _by_forum(
        Placement.objects.visible_to(actor).filter(topic=topic).order_by("forum_id", "-created_at").distinct("forum_id")
    )
    rows = [
        _row(forum, last.get(forum.pk), silent.get(forum.pk), ahead.get(forum.pk), placements.get(forum.pk))
        for forum in _forums(actor, {*last, *silent, *ahead, *placements}, now)
    ]
    return sorted(rows, key=_longest_ago)


def _longest_ago(row: CoverageRow) -> tuple[bool, float, str]:
    return not row.never, row.last.meeting.starts_at.timestamp() if row.last else 0, row.forum.name


def _newest(items: QuerySet[AgendaItem]) -> dict[object, AgendaItem]:
    return _by_forum(items.order_by("forum_id", "-meeting__starts_at", "-id").distinct("forum_id"))


def _by_forum(rows: QuerySet[Any]) -> dict[object, Any]:
    return {row.forum_id: row for row in rows}


def _forums(actor: Actor, concerned: set[object], now: datetime) -> QuerySet[Forum]:
    ahead = Meeting.objects.visible_to(actor).ahead(now).filter(forum=OuterRef("pk")).values("starts_at")[:1]
    own = (Q(organisation__is_host=True) | Q(external=True)) & Q(archived_at__isnull=True)
    forums: QuerySet[Forum] = (
        Forum.objects.visible_to(actor).filter(own | Q(pk__in=concerned)).select_related("organisation")
    )
    return forums.annotate(next_at=Subquery(ahead, output_field=DateTimeField()))


def _row(
    forum: Forum,
    last: AgendaItem | None,
    silent: AgendaItem | None,
    ahead: AgendaItem | None,
    placement: Placement | None,
) -> CoverageRow:
    newer = silent if silent and (last is None or silent.meeting.starts_at > last.meeting.starts_at) else None
    stands = placement is not None and placement.state == PlacementState.ACCEPTED and placement.every > 0
    planned = ahead.meeting.starts_at if ahead else (forum.next_at if stands else None)  # type: ignore[attr-defined]  # annotated
    return CoverageRow(forum, last, newer, planned, placement)
