"""Everything that is open about a question, on one page, for whoever takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.models import Topic
from forum.policies import can_coordinate
from forum.selectors.coordinators import organisations_coordinated
from forum.web.acting import find, require, signed_in
from forum.web.actor import actor_of
from forum.web.pictures import way_to
from meetings.selectors.coordinator_open import open_for_reader
from meetings.selectors.coverage import coverage_for_reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

GAPS = 30


@signed_in
@require_safe
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """For coordinators and administrators, each with what he or she may read."""
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_coordinate(actor, topic))
    never = [row for row in coverage_for_reader(actor, topic).rows if row.never]
    context = {
        "topic": topic,
        "way": way_to(topic, top=True),
        "lists": open_for_reader(actor, topic),
        "never": never[:GAPS],
        "never_count": len(never),
        "today": timezone.localdate(),
        "may_note": organisations_coordinated(actor, topic).exists(),
    }
    return render(request, "meetings/topic_handover.html", context)
