"""A topic's page: where it has been raised, who coordinates it, what the forums answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.models import Coordinator, Placement, Topic
from forum.policies import can_administer, can_coordinate
from forum.selectors.carriers import carriers_of_topic
from forum.selectors.support_lines import lines_for_reader
from forum.web.acting import find, signed_in
from forum.web.actor import actor_of
from meetings.selectors.coverage import coverage_for_reader
from meetings.selectors.topic_figures import figures_of_topic

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@signed_in
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Forum · last raised · planned · answer, never raised first."""
    actor = actor_of(request)
    found = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    rows = coverage_for_reader(actor, found)
    today, may_coordinate = timezone.localdate(), can_coordinate(actor, found)
    coordinators = Coordinator.objects.filter(topic=found).exclude(ends_on__lt=today)
    proposals = Placement.objects.visible_to(actor).filter(topic=found).select_related("forum", "answered_by", "topic")
    context = {
        "topic": found,
        "rows": rows,
        "raised": sum(row.last is not None for row in rows),
        "never": sum(row.never for row in rows),
        "waiting": sum(row.placement is not None and row.placement.state == "proposed" for row in rows),
        "to_propose": sum(row.never and row.can_be_proposed and not row.forum.external for row in rows),
        "coordinators": coordinators.select_related("person", "deputy", "organisation"),
        "proposals": proposals.order_by("-created_at", "forum__name"),
        "may_coordinate": may_coordinate,
        "carriers": carriers_of_topic(actor, found) if may_coordinate and not found.archived_at else [],
        "may_appoint": can_administer(actor),
        "figures": figures_of_topic(actor, found),
        "support": lines_for_reader(actor, found),
        "today": today,
    }
    return render(request, "meetings/topic.html", context)
