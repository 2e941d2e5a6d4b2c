"""Two versions of minutes beside each other, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.web.acting import find, signed_in
from forum.web.actor import actor_of
from meetings.models import Minutes
from meetings.services.minutes_changes import differences
from meetings.web.access import latest_version, meeting_for_reader, standing
from meetings.web.minutes import seen_content

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
@require_safe
def changes_page(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """What a version changed in the one before it, as the reader may see both."""
    meeting, actor = meeting_for_reader(request, meeting_id), actor_of(request)
    rows = Minutes.objects.visible_to(actor).filter(meeting=meeting).defer("pdf")
    newer, older = find(rows, number=number), find(rows, number=number - 1)
    found = differences(seen_content(older, actor), seen_content(newer, actor))
    context = {
        **standing(request, meeting, latest_version(meeting)),
        "newer": newer,
        "older": older,
        "differences": found,
    }
    return render(request, "meetings/minutes_changes.html", context)
