"""Goals of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import Goal
from forum.services.measures import add_goal, change_goal, remove_goal
from forum.web.acting import act_at_once, attempt, done, posted, show, signed_in, version_of
from forum.web.plan_forms import GoalChangeForm, GoalForm
from forum.web.plan_parts import edited_part, save_or_show
from forum.web.plans import edited_plan, plan_url, way_to_plan

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


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
    goal: Goal = edited_part(request, Goal, slug, pk)
    initial = {"text": goal.text, "description": goal.description, "version": goal.version}
    form = GoalChangeForm(posted(request), initial=initial)
    words = (_("Change the goal"), _("The goal is saved."))
    return save_or_show(
        request, form, lambda data: change_goal(goal_id=goal.pk, **data), words, way=way_to_plan(goal.plan)
    )


@signed_in
@require_POST
def goal_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    goal: Goal = edited_part(request, Goal, slug, pk)
    version = version_of(request)
    return act_at_once(
        request, lambda: remove_goal(goal_id=goal.pk, version=version), _("The goal is gone."), plan_url(goal.plan)
    )
