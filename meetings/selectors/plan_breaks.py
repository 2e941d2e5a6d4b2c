"""The list of breaks: where the chain from finding to follow-up is broken, worst first. Exact; a statement per kind.

worst = the earlier link is missing the worse; within a kind findings by weight, all by how long it has been so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone

from forum.enums import STANDING_PLANS, UNFINISHED_MEASURES, FindingPriority, FindingStatus, MeasureState
from forum.models import ActionPlan, Finding, FollowUp, Measure
from meetings.enums import UNFINISHED, BreakKind
from meetings.models import ActionItem, ActionUpdate, Decision

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

FOLLOWED_WITHIN = timedelta(days=365)
WEIGHTS = {FindingPriority.HIGH: 0, FindingPriority.MEDIUM: 1, FindingPriority.LOW: 2}
ORDER = {kind: place for place, kind in enumerate(BreakKind)}


class Break(NamedTuple):
    """What is broken, since which day; `row` is loaded for those that are shown."""

    kind: BreakKind
    object_id: uuid.UUID
    since: date | None
    weight: int = 0

    @property
    def order(self) -> tuple[int, int, date, int]:
        return ORDER[self.kind], self.weight, self.since or date.min, self.object_id.int


def breaks_for_reader(
    actor: Actor, topic: Topic, *, kinds: Iterable[BreakKind] = tuple(BreakKind), on: date | None = None
) -> list[Break]:
    """All breaks of a topic that the reader may see, worst first. Links that the reader may not see do not count.

    `on`: the day that decides what is overdue and what has been looked at lately; today when none is given.
    """
    today = on or timezone.localdate()
    ways: dict[BreakKind, Callable[[Actor, Topic, date], Iterator[Break]]] = {
        BreakKind.NO_MEASURE: _findings,
        BreakKind.NO_DECISION: _measures,
        BreakKind.NO_ACTION: _decisions,
        BreakKind.OVERDUE: _actions,
        BreakKind.NO_FOLLOW_UP: _unfollowed,
    }
    found = [one for kind in kinds for one in ways[kind](actor, topic, today)]
    return sorted(found, key=lambda one: one.order)


def _adopted(actor: Actor, topic: Topic, day: date) -> QuerySet[Measure]:
    plans = ActionPlan.objects.in_force(day).filter(topic=topic).order_by().values("pk")
    rows: QuerySet[Measure] = Measure.objects.visible_to(actor).filter(plan__in=plans)
    return rows


def _open_on(day: date) -> Q:
    """Measures that were not over on that day."""
    return Q(state__in=UNFINISHED_MEASURES) | Q(finished_on__gt=day)


def _findings(actor: Actor, topic: Topic, today: date) -> Iterator[Break]:
    """Open findings to which no measure of a standing plan answers."""
    standing = Q(plan__state__in=STANDING_PLANS) | Q(plan__ended_on__gt=today)
    measures = Measure.objects.visible_to(actor).filter(standing, finding=OuterRef("pk"))
    rows = Finding.objects.visible_to(actor).filter(~Exists(measures), topic=topic, status=FindingStatus.OPEN)
    for pk, priority, at in rows.order_by().values_list("pk", "priority", "created_at"):
        yield Break(BreakKind.NO_MEASURE, pk, timezone.localdate(at), WEIGHTS[priority])


def _measures(actor: Actor, topic: Topic, today: date) -> Iterator[Break]:
    """Measures in force that are not over and on which no forum has decided."""
    decided = Decision.objects.visible_to(actor).filter(measure__plan__topic=topic).order_by().values("measure__line")
    rows = _adopted(actor, topic, today).filter(_open_on(today)).exclude(line__in=decided)
    for pk, day in rows.order_by().values_list("pk", "plan__adopted_on"):
        yield Break(BreakKind.NO_DECISION, pk, day)


def _decisions(actor: Actor, topic: Topic, today: date) -> Iterator[Break]:
    """Decisions on such measures of which no action came, neither under the decision nor under its point."""
    lines = _adopted(actor, topic, today).filter(_open_on(today)).order_by().values("line")
    rows = Decision.objects.visible_to(actor).filter(
        ~Exists(ActionItem.objects.filter(decision=OuterRef("pk"))),
        ~Exists(ActionItem.objects.filter(origin=OuterRef("item"))),
        measure__line__in=lines,
    )
    for pk, at in rows.order_by().values_list("pk", "item__meeting__starts_at"):
        yield Break(BreakKind.NO_ACTION, pk, timezone.localdate(at))


def _actions(actor: Actor, topic: Topic, today: date) -> Iterator[Break]:
    """Actions for such measures whose day has passed, and of which nobody has said a word since that day."""
    lines = _adopted(actor, topic, today).order_by().values("line")
    said = ActionUpdate.objects.filter(action=OuterRef("pk"), at__date__gte=OuterRef("due_on"), at__date__lte=today)
    unfinished = Q(state__in=UNFINISHED) | Q(finished_at__date__gt=today)
    rows = ActionItem.objects.visible_to(actor).filter(
        unfinished, ~Exists(said), measure__line__in=lines, due_on__lt=today
    )
    for pk, day in rows.order_by().values_list("pk", "due_on"):
        yield Break(BreakKind.OVERDUE, pk, day)


def _unfollowed(actor: Actor, topic: Topic, today: date) -> Iterator[Break]:
    """Measures in force, except stopped ones, that nobody looks at: none ahead and none within the last year; one that is done: never."""
    looks = FollowUp.objects.filter(measure__line=OuterRef("line"))
    fresh = looks.filter(Q(done_on__gte=today - FOLLOWED_WITHIN) | Q(done_on=None, due_on__gte=today))
    ever = looks.filter(done_on__isnull=False)
    going_on = Q(state__in=UNFINISHED_MEASURES) & ~Exists(fresh)
    over = Q(state=MeasureState.DONE) & ~Exists(ever)
    last = ever.order_by().values("measure__line").annotate(last=Max("done_on")).values("last")
    rows = _adopted(actor, topic, today).filter(going_on | over).annotate(looked_on=Subquery(last))
    for pk, day, adopted in rows.order_by().values_list("pk", "looked_on", "plan__adopted_on"):
        yield Break(BreakKind.NO_FOLLOW_UP, pk, day or adopted)


def rows_of(breaks: Iterable[Break]) -> dict[uuid.UUID, Any]:
    """What these breaks are about, for a page; they have been found through the reader's eyes already."""
    breaks = list(breaks)
    ids: dict[BreakKind, list[uuid.UUID]] = {}
    for one in breaks:
        ids.setdefault(one.kind, []).append(one.object_id)
    measures = Measure.objects.select_related("owner_organisation", "owner_unit", "plan")
    loaders: dict[BreakKind, QuerySet[Any]] = {
        BreakKind.NO_MEASURE: Finding.objects.select_related("organisation", "unit"),
        BreakKind.NO_DECISION: measures,
        BreakKind.NO_ACTION: Decision.objects.select_related("item__meeting__forum", "measure"),
        BreakKind.OVERDUE: ActionItem.objects.select_related(
            "forum", "measure", "owner_seat__organisation", "owner_person", "owner_organisation", "owner_unit"
        ),
        BreakKind.NO_FOLLOW_UP: measures,
    }
    return {row.pk: row for kind, keys in ids.items() for row in loaders[kind].filter(pk__in=keys)}
