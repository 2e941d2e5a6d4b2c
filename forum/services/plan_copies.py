"""What a new edition of a plan takes over from the one before: when it is begun, and when it comes into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import LIVE_PLACEMENTS, UNFINISHED_MEASURES
from forum.models import FollowUp, Goal, Indicator, Measure, Placement
from forum.services.follow_up_reminders import remind_of_follow_ups

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from forum.models import ActionPlan

GOAL = ("position", "text", "description")
MEASURE = (
    "finding_id", "line", "number", "title", "description", "level", "target_group", "owner_organisation_id", "owner_unit_id",
    "owner_person_id", "owner_function", "partners", "forum_id", "starts_on", "due_on", "funding", "cost", "state",
)  # fmt: skip
REPORT = ("state", "result", "finished_on")
SEEN = ("done_on", "outcome", "value", "followed_by_id")
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


def take_over_reports(earlier: ActionPlan, edition: ActionPlan) -> None:
    """What was reported, given to forums, seen and planned on the edition in force while the new one was written. Needs a transaction."""
    twins = {one.line: one for one in edition.measures.all()}
    _carry_proposals(earlier, edition, twins)
    # Whoever reports just now waits, and then learns that the edition is over.
    locked = earlier.measures.select_for_update(of=("self",), no_key=True)
    for measure in locked.filter(line__in=twins).order_by("pk"):
        twin = twins[measure.line]
        for name in REPORT:
            setattr(twin, name, getattr(measure, name))
    Measure.objects.bulk_update(twins.values(), [*REPORT, "forum"])
    rows = [*_seen_since(earlier, edition), *_planned_since(earlier, edition, twins)]
    remind_of_follow_ups(rows)


def _carry_proposals(earlier: ActionPlan, edition: ActionPlan, twins: dict[uuid.UUID, Measure]) -> None:
    """What stands or waits in forums goes on for the measure in force; a forum that was asked meanwhile carries it."""
    rows = Placement.objects.filter(measure__plan=earlier, measure__line__in=twins, state__in=LIVE_PLACEMENTS)
    live = list(rows.select_related("measure"))
    for placement in live:
        placement.measure = twins[placement.measure.line]
        if placement.created_at > edition.created_at:
            placement.measure.forum_id = placement.measure.forum_id or placement.forum_id
    Placement.objects.bulk_update(live, ["measure"])


def _seen_since(earlier: ActionPlan, edition: ActionPlan) -> list[FollowUp]:
    """Days that the edition has as open and on which the same was looked at meanwhile."""
    ahead = {_what(row): row for row in _looks(edition).filter(done_on=None)}
    seen = [(ahead[_what(row)], row) for row in _looks(earlier).exclude(done_on=None) if _what(row) in ahead]
    for twin, row in seen:
        for name in SEEN:
            setattr(twin, name, getattr(row, name))
        twin.save()
    return [twin for twin, _row in seen]


def _planned_since(earlier: ActionPlan, edition: ActionPlan, twins: dict[uuid.UUID, Measure]) -> list[FollowUp]:
    """Days that were planned on the earlier edition after this one was begun."""
    known = {_what(row) for row in _looks(edition)}
    later = _looks(earlier).filter(done_on=None, created_at__gt=edition.created_at, measure__line__in=twins)
    indicators = {(one.measure_id, one.name): one for one in edition.indicators.all()}
    pairs = [(row, twins[row.measure.line]) for row in later if _what(row) not in known]
    return FollowUp.objects.bulk_create(
        FollowUp(plan=edition, measure=twin, due_on=row.due_on, indicator=indicators.get((twin.pk, _name_of(row))))
        for row, twin in pairs
    )


def _looks(plan: ActionPlan) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(plan=plan).select_related("measure", "indicator")


def _what(row: FollowUp) -> tuple[object, ...]:
    """What a follow-up is known by in all editions."""
    return row.measure.line, row.due_on, _name_of(row)


def _name_of(row: FollowUp) -> str:
    return row.indicator.name if row.indicator else ""
