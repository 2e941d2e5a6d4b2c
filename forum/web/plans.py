"""A plan's own pages: begin, change, the way to adoption, a new edition, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.enums import PlanState
from forum.models import ActionPlan, Organisation, PersonActor, Topic
from forum.policies import can_edit_plan
from forum.selectors.coordinators import organisations_coordinated
from forum.services.plans import begin_plan, change_plan, discard_draft, record_step, revise_plan, revoke_plan
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.plan_forms import PlanChangeForm, PlanForm, RevokeForm, StepForm
from forum.web.topics import way_to_topic

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

FACTS = ("title", "summary", "responsible", "funding", "valid_from", "valid_until", "revise_by", "version")


def plan_url(plan: ActionPlan) -> str:
    return reverse("plan", args=[plan.topic.slug, plan.pk])


def way_to_plan(plan: ActionPlan) -> list[tuple[str, str]]:
    """Crumbs of a page below the plan's."""
    return [*way_to_topic(plan.topic), (plan.title, plan_url(plan))]


def organisation_of(actor: Actor, topic: Topic) -> Organisation | None:
    """For whom the person writes a plan: where he or she coordinates the topic, at home first; else the host, for administrators."""
    if not isinstance(actor, PersonActor):
        return None
    mine = list(organisations_coordinated(actor, topic))
    home = [one for one in mine if one.pk == actor.person.organisation_id]
    host = Organisation.objects.filter(is_host=True).first() if actor.person.is_administrator and not mine else None
    return next(iter(home or mine), host)


def may_begin(actor: Actor, topic: Topic) -> bool:
    """Whether there is no plan yet of whom the person writes for."""
    organisation = organisation_of(actor, topic)
    standing = ActionPlan.objects.filter(topic=topic, organisation=organisation).exclude(state=PlanState.REVOKED)
    return organisation is not None and not standing.exists()


def edited_plan(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> ActionPlan:
    """The plan for who may write it; 404 for strangers, 403 for readers."""
    actor = actor_of(request)
    rows = ActionPlan.objects.visible_to(actor).select_related("topic", "organisation")
    plan: ActionPlan = find(rows, pk=plan_id, topic__slug=slug)
    require(can_edit_plan(actor, plan))
    return plan


@signed_in
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    organisation = organisation_of(actor, topic)
    if organisation is None:
        raise PermissionDenied
    form = PlanForm(posted(request), initial={"title": _("Action plan: %(topic)s") % {"topic": topic.name}})
    back = reverse("plans", args=[slug])
    if attempt(request, form, lambda data: begin_plan(topic=topic, organisation=organisation, **data)):
        to = after_beginning(request, form.result) if form.result else back
        return done(request, _("The plan is begun, as a draft that you see alone. Next: goals and measures."), to)
    return show(
        request, "forum/form.html", form, title=_("Begin an action plan"), way=way_to_topic(topic), submit=_("Begin"),
        lede=_("For %(organisation)s. What was found becomes goals and measures, each with an owner and a day.")
        % {"organisation": organisation.name}, cancel_url=back,
    )  # fmt: skip


def after_beginning(request: HttpRequest, plan: ActionPlan) -> str:
    """The plan; for who came from a finding the first goal, on the way to the measure that answers to it."""
    finding = request.GET.get("finding", "")
    query = urlencode({"finding": finding})
    return f"{reverse('goal-new', args=[plan.topic.slug, plan.pk])}?{query}" if finding else plan_url(plan)


@signed_in
def change(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    plan = edited_plan(request, slug, plan_id)
    form = PlanChangeForm(posted(request), initial={name: getattr(plan, name) for name in FACTS})
    if attempt(request, form, lambda data: change_plan(plan_id=plan.pk, **data)):
        return done(request, _("The plan is saved."), plan_url(plan))
    return show(
        request, "forum/form.html", form, title=_("Change the plan"), way=way_to_plan(plan), submit=_("Save"),
        cancel_url=plan_url(plan),
    )  # fmt: skip


@signed_in
def step(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """One station on the way to adoption, and at last the adoption itself."""
    plan = edited_plan(request, slug, plan_id)
    initial = {"version": plan.version, "registry_number": _registry_number(plan)}
    form = StepForm(posted(request), initial=initial)

    def act(data: dict[str, Any]) -> object:
        return record_step(plan_id=plan.pk, **data)

    if attempt(request, form, act):
        adopted = form.cleaned_data["adopts"]
        words = (
            _("The plan is adopted and in force. Give its measures to forums.") if adopted else _("The step is noted.")
        )
        return done(request, words, plan_url(plan))
    return show(
        request, "forum/form.html", form, title=_("A step on the way to adoption"), way=way_to_plan(plan), submit=_("Save"),
        lede=_("Write each body that has dealt with the plan, in turn: the one that prepared, and last the one that adopted it."),
        cancel_url=plan_url(plan),
    )  # fmt: skip


def _registry_number(plan: ActionPlan) -> str:
    latest = plan.steps.exclude(registry_number="").last()
    return latest.registry_number if latest else ""


@signed_in
@require_POST
def discard(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    plan, version = edited_plan(request, slug, plan_id), version_of(request)
    to = reverse("plans", args=[slug])
    return act_at_once(request, lambda: discard_draft(plan_id=plan.pk, version=version), _("The draft is gone."), to)


@signed_in
@require_POST
def revise(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    plan, version = edited_plan(request, slug, plan_id), version_of(request)
    words = _("A new edition is begun. The one in force stands until the new one is adopted.")
    to = reverse("plans", args=[slug])
    return act_at_once(request, lambda: revise_plan(plan_id=plan.pk, version=version), words, f"{to}?edition=draft")


@signed_in
def revoke(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    plan = edited_plan(request, slug, plan_id)
    form = RevokeForm(posted(request), initial={"version": plan.version})
    if attempt(request, form, lambda data: revoke_plan(plan_id=plan.pk, **data)):
        return done(request, _("The plan is revoked. What was done under it stays readable."), plan_url(plan))
    return show(
        request, "forum/form.html", form, title=_("Revoke the plan"), way=way_to_plan(plan), submit=_("Revoke"),
        kind="stop", cancel_url=plan_url(plan),
    )  # fmt: skip
