"""What a new edition of a plan takes over from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import UNFINISHED_MEASURES
from forum.models import FollowUp, Goal, Indicator, Measure
from forum.services.follow_up_reminders import remind_of_follow_ups

if TYPE_CHECKING:
    import uuid

    from forum.models import ActionPlan

GOAL = ("position", "text", "description")
MEASURE = (
    "finding_id", "line", "number", "title", "description", "level", "target_group", "owner_organisation_id", "owner_unit_id",
    "owner_person_id", "owner_function", "partners", "forum_id", "starts_on", "due_on", "funding", "cost", "state",
)  # fmt: skip
INDICATOR = ("name", "measured_in", "baseline", "target", "method")


def copy_contents(plan: ActionPlan, edition: ActionPlan) -> None:
    """Goals, measures that are not over, their indicators and the follow-ups still to come."""
    goals = {goal.pk: Goal(plan=edition, **{name: getattr(goal, name) for name in GOAL}) for goal in plan.goals.all()}
    Goal.objects.bulk_create(goals.values())
    going_on = plan.measures.filter(state__in=UNFINISHED_MEASURES)
    measures = {
        one.pk: Measure(plan=edition, goal=goals[one.goal_id], **{name: getattr(one, name) for name in MEASURE})
        for one in going_on
    }
    Measure.objects.bulk_create(measures.values())
    indicators = _indicators(edition, measures)
    ahead = FollowUp.objects.filter(measure__in=measures, done_on__isnull=True)
    copies = FollowUp.objects.bulk_create(
        FollowUp(
            plan=edition,
            measure=measures[row.measure_id],
            due_on=row.due_on,
            indicator=indicators.get(row.indicator_id),
        )
        for row in ahead
    )
    remind_of_follow_ups(copies)


def _indicators(edition: ActionPlan, measures: dict[uuid.UUID, Measure]) -> dict[uuid.UUID | None, Indicator]:
    copies: dict[uuid.UUID | None, Indicator] = {
        row.pk: Indicator(
            plan=edition, measure=measures[row.measure_id], **{name: getattr(row, name) for name in INDICATOR}
        )
        for row in Indicator.objects.filter(measure__in=measures)
    }
    Indicator.objects.bulk_create(copies.values())
    return copies
