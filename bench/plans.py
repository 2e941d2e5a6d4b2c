"""A plan far larger than any real one, for the list of breaks and the chain; written without triggers, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from bench.filling import taken_back, without_triggers
from bench.generator import AT_ONCE
from bench.probes import Measured, page
from forum.models import ActionPlan, FollowUp, Measure
from meetings.enums import DueKind
from meetings.models import ActionItem, AgendaItem, Decision
from tests.factories import make_finding, make_goal, make_plan

if TYPE_CHECKING:
    from bench.generator import Municipality
    from bench.probes import Probe

MEASURES: Final = 10_000
ACTIONS_OF_A_MEASURE: Final = 10
FINDINGS: Final = 100
# Kinds of breaks are planted: one in so many measures has no decision, one decision no action, one measure no follow-up.
UNDECIDED, WITHOUT_ACTION, UNFOLLOWED, LATE = 10, 9, 5, 4
OF_OTHERS: Final = 100_000  # action numbers begin above those that the forums have


def with_large_plan(address: str) -> Probe:
    """A page as the coordinator sees it while the plan has 10,000 measures that 100,000 actions serve."""

    def probe(place: Municipality) -> Measured:
        with taken_back():
            with without_triggers():
                _fill(place)
            return page(address, "coordinator")(place)

    return probe


def _fill(place: Municipality) -> None:
    plan = make_plan(topic=place.topic)
    measures = _measures(place, plan)
    Measure.objects.bulk_create(measures, batch_size=AT_ONCE)
    soon = timezone.localdate() + timedelta(days=30)
    FollowUp.objects.bulk_create(
        [FollowUp(plan=plan, measure=one, due_on=soon) for one in measures if one.number % UNFOLLOWED],
        batch_size=AT_ONCE,
    )
    decisions = _decisions(place, [one for one in measures if one.number % UNDECIDED])
    Decision.objects.bulk_create(decisions, batch_size=AT_ONCE)
    ActionItem.objects.bulk_create(
        _actions([one for number, one in enumerate(decisions) if number % WITHOUT_ACTION]), batch_size=AT_ONCE
    )


def _measures(place: Municipality, plan: ActionPlan) -> list[Measure]:
    goals = [make_goal(plan=plan, text=f"Mål {number}") for number in range(20)]
    findings = [make_finding(topic=place.topic, number=number + 1) for number in range(FINDINGS)]
    return [
        Measure(
            plan=plan, goal=goals[number % len(goals)], number=number + 1, title=f"Åtgärd {number}",
            finding=findings[number % (FINDINGS - 10)], owner_organisation=place.host, state="running",
        )
        for number in range(MEASURES)
    ]  # fmt: skip


def _decisions(place: Municipality, measures: list[Measure]) -> list[Decision]:
    items = list(AgendaItem.objects.filter(topic=place.topic, meeting__starts_at__lt=timezone.now()).order_by("pk"))
    return [
        Decision(item=items[number % len(items)], position=2 + number // len(items), text="Beslut.", measure=measure)
        for number, measure in enumerate(measures)
    ]


def _actions(decisions: list[Decision]) -> list[ActionItem]:
    """As many as measures times ten in all; one in four is late."""
    today = timezone.localdate()
    return [
        ActionItem(
            forum_id=decision.item.forum_id, number=OF_OTHERS + number, origin=decision.item, decision=decision,
            measure=decision.measure, text=f"Gör {number}.", due_kind=DueKind.DATE, owner_address="k@demo.example",
            due_on=today + timedelta(days=-7 if number % LATE == 0 else 30),
        )
        for number, decision in ((n, decisions[n % len(decisions)]) for n in range(MEASURES * ACTIONS_OF_A_MEASURE))
    ]  # fmt: skip
