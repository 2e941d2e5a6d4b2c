"""Measures of a plan: write, change, take away, and say how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import Measure
from forum.policies import can_report_measure
from forum.services.measures import add_measure, change_measure, remove_measure, report_measure
from forum.web.acting import act_at_once, attempt, done, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.measure_forms import MeasureChangeForm, MeasureForm, ReportForm
from forum.web.plan_parts import edited_part, measure_url, readable_part, save_or_show, way_to_measure
from forum.web.plans import edited_plan, plan_url, way_to_plan

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

MEASURE = (
    "title", "finding", "goal", "description", "owner_organisation", "owner_unit", "owner_function", "owner_person",
    "partners", "target_group", "level", "starts_on", "due_on", "funding", "cost", "version",
)  # fmt: skip


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
    measure: Measure = edited_part(request, Measure, slug, pk)
    initial = {name: getattr(measure, name) for name in MEASURE}
    form = MeasureChangeForm(posted(request), actor=actor_of(request), plan=measure.plan, initial=initial)
    words = (_("Change the measure"), _("The measure is saved."))
    return save_or_show(
        request, form, lambda data: change_measure(measure_id=measure.pk, **data), words, way=way_to_measure(measure)
    )


@signed_in
@require_POST
def measure_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = edited_part(request, Measure, slug, pk)
    version, to = version_of(request), plan_url(measure.plan)
    return act_at_once(
        request, lambda: remove_measure(measure_id=measure.pk, version=version), _("The measure is gone."), to
    )


@signed_in
def report(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """How it goes; the measure's owner may say so too."""
    measure: Measure = readable_part(request, Measure, slug, pk)
    require(can_report_measure(actor_of(request), measure))
    initial = {"state": measure.state, "result": measure.result, "version": measure.version}
    form = ReportForm(posted(request), initial=initial)
    words = (_("How does it go?"), _("It is noted how the measure goes."))
    return save_or_show(
        request, form, lambda data: report_measure(measure_id=measure.pk, **data), words, way=way_to_measure(measure)
    )
