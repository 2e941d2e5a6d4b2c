"""A topic's page: where it has been raised, who coordinates it, what the forums answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.models import ActionPlan, Coordinator, Placement, Topic
from forum.policies import can_administer, can_coordinate
from forum.selectors.carriers import carriers_of_topic
from forum.selectors.support_lines import lines_for_reader
from forum.web.acting import find, page_of, signed_in
from forum.web.actor import actor_of
from meetings.selectors.coverage import coverage_for_reader
from meetings.selectors.evidence import chain_keys, threads_for_reader
from meetings.selectors.topic_figures import figures_of_topic

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor


SHOWN, CHAINS = 25, 3


@signed_in
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The forums with the largest gaps, period by period, and the newest proposals; all the others are a page away."""
    actor = actor_of(request)
    found = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    coverage = coverage_for_reader(actor, found)
    today, may_coordinate = timezone.localdate(), can_coordinate(actor, found)
    coordinators = Coordinator.objects.filter(topic=found).exclude(ends_on__lt=today)
    proposals = Placement.objects.visible_to(actor).filter(topic=found).select_related("forum", "answered_by", "topic")
    context = {
        "topic": found,
        "coverage": coverage,
        "rows": coverage.rows[:SHOWN],
        "placed": [(None, row) for row in coverage.rows[:SHOWN]],
        "coordinators": coordinators.select_related("person", "deputy", "organisation"),
        "page": page_of(request, proposals.order_by("-created_at", "forum__name", "pk"), size=SHOWN),
        "may_coordinate": may_coordinate,
        "carriers": carriers_of_topic(actor, found) if may_coordinate and not found.archived_at else [],
        "may_appoint": can_administer(actor),
        "figures": figures_of_topic(actor, found),
        **_chains(actor, found),
        "support": lines_for_reader(actor, found),
        "today": today,
    }
    return render(request, "meetings/topic.html", context)


def _chains(actor: Actor, found: Topic) -> dict[str, Any]:
    """The first of what was found with what came of it; nothing more is asked where there is neither finding nor measure."""
    keys = chain_keys(actor, found, most=CHAINS)
    if not keys:
        return {"threads": []}
    edited = list(ActionPlan.objects.edited_by(actor).filter(topic=found))
    return {
        "threads": threads_for_reader(actor, found, keys)[:CHAINS],
        "edited": edited,
        "plan": next((plan for plan in edited if plan.writable), None),
    }
