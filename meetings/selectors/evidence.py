"""The chain of evidence: finding → goal → measure → decision → action → result, as far as the reader may see each link.

A constant number of statements, however long the chains are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When

from forum.enums import STANDING_PLANS, UNFINISHED_MEASURES, FindingPriority, FindingStatus, PlanState
from forum.models import Finding, FollowUp, Measure
from meetings.enums import ActionState
from meetings.models import ActionItem, Decision

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

Key = tuple[str, "uuid.UUID"]
WEIGHT = Case(
    When(priority=FindingPriority.HIGH, then=Value(0)),
    When(priority=FindingPriority.MEDIUM, then=Value(1)),
    default=Value(2),
)
OVER = (ActionState.DONE, ActionState.CLOSED, ActionState.HANDED_OVER)
SHOWN = 5


@dataclass
class Thread:
    """One measure with what led to it and what came of it; `measure` None: a finding that nothing answers to.

    `hidden_finding`: it answers to one that the reader may not see.
    """

    finding: Finding | None
    measure: Measure | None
    hidden_finding: bool = False
    decisions: list[Decision] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)

    @property
    def finished(self) -> int:
        return sum(action.state in OVER for action in self.actions)

    @property
    def shown(self) -> list[ActionItem]:
        """The few that stand in the chain: what is still to be done first."""
        return sorted(
            self.actions, key=lambda action: (action.state in OVER, action.due_on is None, str(action.due_on))
        )[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.actions) - SHOWN, 0)

    @property
    def title(self) -> str:
        return self.finding.text if self.finding else self.measure.title if self.measure else ""

    @property
    def key(self) -> str:
        row: Any = self.measure or self.finding
        return str(row.pk)

    @property
    def needs_decision(self) -> bool:
        measure = self.measure
        return bool(measure and not self.decisions and not self.before_adoption and measure.finished_on is None)

    @property
    def before_adoption(self) -> bool:
        """The measure stands in a plan that is not in force yet, and nobody has decided on it in an earlier edition."""
        return bool(self.measure and self.measure.plan.state != PlanState.ADOPTED and not self.decisions)

    @property
    def gap(self) -> str:
        """The first link that is missing: measure, decision, action; or "" when none is."""
        if self.measure is None:
            return "measure"
        if self.before_adoption:
            return ""
        if self.measure.state not in UNFINISHED_MEASURES:
            return ""
        if not self.decisions:
            return "decision"
        return "" if self.actions else "action"


def chain_keys(actor: Actor, topic: Topic, *, most: int | None = None) -> list[Key]:
    """What has a chain of its own, in the order in which it is shown: findings that nothing answers to, the others by weight,
    then measures that answer to no finding that the reader sees. `most`: the first of them alone."""
    findings = Finding.objects.visible_to(actor).filter(topic=topic)
    answered = Exists(_standing(actor, topic).filter(finding=OuterRef("pk")))
    rows = findings.annotate(answered=answered, weight=WEIGHT).filter(Q(status=FindingStatus.OPEN) | Q(answered=True))
    ordered = rows.order_by("answered", "weight", "organisation__name", "number")[:most]
    found: list[Key] = [("finding", pk) for pk in ordered.values_list("pk", flat=True)]
    if most is not None and len(found) == most:
        return found
    loose = _standing(actor, topic).filter(Q(finding=None) | ~Q(finding__in=findings.order_by().values("pk")))
    lines: dict[uuid.UUID, None] = dict.fromkeys(
        loose.order_by("plan__organisation__name", "number").values_list("line", flat=True)
    )
    return (found + [("line", line) for line in lines])[:most]


def _standing(actor: Actor, topic: Topic) -> QuerySet[Measure]:
    rows: QuerySet[Measure] = Measure.objects.visible_to(actor).filter(
        plan__topic=topic, plan__state__in=STANDING_PLANS
    )
    return rows


def keys_about(actor: Actor, topic: Topic, *, kind: str, object_id: uuid.UUID) -> list[Key]:
    """The chains in which a finding, measure, decision or action stands; none when the reader may not see it."""
    if kind == "finding":
        found = Finding.objects.visible_to(actor).filter(topic=topic, pk=object_id)
        return [("finding", pk) for pk in found.values_list("pk", flat=True)]
    measures = Measure.objects.visible_to(actor).filter(plan__topic=topic)
    if kind == "measure":
        rows = measures.filter(pk=object_id)
    elif kind == "decision":
        rows = measures.filter(pk__in=Decision.objects.visible_to(actor).filter(pk=object_id).values("measure"))
    else:
        rows = measures.filter(pk__in=ActionItem.objects.visible_to(actor).filter(pk=object_id).values("measure"))
    return [("line", line) for line in rows.values_list("line", flat=True)]


def threads_for_reader(actor: Actor, topic: Topic, keys: Sequence[Key]) -> list[Thread]:
    """The chains of these keys, a finding with as many as there are measures that answer to it."""
    findings = {key for kind, key in keys if kind == "finding"}
    lines = {key for kind, key in keys if kind == "line"}
    measures = _newest(_loaded(_standing(actor, topic).filter(Q(finding__in=findings) | Q(line__in=lines))))
    wanted = findings | {measure.finding_id for measure in measures if measure.finding_id}
    rows = (
        Finding.objects.visible_to(actor)
        .filter(pk__in=wanted)
        .select_related("picture", "organisation", "answer__question")
    )
    seen = {finding.pk: finding for finding in rows}
    threads = []
    for kind, key in keys:
        mine = [one for one in measures if (one.finding_id if kind == "finding" else one.line) == key]
        threads += [
            Thread(seen.get(one.finding_id), one, hidden_finding=bool(one.finding_id) and one.finding_id not in seen)
            for one in mine
        ]
        if not mine and kind == "finding" and key in seen:
            threads.append(Thread(seen[key], None))
    _fill(actor, threads)
    return threads


def _loaded(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    done = FollowUp.objects.order_by("due_on")
    related = ("plan", "goal", "owner_organisation", "owner_unit", "forum")
    return (
        measures.select_related(*related)
        .prefetch_related(Prefetch("follow_ups", done, to_attr="looks"))
        .order_by("number")
    )


def _newest(measures: Iterable[Measure]) -> list[Measure]:
    """Each line once: of the edition in force, else of the one that is being written."""
    best: dict[uuid.UUID, Measure] = {}
    for measure in measures:
        known = best.get(measure.line)
        if known is None or measure.plan.state == PlanState.ADOPTED:
            best[measure.line] = measure
    return list(best.values())


def _fill(actor: Actor, threads: list[Thread]) -> None:
    lines = {thread.measure.line for thread in threads if thread.measure}
    decisions = Decision.objects.visible_to(actor).filter(measure__line__in=lines).annotate(line=F("measure__line"))
    by_line: dict[uuid.UUID, list[Decision]] = defaultdict(list)
    for decision in decisions.select_related("item__meeting", "item__forum").order_by(
        "item__meeting__starts_at", "position"
    ):
        by_line[decision.line].append(decision)
    actions = ActionItem.objects.visible_to(actor).filter(measure__line__in=lines).annotate(line=F("measure__line"))
    given: dict[uuid.UUID, list[ActionItem]] = defaultdict(list)
    owners = ("forum", "owner_seat__organisation", "owner_person", "owner_organisation", "owner_unit")
    for action in actions.select_related(*owners).order_by("number"):
        given[action.line].append(action)
    for thread in threads:
        if thread.measure:
            thread.decisions, thread.actions = by_line[thread.measure.line], given[thread.measure.line]
