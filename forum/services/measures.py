from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import UNFINISHED_MEASURES, MeasureState, PlanState
from forum.errors import ConflictError, InvalidInputError
from forum.models import ActionPlan, Goal, Measure
from forum.services.belonging import refuse_unit_of_others
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.plans import lock_writable_plan
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid

LINES = ("title", "target_group", "owner_function", "partners")
TEXTS = ("description", "funding")


@transaction.atomic
def add_goal(*, plan: ActionPlan, text: str, description: str = "") -> Goal:
    """What is to be reached, last in the plan. Coordinators, until the plan is adopted. Raises `InvalidInputError`, `ConflictError`."""
    plan = lock_writable_plan(plan.pk)
    last = plan.goals.aggregate(last=Max("position"))["last"] or 0
    return _save_goal(Goal(plan=plan, position=last + 1), text, description)


@transaction.atomic
def change_goal(*, goal_id: uuid.UUID, version: int | None, text: str, description: str = "") -> Goal:
    """Other words for a goal. Coordinators. Raises as `add_goal`, and `StaleVersionError`."""
    lock_writable_plan(Goal.objects.values_list("plan", flat=True).get(pk=goal_id))
    return _save_goal(lock_version(Goal, goal_id, version), text, description).refreshed()


def _save_goal(goal: Goal, text: str, description: str) -> Goal:
    goal.text, goal.description = clean_text(text, single_line=True), clean_text(description)
    if not goal.text:
        raise InvalidInputError(_("Write what is to be reached."), field="text")
    refuse_what_does_not_fit(goal)
    goal.save()
    return goal


@transaction.atomic
def remove_goal(*, goal_id: uuid.UUID, version: int | None) -> None:
    """Takes a goal away that has no measures. Coordinators. Raises `ConflictError`, `StaleVersionError`."""
    lock_writable_plan(Goal.objects.values_list("plan", flat=True).get(pk=goal_id))
    goal = lock_version(Goal, goal_id, version)
    if goal.measures.exists():
        raise ConflictError(_("The goal has measures. Move them to another goal, or take them away first."))
    goal.delete()


@transaction.atomic
def add_measure(*, goal: Goal, title: str, **facts: Any) -> Measure:
    """Something to do for a goal; numbered in its plan. Coordinators, until the plan is adopted.

    `facts`: owner_organisation (needed), owner_unit, owner_person, owner_function, finding, description, level, target_group,
    partners, starts_on, due_on, funding, cost (kronor). Raises `InvalidInputError` (no owner, days in the wrong order), `ConflictError`.
    """
    plan = lock_writable_plan(goal.plan_id)
    last = plan.measures.aggregate(last=Max("number"))["last"] or 0
    measure = Measure(plan=plan, goal=goal, number=last + 1)
    _apply(measure, {"title": title, **facts})
    measure.save()
    return measure


@transaction.atomic
def change_measure(*, measure_id: uuid.UUID, version: int | None, **facts: Any) -> Measure:
    """Changes a measure. Coordinators, until the plan is adopted. Raises as `add_measure`, and `StaleVersionError`."""
    lock_writable_plan(Measure.objects.values_list("plan", flat=True).get(pk=measure_id))
    measure = lock_version(Measure, measure_id, version)
    _apply(measure, facts)
    measure.save()
    return measure.refreshed()


def _apply(measure: Measure, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(measure, name, clean_text(value, single_line=name in LINES) if name in LINES + TEXTS else value)
    if not measure.title:
        raise InvalidInputError(_("Write what is to be done."), field="title")
    _check_owner(measure)
    refuse_wrong_order(measure.starts_on, measure.due_on, field="due_on")
    if measure.finding and measure.finding.topic_id != measure.plan.topic_id:
        raise InvalidInputError(_("Choose a finding of this topic."), field="finding")
    if measure.goal.plan_id != measure.plan_id:
        raise InvalidInputError(_("Choose a goal of the same plan."), field="goal")
    refuse_what_does_not_fit(measure)


def _check_owner(measure: Measure) -> None:
    organisation: Any = measure.owner_organisation_id  # nothing, before it is saved
    if organisation is None:
        words = _(
            "A measure needs an owner. Choose the organisation that answers for it, and a unit or function if you can."
        )
        raise InvalidInputError(words, code="no_owner", field="owner_organisation")
    refuse_unit_of_others(measure.owner_unit, organisation, field="owner_unit")
    if measure.owner_person and measure.owner_person.organisation_id != organisation:
        words = _(
            "The person works for another organisation. Choose somebody of the organisation that owns the measure."
        )
        raise InvalidInputError(words, field="owner_person")


@transaction.atomic
def remove_measure(*, measure_id: uuid.UUID, version: int | None) -> None:
    """Takes a measure out of a plan that is being written; the others keep their numbers. Coordinators.

    Raises `ConflictError`, `StaleVersionError`.
    """
    lock_writable_plan(Measure.objects.values_list("plan", flat=True).get(pk=measure_id))
    lock_version(Measure, measure_id, version).delete()


@transaction.atomic
def report_measure(*, measure_id: uuid.UUID, version: int | None, state: MeasureState, result: str = "") -> Measure:
    """How it goes with a measure of an adopted plan; what is done or stopped says what came of it. Coordinators, the measure's owner.

    Raises `InvalidInputError` without a result, `ConflictError` before adoption, `StaleVersionError`.
    """
    measure = lock_version(Measure, measure_id, version)
    if measure.plan.state != PlanState.ADOPTED:
        raise ConflictError(_("The plan is not in force, so there is nothing to report yet."))
    words = clean_text(result)
    over = state not in UNFINISHED_MEASURES
    if over and not words:
        raise InvalidInputError(_("Write what came of the measure, or why it was stopped."), field="result")
    measure.state, measure.result = state, words
    measure.finished_on = (measure.finished_on or timezone.localdate()) if over else None
    measure.save()
    return measure.refreshed()
