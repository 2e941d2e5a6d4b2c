from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import PlanState
from forum.errors import ConflictError, InvalidInputError
from forum.models import ActionPlan, AdoptionStep, Organisation, Topic
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_organisation
from forum.services.plan_copies import copy_contents, take_over_reports
from forum.services.text import clean_text
from forum.services.upkeep import plan_revision
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from datetime import date

LINES = ("title", "responsible")
TEXTS = ("summary", "funding")
DATES = ("valid_from", "valid_until", "revise_by")


@transaction.atomic
def begin_plan(*, topic: Topic, organisation: Organisation, title: str, **facts: Any) -> ActionPlan:
    """A first edition of an organisation's plan for a topic, as a draft. Coordinators of the topic there, the host's administrator.

    `facts`: summary, funding, responsible, valid_from, valid_until (None = until further notice), revise_by.
    Raises `InvalidInputError`, `ConflictError` when there is a plan already.
    """
    lock_organisation(organisation)
    standing = ActionPlan.objects.filter(topic=topic, organisation=organisation).exclude(state=PlanState.REVOKED)
    if standing.exists():
        raise ConflictError(_("There is a plan for the topic already. Make a new edition of it instead."))
    edition = _last_edition(topic, organisation) + 1
    plan = ActionPlan(topic=topic, organisation=organisation, edition=edition)
    _apply(plan, {"title": title, **facts})
    plan.save()
    return plan


def _last_edition(topic: Topic, organisation: Organisation) -> int:
    rows = ActionPlan.objects.filter(topic=topic, organisation=organisation)
    return int(rows.aggregate(last=Max("edition"))["last"] or 0)


def _apply(plan: ActionPlan, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(plan, name, clean_text(value, single_line=name in LINES) if name in LINES + TEXTS else value)
    if not plan.title:
        raise InvalidInputError(_("Write what the plan is called."), field="title")
    refuse_wrong_order(plan.valid_from, plan.valid_until, field="valid_until")
    refuse_what_does_not_fit(plan)


def lock_writable_plan(plan_id: uuid.UUID, version: int | None = None) -> ActionPlan:
    """The plan, locked, while its words may still be changed. Raises `ConflictError` when it is adopted or over."""
    plan = lock_version(ActionPlan, plan_id, version)
    if not plan.writable:
        raise ConflictError(
            _("The plan is %(state)s, so its words stand. Make a new edition to change it.")
            % {"state": plan.state.label.lower()},
            code="not_writable",
        )
    return plan


@transaction.atomic
def change_plan(*, plan_id: uuid.UUID, version: int | None, **facts: Any) -> ActionPlan:
    """Changes title, summary, funding, who is responsible, validity. Its coordinators, until it is adopted.

    Raises `InvalidInputError`, `ConflictError`, `StaleVersionError`.
    """
    plan = lock_writable_plan(plan_id, version)
    _apply(plan, facts)
    plan.save()
    return plan.refreshed()


@transaction.atomic
def discard_draft(*, plan_id: uuid.UUID, version: int | None) -> None:
    """Takes away a draft that was never sent to anybody. Its coordinators. Raises `ConflictError`, `StaleVersionError`."""
    plan = lock_version(ActionPlan, plan_id, version)
    if plan.state != PlanState.DRAFT:
        raise ConflictError(_("The plan has been sent to others, so it stays. Revoke it instead."))
    plan.delete()


@transaction.atomic
def record_step(
    *,
    plan_id: uuid.UUID,
    version: int | None,
    body: str,
    decided_on: date,
    paragraph: str = "",
    registry_number: str = "",
    adopts: bool = False,
) -> AdoptionStep:
    """One station on the way: which body prepared or decided, when, under which §. The one that `adopts` puts the plan in force.

    Then the earlier edition is replaced. Coordinators. Raises `InvalidInputError` (adoption needs registry number and §),
    `ConflictError`, `StaleVersionError`.
    """
    plan = lock_writable_plan(plan_id, version)
    step = AdoptionStep(
        plan=plan, body=clean_text(body, single_line=True), decided_on=decided_on, adopts=adopts,
        paragraph=clean_text(paragraph, single_line=True).removeprefix("§").strip(),
        registry_number=clean_text(registry_number, single_line=True),
    )  # fmt: skip
    _check_step(plan, step)
    step.save()
    if adopts:
        _adopt(plan, step)
    else:
        touch(plan)
    return step


def touch(plan: ActionPlan) -> None:
    """What belongs to the plan has changed, so that the plan has a new version."""
    plan.modified_at = timezone.now()
    plan.save()


def _check_step(plan: ActionPlan, step: AdoptionStep) -> None:
    if not step.body:
        raise InvalidInputError(_("Write which body it was, for example the municipal council."), field="body")
    if step.decided_on > timezone.localdate():
        raise InvalidInputError(
            _("The day is still to come. Write the step when it has been taken."), field="decided_on"
        )
    refuse_what_does_not_fit(step)
    if not step.adopts:
        return
    if not step.registry_number:
        raise InvalidInputError(_("Write the registry number of the decision."), field="registry_number")
    if not step.paragraph:
        raise InvalidInputError(_("Write the § of the decision."), field="paragraph")
    if not plan.measures.exists():
        raise ConflictError(_("The plan has no measures yet. Add at least one before it is adopted."))
    if plan.valid_until and plan.valid_until < (plan.valid_from or step.decided_on):
        words = _("The plan's last day, %(day)s, is before that. Correct how long it is valid first.")
        raise InvalidInputError(words % {"day": plan.valid_until.isoformat()}, field="decided_on")


def _adopt(plan: ActionPlan, step: AdoptionStep) -> None:
    rows = ActionPlan.objects.filter(topic=plan.topic_id, organisation=plan.organisation_id, state=PlanState.ADOPTED)
    for earlier in rows:
        take_over_reports(earlier, plan)
        earlier.state, earlier.ended_on = PlanState.REVISED, step.decided_on
        earlier.save()
    plan.state = PlanState.ADOPTED
    plan.adopted_by, plan.adopted_on, plan.adopted_paragraph = step.body, step.decided_on, step.paragraph
    plan.registry_number = step.registry_number
    plan.valid_from = plan.valid_from or step.decided_on
    plan.save()
    plan_revision(plan)


@transaction.atomic
def revise_plan(*, plan_id: uuid.UUID, version: int | None) -> ActionPlan:
    """A new edition as a draft, with goals, measures, indicators and follow-ups ahead; decisions on measures go on to count.

    Coordinators. Raises `ConflictError` when it is not adopted, or a new edition is being written already; `StaleVersionError`.
    """
    plan = lock_version(ActionPlan, plan_id, version)
    if plan.state != PlanState.ADOPTED:
        raise ConflictError(_("Only an adopted plan gets a new edition."))
    edition = ActionPlan(
        topic=plan.topic, organisation=plan.organisation, revises=plan, edition=_last_edition(plan.topic, plan.organisation) + 1,
        **{name: getattr(plan, name) for name in (*LINES, *TEXTS)},
    )  # fmt: skip
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise ConflictError(_("A new edition is being written already. Go on with that one.")) from error
    copy_contents(plan, edition)
    return edition


@transaction.atomic
def revoke_plan(*, plan_id: uuid.UUID, version: int | None, on: date, reason: str) -> ActionPlan:
    """Ends a plan without a successor. Coordinators. Raises `InvalidInputError` without a reason, `ConflictError`, `StaleVersionError`."""
    plan = lock_version(ActionPlan, plan_id, version)
    if plan.state not in {PlanState.ADOPTED, PlanState.CONSULTATION}:
        raise ConflictError(_("The plan is not in force."))
    plan.ended_reason = clean_text(reason)
    if not plan.ended_reason:
        raise InvalidInputError(_("Write why the plan is revoked, and who decided it."), field="reason")
    plan.state, plan.ended_on = PlanState.REVOKED, on
    plan.save()
    return plan.refreshed()
