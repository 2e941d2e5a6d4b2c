"""How measures are measured, and that somebody looks at them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import STANDING_PLANS, ReminderKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import FollowUp, Indicator, Measure, Person
from forum.services.days import refuse_today_and_before
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.follow_up_reminders import remind_of_follow_ups
from forum.services.plans import lock_writable_plan
from forum.services.reminders import Occasion, plan_reminders
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from datetime import date
    from decimal import Decimal


@transaction.atomic
def add_indicator(*, measure: Measure, name: str, **facts: Any) -> Indicator:
    """How one sees that a measure works: `measured_in` (a unit), `baseline`, `target`, `method`. Coordinators, until adoption.

    Raises `InvalidInputError`, `ConflictError`.
    """
    plan = lock_writable_plan(measure.plan_id)
    return _save_indicator(Indicator(plan=plan, measure=measure), {"name": name, **facts})


@transaction.atomic
def change_indicator(*, indicator_id: uuid.UUID, version: int | None, **facts: Any) -> Indicator:
    """Changes an indicator. Coordinators, until adoption. Raises as `add_indicator`, and `StaleVersionError`."""
    lock_writable_plan(Indicator.objects.values_list("plan", flat=True).get(pk=indicator_id))
    return _save_indicator(lock_version(Indicator, indicator_id, version), facts).refreshed()


@transaction.atomic
def remove_indicator(*, indicator_id: uuid.UUID, version: int | None) -> None:
    """Takes an indicator away. Coordinators, until adoption. Raises `ConflictError`, `StaleVersionError`."""
    lock_writable_plan(Indicator.objects.values_list("plan", flat=True).get(pk=indicator_id))
    lock_version(Indicator, indicator_id, version).delete()


def _save_indicator(indicator: Indicator, facts: dict[str, Any]) -> Indicator:
    for name, value in facts.items():
        text = name in {"name", "measured_in", "method"}
        setattr(indicator, name, clean_text(value, single_line=name != "method") if text else value)
    if not indicator.name:
        raise InvalidInputError(_("Write what is counted or measured."), field="name")
    if indicator.target is not None and not indicator.method:
        raise InvalidInputError(_("Write how it is measured, so that the next value can be compared."), field="method")
    refuse_what_does_not_fit(indicator)
    indicator.save()
    return indicator


@transaction.atomic
def plan_follow_up(*, measure: Measure, due_on: date, indicator: Indicator | None = None) -> FollowUp:
    """A day on which the measure is looked at again. Coordinators, also after adoption. Raises `InvalidInputError`, `ConflictError`."""
    if measure.plan.state not in STANDING_PLANS:
        raise ConflictError(_("The plan is over. Plan the follow-up in the edition that is in force."))
    if due_on < timezone.localdate():
        raise InvalidInputError(_("The day has passed. Choose today or a later day."), field="due_on")
    if indicator and indicator.measure_id != measure.pk:
        raise InvalidInputError(_("Choose an indicator of this measure."), field="indicator")
    row = FollowUp.objects.create(plan=measure.plan, measure=measure, due_on=due_on, indicator=indicator)
    remind_of_follow_ups([row], new=True)
    return row


@transaction.atomic
def log_follow_up(
    *,
    follow_up_id: uuid.UUID,
    version: int | None,
    outcome: str,
    value: Decimal | None = None,
    followed_by: Person | None = None,
    next_on: date | None = None,
) -> FollowUp:
    """What was seen, with the indicator's value when it has one; `next_on` plans the next. Coordinators, the measure's owner.

    Can be corrected afterwards. Raises `InvalidInputError` without words, `StaleVersionError`.
    """
    row = lock_version(FollowUp, follow_up_id, version)
    words = clean_text(outcome)
    if not words:
        raise InvalidInputError(_("Write what you saw, in a sentence or two."), field="outcome")
    refuse_today_and_before(next_on, field="next_on")
    row.outcome, row.value, row.followed_by = words, value, followed_by
    row.done_on = row.done_on or timezone.localdate()
    row.save()
    remind_of_follow_ups([row])
    if next_on:
        plan_follow_up(measure=row.measure, due_on=next_on, indicator=row.indicator)
    return row.refreshed()


@transaction.atomic
def remove_follow_up(*, follow_up_id: uuid.UUID, version: int | None) -> None:
    """Takes a day away on which nothing was followed up. Coordinators. Raises `ConflictError`, `StaleVersionError`."""
    row = lock_version(FollowUp, follow_up_id, version)
    if row.done_on:
        raise ConflictError(_("What was seen stays in the plan's history."))
    plan_reminders(forum=None, occasions=[Occasion(ReminderKind.FOLLOW_UP, row.pk, None)])
    row.delete()
