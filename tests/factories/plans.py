from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forum.enums import PlanState
from forum.models import ActionPlan, Consultee, Finding, FollowUp, Goal, Indicator, Measure, Organisation, Topic

ADOPTED_ON = date(2026, 3, 1)


def make_plan(
    *, topic: Topic, organisation: Organisation | None = None, state: PlanState = PlanState.ADOPTED, **fields: Any
) -> ActionPlan:
    """A plan of the topic's organisation, adopted on 1 March 2026 unless another state is given."""
    fields.setdefault("title", "Handlingsplan mot våldsbejakande extremism")
    if state in {PlanState.ADOPTED, PlanState.REVISED}:
        fields.setdefault("adopted_on", ADOPTED_ON)
        fields.setdefault("adopted_by", "Kommunfullmäktige")
        fields.setdefault("adopted_paragraph", "91")
        fields.setdefault("registry_number", "KS 2026/0412")
    owner = organisation or topic.organisation
    fields.setdefault("edition", ActionPlan.objects.filter(topic=topic, organisation=owner).count() + 1)
    plan: ActionPlan = ActionPlan.objects.create(topic=topic, organisation=owner, state=state, **fields)
    return plan


def make_goal(*, plan: ActionPlan, text: str = "Alla vet vem de ska ringa", **fields: Any) -> Goal:
    fields.setdefault("position", plan.goals.count() + 1)
    goal: Goal = Goal.objects.create(plan=plan, text=text, **fields)
    return goal


def make_measure(*, plan: ActionPlan, title: str = "Rutin vid oro på varje enhet", **fields: Any) -> Measure:
    """Under the plan's first goal, which is made when there is none; the plan's organisation owns it."""
    fields.setdefault("goal", plan.goals.first() or make_goal(plan=plan))
    fields.setdefault("number", plan.measures.count() + 1)
    fields.setdefault("owner_organisation", plan.organisation)
    measure: Measure = Measure.objects.create(plan=plan, title=title, **fields)
    return measure


def make_indicator(*, measure: Measure, name: str = "Andel skolor med rutinen", **fields: Any) -> Indicator:
    indicator: Indicator = Indicator.objects.create(plan=measure.plan, measure=measure, name=name, **fields)
    return indicator


def make_follow_up(*, measure: Measure, due_on: date, **fields: Any) -> FollowUp:
    row: FollowUp = FollowUp.objects.create(plan=measure.plan, measure=measure, due_on=due_on, **fields)
    return row


def make_finding(*, topic: Topic, text: str = "Fyra av elva skolor saknar rutin.", **fields: Any) -> Finding:
    fields.setdefault("organisation", topic.organisation)
    fields.setdefault("number", Finding.objects.filter(topic=topic, organisation=fields["organisation"]).count() + 1)
    finding: Finding = Finding.objects.create(topic=topic, text=text, **fields)
    return finding


def make_consultee(*, plan: ActionPlan, sent_at: datetime, reply_by: date, **fields: Any) -> Consultee:
    """Somebody a plan was sent to: `organisation`, `unit`, `person` or `address`."""
    row: Consultee = Consultee.objects.create(plan=plan, sent_at=sent_at, reply_by=reply_by, **fields)
    return row
