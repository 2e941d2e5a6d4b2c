"""The demo's action plan: in force, with one chain that is whole and some that are broken, each in its own place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from forum.enums import MeasureState
from forum.services.follow_ups import add_indicator, plan_follow_up
from forum.services.measures import add_goal, add_measure, report_measure
from forum.services.plans import begin_plan, record_step
from meetings.management.demo.cast import COUNCIL, HOST
from meetings.management.demo.plan_document import lay_out_with
from meetings.models import Decision
from meetings.services.measure_ties import tie_decision

if TYPE_CHECKING:
    from datetime import date

    from forum.models import ActionPlan, Finding, Measure, Topic
    from meetings.management.demo.cast import Cast


def adopt_plan(cast: Cast, topic: Topic, today: date, findings: list[Finding]) -> None:
    """From what was found to a plan that the council of the municipality has adopted."""
    host = cast.organisations[HOST]
    plan = begin_plan(
        topic=topic, organisation=host, title="Handlingsplan mot våldsbejakande extremism",
        summary="Den som är orolig ska veta vem man ringer, och få hjälp samma dag.",
        responsible="Kommundirektören", funding="Inom nämndernas ramar.", revise_by=today + timedelta(days=500),
    )  # fmt: skip
    routine = _write(cast, plan, findings, today)
    number = f"KS {today.year}/0091"
    begun = today - timedelta(days=60)
    record_step(
        plan_id=plan.pk, version=None, body="Kommunstyrelsen", decided_on=begun, paragraph="64", registry_number=number
    )
    record_step(
        plan_id=plan.pk, version=None, body="Kommunfullmäktige", decided_on=today - timedelta(days=30), paragraph="91",
        registry_number=number, adopts=True,
    )  # fmt: skip
    lay_out_with(plan, cast.people["samordnare"], today)
    report_measure(measure_id=routine.pk, version=None, state=MeasureState.RUNNING)
    decided = Decision.objects.filter(item__forum=cast.forums[COUNCIL], item__topic=topic).first()
    if decided:
        tie_decision(decision_id=decided.pk, measure=routine)


def _write(cast: Cast, plan: ActionPlan, findings: list[Finding], today: date) -> Measure:
    """Two goals, three measures; returns the one that the council carries."""
    host = cast.organisations[HOST]
    lacking, unknown, *_unanswered = findings
    sure = add_goal(plan=plan, text="Alla som arbetar med barn och unga vet vem de ska ringa")
    near = add_goal(plan=plan, text="Anhöriga får stöd samma dag som de frågar")
    routine = add_measure(
        goal=sure, title="Rutin vid oro på varje skola och fritidsgård", finding=lacking, owner_organisation=host,
        owner_function="Skolchefen", owner_person=cast.people["skolchef"], target_group="Personal i skola och fritid",
        partners="Polisen", starts_on=today - timedelta(days=30), due_on=today + timedelta(days=90),
    )  # fmt: skip
    share = add_indicator(
        measure=routine, name="Andel skolor med rutinen", measured_in="procent", baseline=Decimal(64), target=Decimal(100),
        method="Rektor svarar ja eller nej i september.",
    )  # fmt: skip
    plan_follow_up(measure=routine, due_on=today + timedelta(days=95), indicator=share)
    add_measure(
        goal=near, title="En väg in för anhöriga, även kvällar", finding=unknown, owner_organisation=host,
        owner_function="Socialchefen", due_on=today + timedelta(days=150),
    )  # fmt: skip
    talks = add_measure(
        goal=near, title="Tre samtal om året i interreligiösa rådet", owner_organisation=host, owner_function="Samordnaren",
        due_on=today + timedelta(days=300),
    )  # fmt: skip
    plan_follow_up(measure=talks, due_on=today + timedelta(days=200))
    return routine
