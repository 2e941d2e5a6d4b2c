"""A topic's action plan, its measures, and the chain from what was found to what came of it."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Prefetch, Q, Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.enums import STANDING_PLANS, PlanState
from forum.models import (
    ActionPlan,
    Agreement,
    ConsultationRemark,
    Consultee,
    Measure,
    Placement,
    TargetGroup,
    Topic,
    TrainingActivity,
)
from forum.models.counting import count_of
from forum.policies import can_edit_plan, can_reply, can_report_measure
from forum.web.acting import find, page_of, signed_in
from forum.web.actor import actor_of
from forum.web.plans import organisation_of
from meetings.enums import BreakKind
from meetings.models import ActionItem, Decision
from meetings.selectors.documents import plan_documents_for_reader
from meetings.selectors.evidence import chain_keys, keys_about, threads_for_reader
from meetings.selectors.plan_breaks import breaks_for_reader, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.functions import Coalesce
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor, Goal

CHAINS, BREAKS = 10, 25
ASKED = ("consultee__organisation", "consultee__unit", "consultee__person")
ABOUT = ("finding", "measure", "decision", "action")


def _topic(request: HttpRequest, slug: str) -> Topic:
    topic: Topic = find(Topic.objects.visible_to(actor_of(request)), slug=slug)
    return topic


@signed_in
@require_safe
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to the plan: the reader's own organisation's in force, `?edition=draft` the one being written; else what there is."""
    actor, topic = actor_of(request), _topic(request, slug)
    rows = ActionPlan.objects.visible_to(actor).filter(topic=topic).select_related("organisation")
    found = list(rows.order_by("-organisation__is_host", "organisation__name", "-edition"))
    written = organisation_of(actor, topic)
    mine = written or getattr(getattr(actor, "person", None), "organisation", None)
    own = [plan for plan in found if mine and plan.organisation_id == mine.pk and plan.state in STANDING_PLANS]
    wanted = PlanState.ADOPTED if request.GET.get("edition") != "draft" else PlanState.DRAFT
    best = next((plan for plan in own if plan.state == wanted), own[0] if own else None)
    if best and "all" not in request.GET:
        return redirect("plan", slug, best.pk)
    context = {"topic": topic, "plans": found, "may_begin": written is not None and not own}
    return render(request, "meetings/plans.html", context)


@signed_in
@require_safe
def plan(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """The plan as it is read: its facts, goals with measures, the way to adoption, and what addressees said."""
    actor = actor_of(request)
    rows = ActionPlan.objects.visible_to(actor).select_related("topic", "organisation", "revises")
    found: ActionPlan = find(rows, pk=plan_id, topic__slug=slug)
    asked = Consultee.objects.visible_to(actor).filter(plan=found).select_related("organisation", "unit", "person")
    consultees = list(asked)
    remarks = _remarks(actor, found) if any(one.replied_at for one in consultees) else []
    others = ActionPlan.objects.visible_to(actor).filter(topic=found.topic).exclude(pk=found.pk)
    context = {
        "plan": found,
        "topic": found.topic,
        "goals": _with_remarks(_goals(actor, found), remarks),
        "unplaced": [one for one in remarks if one.goal_id is None and one.measure_id is None],
        "steps": found.steps.all(),
        "consultees": consultees,
        "to_answer": [one for one in consultees if can_reply(actor, one) and found.state == PlanState.CONSULTATION],
        "may_edit": can_edit_plan(actor, found),
        "documents": plan_documents_for_reader(actor, found),
        "standing": found.state in STANDING_PLANS,
        "agreements": Agreement.objects.visible_to(actor).filter(
            plan__topic=found.topic, plan__organisation=found.organisation
        ),
        "others": others.select_related("organisation").order_by("organisation__name", "-edition"),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/plan.html", context)


def _remarks(actor: Actor, found: ActionPlan) -> list[ConsultationRemark]:
    """What those who were asked said of parts of the plan, by measure, for who may read it."""
    rows = ConsultationRemark.objects.visible_to(actor).filter(consultee__plan=found)
    return list(rows.select_related(*ASKED, "measure").order_by(F("measure__number").asc(nulls_first=True), "pk"))


def _with_remarks(goals: Iterable[Goal], remarks: list[ConsultationRemark]) -> list[Goal]:
    """Goals with `said`: of the goal itself and of its measures."""
    rows: list[Any] = list(goals)
    for goal in rows:
        own = {measure.pk for measure in goal.measures.all()}
        goal.said = [one for one in remarks if one.goal_id == goal.pk or one.measure_id in own]
    return rows


def _goals(actor: Actor, found: ActionPlan) -> Any:
    """With measures, each with how many decisions and actions the reader may see; those of earlier editions go on to count."""
    measures = Measure.objects.select_related("owner_organisation", "owner_unit", "forum", "finding").annotate(
        decided=_tied(Decision, actor), given=_tied(ActionItem, actor)
    )
    return found.goals.prefetch_related(Prefetch("measures", measures))


def _tied(model: type[Decision | ActionItem], actor: Actor) -> Coalesce:
    rows = model.objects.filter(pk__in=model.objects.visible_to(actor).order_by().values("pk"))
    return count_of(rows.filter(measure__line=OuterRef("line")), "measure__line")


@signed_in
@require_safe
def measure(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """One measure: its facts, its chain, how it is measured and followed up."""
    actor = actor_of(request)
    related = ("plan__topic", "plan__organisation", "goal", "owner_organisation", "owner_unit", "owner_person", "forum")
    found: Measure = find(Measure.objects.visible_to(actor).select_related(*related), pk=pk, plan__topic__slug=slug)
    threads = threads_for_reader(actor, found.plan.topic, [("line", found.line)])
    context = {
        "measure": found,
        "plan": found.plan,
        "topic": found.plan.topic,
        "threads": threads,
        "indicators": found.indicators.all(),
        "follow_ups": found.follow_ups.select_related("indicator", "followed_by"),
        "trainings": _trainings(actor, found),
        "remarks": ConsultationRemark.objects.visible_to(actor).filter(measure=found).select_related(*ASKED, "measure"),
        "placements": Placement.objects.visible_to(actor).filter(measure__line=found.line).select_related("forum"),
        "may_edit": can_edit_plan(actor, found.plan),
        "may_report": can_report_measure(actor, found) and found.plan.state == PlanState.ADOPTED,
        "today": timezone.localdate(),
    }
    return render(request, "meetings/measure.html", context)


def _trainings(actor: Actor, found: Measure) -> Any:
    """Those that carry the measure out, in any edition, with the heads of the groups that the reader may see."""
    groups = TargetGroup.objects.visible_to(actor).order_by().values("pk")
    rows = TrainingActivity.objects.visible_to(actor).filter(measure__line=found.line)
    return rows.annotate(heads=Sum("participations__count", filter=Q(participations__group__in=groups)))


@signed_in
@require_safe
def chain(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of what was found. `?finding=`, `?measure=`, `?decision=`, `?action=`: the chain in which that one stands."""
    actor, topic = actor_of(request), _topic(request, slug)
    about = next(((kind, request.GET[kind]) for kind in ABOUT if kind in request.GET), None)
    keys = keys_about(actor, topic, kind=about[0], object_id=_uuid(about[1])) if about else chain_keys(actor, topic)
    if about and not keys:
        raise Http404
    page = page_of(request, keys, size=CHAINS)
    context = {
        "topic": topic,
        "page": page,
        "threads": threads_for_reader(actor, topic, list(page.object_list)),
        "about": about,
        "edited": (edited := _edited(actor, topic)),
        "plan": _writable(edited),
    }
    return render(request, "meetings/plan_chain.html", context)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


def _edited(actor: Actor, topic: Topic) -> list[ActionPlan]:
    return list(ActionPlan.objects.edited_by(actor).filter(topic=topic))


def _writable(edited: list[ActionPlan]) -> ActionPlan | None:
    """The plan into which a measure can be written now."""
    return next((one for one in edited if one.writable), None)


@signed_in
@require_safe
def breaks(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the chain is broken, worst first; `?kind=` one kind alone."""
    actor, topic = actor_of(request), _topic(request, slug)
    found = breaks_for_reader(actor, topic)
    counts = Counter(one.kind for one in found)
    wanted = request.GET.get("kind", "")
    page = page_of(
        request, [one for one in found if one.kind == wanted] if wanted in BreakKind.values else found, size=BREAKS
    )
    rows = rows_of(page.object_list)
    address = reverse("plan-breaks", args=[slug])
    context = {
        "topic": topic,
        "page": page,
        "shown": [(one, rows[one.object_id]) for one in page.object_list if one.object_id in rows],
        "kinds": [(kind, kind.label, counts[kind], f"{address}?kind={kind.value}") for kind in BreakKind],
        "all": len(found),
        "wanted": wanted,
        "edited": _edited(actor, topic),
    }
    return render(request, "meetings/plan_breaks.html", context)
