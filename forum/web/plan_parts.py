"""Goals, measures, indicators and follow-ups: one form each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import FollowUp, Goal, Indicator, Measure
from forum.policies import can_edit_plan, can_report_measure
from forum.services.follow_ups import (
    add_indicator,
    change_indicator,
    log_follow_up,
    plan_follow_up,
    remove_follow_up,
    remove_indicator,
)
from forum.services.measures import (
    add_goal,
    add_measure,
    change_goal,
    change_measure,
    remove_goal,
    remove_measure,
    report_measure,
)
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.plan_forms import (
    FollowUpForm,
    GoalChangeForm,
    GoalForm,
    IndicatorChangeForm,
    IndicatorForm,
    LogFollowUpForm,
    MeasureChangeForm,
    MeasureForm,
    ReportForm,
)
from forum.web.plans import edited_plan, plan_url, way_to_plan

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

MEASURE = (
    "title", "finding", "goal", "description", "owner_organisation", "owner_unit", "owner_function", "owner_person",
    "partners", "target_group", "level", "starts_on", "due_on", "funding", "cost", "version",
)  # fmt: skip
INDICATOR = ("name", "measured_in", "baseline", "target", "method", "version")


def measure_url(measure: Measure) -> str:
    return reverse("measure", args=[measure.plan.topic.slug, measure.pk])


def _part(request: HttpRequest, model: Any, slug: str, pk: uuid.UUID) -> Any:
    """A part of a plan for who may write the plan; 404 for strangers, 403 for readers."""
    row = _readable(request, model, slug, pk)
    require(can_edit_plan(actor_of(request), row.plan))
    return row


def _readable(request: HttpRequest, model: Any, slug: str, pk: uuid.UUID) -> Any:
    rows = model.objects.visible_to(actor_of(request)).select_related("plan__topic", "plan__organisation")
    return find(rows, pk=pk, plan__topic__slug=slug)


def _way(measure: Measure) -> list[tuple[str, str]]:
    return [*way_to_plan(measure.plan), (measure.title, measure_url(measure))]


@signed_in
def goal_new(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    plan = edited_plan(request, slug, plan_id)
    form = GoalForm(posted(request))
    if attempt(request, form, lambda data: add_goal(plan=plan, **data)):
        to, finding = plan_url(plan), request.GET.get("finding", "")
        if finding and form.result:  # on the way to the measure that answers to it
            query = urlencode({"goal": form.result.pk, "finding": finding})
            to = f"{reverse('measure-new', args=[slug, plan.pk])}?{query}"
        return done(request, _("The goal is added. Next: measures under it."), to)
    return show(
        request, "forum/form.html", form, title=_("Add a goal"), way=way_to_plan(plan), submit=_("Add the goal"),
        cancel_url=plan_url(plan),
    )  # fmt: skip


@signed_in
def goal_change(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    goal: Goal = _part(request, Goal, slug, pk)
    initial = {"text": goal.text, "description": goal.description, "version": goal.version}
    form = GoalChangeForm(posted(request), initial=initial)
    if attempt(request, form, lambda data: change_goal(goal_id=goal.pk, **data)):
        return done(request, _("The goal is saved."), plan_url(goal.plan))
    return show(
        request, "forum/form.html", form, title=_("Change the goal"), way=way_to_plan(goal.plan), submit=_("Save"),
        cancel_url=plan_url(goal.plan),
    )  # fmt: skip


@signed_in
@require_POST
def goal_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    goal: Goal = _part(request, Goal, slug, pk)
    version = version_of(request)
    return act_at_once(
        request, lambda: remove_goal(goal_id=goal.pk, version=version), _("The goal is gone."), plan_url(goal.plan)
    )


@signed_in
def measure_new(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """Under a goal, for a finding, as the address says: `?goal=…&finding=…`."""
    plan = edited_plan(request, slug, plan_id)
    if not plan.goals.exists():
        query = urlencode({"finding": request.GET.get("finding", "")})
        to = f"{reverse('goal-new', args=[slug, plan_id])}?{query}"
        return done(request, _("A measure stands under a goal. Write the goal first."), to)
    initial: dict[str, Any] = {name: request.GET.get(name) for name in ("goal", "finding")}
    initial["goal"] = initial["goal"] or getattr(plan.goals.first(), "pk", None)
    initial["owner_organisation"] = plan.organisation_id
    form = MeasureForm(posted(request), actor=actor_of(request), plan=plan, initial=initial)
    if attempt(request, form, lambda data: add_measure(**data)):
        return done(request, _("The measure is added."), measure_url(form.result) if form.result else plan_url(plan))
    return show(
        request, "forum/form.html", form, title=_("Add a measure"), way=way_to_plan(plan), submit=_("Add the measure"),
        cancel_url=plan_url(plan),
    )  # fmt: skip


@signed_in
def measure_change(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = _part(request, Measure, slug, pk)
    initial = {name: getattr(measure, name) for name in MEASURE}
    form = MeasureChangeForm(posted(request), actor=actor_of(request), plan=measure.plan, initial=initial)
    if attempt(request, form, lambda data: change_measure(measure_id=measure.pk, **data)):
        return done(request, _("The measure is saved."), measure_url(measure))
    return show(
        request, "forum/form.html", form, title=_("Change the measure"), way=_way(measure), submit=_("Save"),
        cancel_url=measure_url(measure),
    )  # fmt: skip


@signed_in
@require_POST
def measure_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = _part(request, Measure, slug, pk)
    version, to = version_of(request), plan_url(measure.plan)
    return act_at_once(
        request, lambda: remove_measure(measure_id=measure.pk, version=version), _("The measure is gone."), to
    )


@signed_in
def report(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """How it goes; the measure's owner may say so too."""
    measure: Measure = _readable(request, Measure, slug, pk)
    require(can_report_measure(actor_of(request), measure))
    initial = {"state": measure.state, "result": measure.result, "version": measure.version}
    form = ReportForm(posted(request), initial=initial)
    if attempt(request, form, lambda data: report_measure(measure_id=measure.pk, **data)):
        return done(request, _("It is noted how the measure goes."), measure_url(measure))
    return show(
        request, "forum/form.html", form, title=_("How does it go?"), way=_way(measure), submit=_("Save"),
        cancel_url=measure_url(measure),
    )  # fmt: skip


@signed_in
def indicator_new(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = _part(request, Measure, slug, pk)
    form = IndicatorForm(posted(request))
    if attempt(request, form, lambda data: add_indicator(measure=measure, **data)):
        return done(request, _("The indicator is added."), measure_url(measure))
    return show(
        request, "forum/form.html", form, title=_("Add an indicator"), way=_way(measure), submit=_("Add the indicator"),
        cancel_url=measure_url(measure),
    )  # fmt: skip


@signed_in
def indicator_change(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    indicator: Indicator = _part(request, Indicator, slug, pk)
    form = IndicatorChangeForm(posted(request), initial={name: getattr(indicator, name) for name in INDICATOR})
    to = measure_url(indicator.measure)
    if attempt(request, form, lambda data: change_indicator(indicator_id=indicator.pk, **data)):
        return done(request, _("The indicator is saved."), to)
    return show(
        request, "forum/form.html", form, title=_("Change the indicator"), way=_way(indicator.measure), submit=_("Save"),
        cancel_url=to,
    )  # fmt: skip


@signed_in
@require_POST
def indicator_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    indicator: Indicator = _part(request, Indicator, slug, pk)
    version, to = version_of(request), measure_url(indicator.measure)
    return act_at_once(
        request, lambda: remove_indicator(indicator_id=indicator.pk, version=version), _("The indicator is gone."), to
    )


@signed_in
def follow_up_new(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = _part(request, Measure, slug, pk)
    form = FollowUpForm(posted(request), measure=measure)
    if attempt(request, form, lambda data: plan_follow_up(measure=measure, **data)):
        return done(request, _("The follow-up is planned. Its owner is reminded."), measure_url(measure))
    return show(
        request, "forum/form.html", form, title=_("Plan a follow-up"), way=_way(measure), submit=_("Plan"),
        cancel_url=measure_url(measure),
    )  # fmt: skip


@signed_in
def follow_up(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """What was seen; the measure's owner may say so too."""
    row: FollowUp = _readable(request, FollowUp, slug, pk)
    require(can_report_measure(actor_of(request), row.measure))
    person = person_of(request)
    initial = {"outcome": row.outcome, "value": row.value, "version": row.version}
    form = LogFollowUpForm(posted(request), indicator=row.indicator, initial=initial)
    to = measure_url(row.measure)
    if attempt(request, form, lambda data: log_follow_up(follow_up_id=row.pk, followed_by=person, **data)):
        return done(request, _("The follow-up is saved."), to)
    return show(
        request, "forum/form.html", form, title=_("Follow up: %(measure)s") % {"measure": row.measure.title},
        way=_way(row.measure), submit=_("Save"), cancel_url=to,
    )  # fmt: skip


@signed_in
@require_POST
def follow_up_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    row: FollowUp = _part(request, FollowUp, slug, pk)
    version, to = version_of(request), measure_url(row.measure)
    return act_at_once(
        request, lambda: remove_follow_up(follow_up_id=row.pk, version=version), _("The follow-up is gone."), to
    )
