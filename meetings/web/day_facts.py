"""What is told of a day while it is being chosen: its week, its name, who is busy elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.calendar.workdays import is_working_day, named_days
from forum.models import Forum
from forum.policies import can_edit_meetings
from forum.web.acting import find, require, signed_in
from forum.web.actor import actor_of
from meetings.selectors.clashes import clashes_for_editor, meetings_on_day

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

AT_LEAST = timedelta(minutes=1)


class DayForm(forms.Form):
    """As much of a day and its hours as has been typed."""

    day = forms.DateField()
    starts = forms.TimeField(required=False)
    ends = forms.TimeField(required=False)
    meeting = forms.UUIDField(required=False)


def facts_of_day(actor: Actor, forum: Forum, typed: Mapping[str, Any], meeting: uuid.UUID | None) -> dict[str, Any]:
    """What `_day_facts.html` shows; nothing as long as no day has been typed."""
    form = DayForm(typed)
    form.full_clean()
    data = form.cleaned_data
    day = data.get("day")
    if day is None or not 1900 < day.year < 2200:
        return {}
    facts = {
        "chosen": day,
        "chosen_name": named_days(day.year, get_language() or "sv").get(day, ""),
        "chosen_closed": not is_working_day(day),
        "same_day": meetings_on_day(forum, day, meeting or data.get("meeting")),
    }
    if data.get("starts") is None:
        return facts
    zone = ZoneInfo(forum.zone)
    starts_at = datetime.combine(day, data["starts"], zone)
    ends_at = datetime.combine(day, data.get("ends") or data["starts"], zone)
    return {**facts, "clashes": clashes_for_editor(actor, forum, starts_at, max(ends_at, starts_at + AT_LEAST))}


@signed_in
@require_safe
def day_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts alone, asked for while the form is filled in. Chair, secretary."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor), slug=slug)
    require(can_edit_meetings(actor, forum))
    return render(request, "meetings/_day_facts.html", {**facts_of_day(actor, forum, request.GET, None)})
