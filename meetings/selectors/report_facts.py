"""What the reports on a topic are written from, as far as their reader may see it. A constant number of statements.

Outcomes count once they stand in minutes that were sent (or at once where others lead the forum), of points that are open:
a report goes to many, and drafts and restricted points stay where they are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch, Q

from forum.models import (
    ActionPlan,
    Agreement,
    Coordinator,
    Finding,
    FollowUp,
    Indicator,
    Measure,
    SituationPicture,
    SupportLine,
    TrainingActivity,
)
from forum.selectors.training import Coverage, training_coverage
from meetings.enums import ItemOpenness
from meetings.models import ActionItem, Decision
from meetings.models.visibility import released_meetings
from meetings.selectors.evidence import WEIGHT
from meetings.selectors.plan_breaks import Break, breaks_for_reader
from meetings.selectors.report_places import Place, places_for_report
from meetings.selectors.report_then import actions_then, measure_then, picture_adopted

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from forum.models import Actor, Organisation, Topic

OWNERS = ("forum", "owner_seat__organisation", "owner_organisation", "owner_unit")


@dataclass(frozen=True)
class Span:
    """From the first to the last day of the report, both in it; `day`: as of when it is told, at the latest its last day."""

    first: date
    last: date
    day: date

    @property
    def end(self) -> date:
        """The last day that has been."""
        return min(self.last, self.day)

    @property
    def over(self) -> bool:
        """Nothing more can happen in it."""
        return self.last <= self.day


@dataclass
class MeasureFacts:
    measure: Measure
    decisions: list[Decision] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)


@dataclass
class TopicFacts:
    """All that a report on a topic may tell its reader."""

    topic: Topic
    organisation: Organisation
    span: Span
    plan: ActionPlan | None
    findings: list[Finding]
    measures: list[MeasureFacts]
    decisions: list[Decision]
    actions: list[ActionItem]
    places: list[Place]
    training: Coverage
    trainings: list[TrainingActivity]
    lines: list[SupportLine]
    agreements: list[Agreement]
    picture: SituationPicture | None
    coordinators: list[Coordinator]
    breaks: list[Break]

    def answering(self, finding: Finding) -> list[MeasureFacts]:
        return [one for one in self.measures if one.measure.finding_id == finding.pk]


def told(path: str) -> Q:
    """Outcomes that a report may hold: of open points, in minutes that were sent, or of forums that others lead."""
    sent = Q(**{f"{path}meeting__in": released_meetings()}) | Q(**{f"{path}forum__external": True})
    return sent & Q(**{f"{path}openness": ItemOpenness.OPEN})


def facts_for_report(actor: Actor, topic: Topic, organisation: Organisation, span: Span) -> TopicFacts:
    """What the reader may be told of the topic in the organisation, in the span."""
    own = {"topic": topic, "organisation": organisation}
    plans = ActionPlan.objects.visible_to(actor).in_force(span.day).filter(**own)
    plan = plans.order_by("-adopted_on", "-edition").first()
    findings = Finding.objects.visible_to(actor).filter(**own, created_at__date__lte=span.day)
    findings = findings.annotate(weight=WEIGHT).order_by("weight", "number")
    measures = _measures(actor, plan, span)
    decisions = list(_decisions(actor, span).filter(item__topic=topic))
    of_topic = Q(origin__topic=topic) | Q(measure__in=[one.measure.pk for one in measures])
    actions = actions_then(_actions(actor, span).filter(of_topic), span.day)
    _tie(actor, span, measures)
    facts = TopicFacts(
        topic=topic,
        organisation=organisation,
        span=span,
        plan=plan,
        findings=list(findings.select_related("picture")),
        measures=measures,
        decisions=decisions,
        actions=actions,
        places=places_for_report(actor, topic, span.first, span.end, span.day),
        training=_of(organisation, training_coverage(actor, topic, span.day)),
        trainings=_trainings(actor, own, span),
        lines=_lines(actor, topic, span),
        agreements=_agreements(actor, topic, organisation, span),
        picture=_picture(actor, own, span),
        coordinators=list(Coordinator.objects.on(span.day).filter(**own)),
        breaks=[],
    )
    facts.breaks = _breaks(actor, facts)
    return facts


def _measures(actor: Actor, plan: ActionPlan | None, span: Span) -> list[MeasureFacts]:
    if plan is None:
        return []
    rows = Measure.objects.visible_to(actor).filter(plan=plan).order_by("number")
    loaded = rows.select_related("goal", "owner_organisation", "owner_unit", "forum").prefetch_related(
        Prefetch("follow_ups", FollowUp.objects.order_by("due_on", "pk"), to_attr="looks"),  # type: ignore[type-var]
        Prefetch("indicators", Indicator.objects.order_by("created_at", "pk"), to_attr="signs"),
    )
    for one in loaded:
        measure_then(one, span.day)
    return [MeasureFacts(one) for one in loaded]


def _decisions(actor: Actor, span: Span) -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.visible_to(actor).filter(told("item__"), _within("item__", span))
    ordered = rows.order_by("item__meeting__starts_at", "item__position", "position", "pk")
    return ordered.select_related("item__meeting", "item__forum", "measure")


def _within(path: str, span: Span) -> Q:
    return Q(**{f"{path}meeting__starts_at__date__gte": span.first, f"{path}meeting__starts_at__date__lte": span.end})


def _actions(actor: Actor, span: Span) -> QuerySet[ActionItem]:
    """Given until then, whether in the span or before it."""
    rows: QuerySet[ActionItem] = ActionItem.objects.visible_to(actor).filter(
        told("origin__"), origin__meeting__starts_at__date__lte=span.end
    )
    return rows.select_related(*OWNERS).order_by("forum__name", "number").distinct()


def _tie(actor: Actor, span: Span, measures: list[MeasureFacts]) -> None:
    """Decisions on a measure and its actions, of whichever edition of the plan, made until then."""
    lines = [one.measure.line for one in measures]
    decided: dict[uuid.UUID, list[Decision]] = defaultdict(list)
    rows = Decision.objects.visible_to(actor).filter(
        told("item__"), measure__line__in=lines, item__meeting__starts_at__date__lte=span.end
    )
    rows = rows.order_by("item__meeting__starts_at", "position", "pk").select_related("item__meeting", "item__forum")
    for decision in rows.annotate(line=F("measure__line")):
        decided[decision.line].append(decision)
    given: dict[uuid.UUID, list[ActionItem]] = defaultdict(list)
    tied = _actions(actor, span).filter(measure__line__in=lines).annotate(line=F("measure__line"))
    for action in actions_then(tied, span.day):
        given[action.line].append(action)  # type: ignore[attr-defined]  # annotated
    for one in measures:
        one.decisions, one.actions = decided[one.measure.line], given[one.measure.line]


def _of(organisation: Organisation, coverage: Coverage) -> Coverage:
    return Coverage(
        coverage.periods, tuple(row for row in coverage.rows if row.group.organisation_id == organisation.pk)
    )


def _trainings(actor: Actor, own: dict[str, Any], span: Span) -> list[TrainingActivity]:
    rows = TrainingActivity.objects.visible_to(actor).filter(**own, held_on__gte=span.first, held_on__lte=span.end)
    return list(rows.prefetch_related("participations").order_by("held_on", "pk"))


def _lines(actor: Actor, topic: Topic, span: Span) -> list[SupportLine]:
    rows = (
        SupportLine.objects.visible_to(actor)
        .on(span.day)
        .filter(Q(topic=topic) | Q(topic=None), valid_from__lte=span.day)
    )
    return list(rows.order_by("name", "pk"))


def _agreements(actor: Actor, topic: Topic, organisation: Organisation, span: Span) -> list[Agreement]:
    rows = Agreement.objects.visible_to(actor).filter(Q(topic=topic) | Q(topic=None), organisation=organisation)
    valid = Q(valid_to=None) | Q(valid_to__gte=span.day)
    rows = rows.filter(valid, signed_on__lte=span.day).prefetch_related("parties__organisation")
    return list(rows.order_by("title", "pk"))


def _picture(actor: Actor, own: dict[str, Any], span: Span) -> SituationPicture | None:
    """The newest one that was adopted by then."""
    rows = SituationPicture.objects.visible_to(actor).filter(picture_adopted(span.day), **own)
    picture: SituationPicture | None = rows.order_by("-adopted_on", "-number").first()
    return picture


def _breaks(actor: Actor, facts: TopicFacts) -> list[Break]:
    """Of the list of breaks those about what stands in this report."""
    known: set[Any] = {*_ids(facts.findings), *_ids(one.measure for one in facts.measures), *_ids(facts.actions)}
    known |= {key for one in facts.measures for key in _ids(one.decisions)}
    return [one for one in breaks_for_reader(actor, facts.topic, on=facts.span.day) if one.object_id in known]


def _ids(rows: Iterable[Any]) -> set[Any]:
    return {row.pk for row in rows}
