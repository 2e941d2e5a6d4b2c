"""Forums: the list, one forum's page, an extra meeting."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.enums import ForumKind
from forum.models import Forum, Organisation
from forum.policies import can_bring_in, can_change_settings, can_edit_meetings, offices_in
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.forms import OnceForm
from forum.web.founding import way_to
from meetings.models import FollowedCalendar
from meetings.selectors.documents import forum_documents_for_reader
from meetings.selectors.forums import (
    actions_done_lately,
    agenda_for_reader,
    forums_for_list,
    next_meeting_for_reader,
    open_actions_for_reader,
    past_meetings_for_reader,
    placements_for_reader,
    seats_for_reader,
)
from meetings.services.following_words import problem_in_words
from meetings.services.meetings import create_meeting
from meetings.web.day_facts import facts_of_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor
    from meetings.models import Meeting

PAST_SHOWN = 5
ACTIONS_SHOWN = 12
DOCUMENTS_SHOWN = 50
DONE_SHOWN = 5


class NewMeetingForm(OnceForm):
    """One meeting outside the series, in wall-clock time of the forum's zone."""

    day = forms.DateField(label=gettext_lazy("Day"))
    starts = forms.TimeField(label=gettext_lazy("Begins"))
    ends = forms.TimeField(label=gettext_lazy("Ends"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link for those who take part remotely"),
        max_length=200,
        required=False,
        assume_scheme="https",
    )

    aliases = {"starts_at": "starts", "ends_at": "ends"}

    def times(self, zone: str) -> dict[str, datetime]:
        """Both moments, aware."""
        data, there = self.cleaned_data, ZoneInfo(zone)
        return {
            "starts_at": datetime.combine(data["day"], data["starts"], there),
            "ends_at": datetime.combine(data["day"], data["ends"], there),
        }


@signed_in
@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    """The forums that the reader may know; kind and organisation are part of the address."""
    actor = actor_of(request)
    kind = ForumKind(raw) if (raw := request.GET.get("kind", "")) in ForumKind.values else None
    organisation = request.GET.get("organisation", "")
    leading = Organisation.objects.filter(
        pk__in=Forum.objects.visible_to(actor).active().order_by().values("organisation")
    )
    context = {
        "page": page_of(request, forums_for_list(actor, kind=kind, organisation=organisation)),
        "kinds": ForumKind.choices,
        "organisations": leading,
        "kind": kind,
        "organisation": organisation,
        "can_bring_in": can_bring_in(actor),
    }
    return render(request, "meetings/forums.html", context)


@signed_in
@require_safe
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    """One forum: what is ahead, what is still to be done, who sits there, what it was asked."""
    actor = actor_of(request)
    found = find(Forum.objects.visible_to(actor).select_related("organisation", "unit"), slug=slug)
    return render(request, "meetings/forum.html", _forum_page(actor, found))


def _forum_page(actor: Actor, found: Forum) -> dict[str, Any]:
    ahead = next_meeting_for_reader(actor, found)
    past = list(past_meetings_for_reader(actor, found)[: PAST_SHOWN + 1])
    actions = list(open_actions_for_reader(actor, found)[: ACTIONS_SHOWN + 1])
    may_edit, may_change = can_edit_meetings(actor, found), can_change_settings(actor, found)
    followed = FollowedCalendar.objects.filter(forum=found).first() if may_change else None
    return {
        "forum": found,
        "next": ahead,
        "agenda": list(agenda_for_reader(actor, ahead)) if ahead else [],
        "actions": actions[:ACTIONS_SHOWN],
        "more_actions": len(actions) > ACTIONS_SHOWN,
        "done_lately": list(actions_done_lately(actor, found)[:DONE_SHOWN]),
        "seats": list(seats_for_reader(actor, found)),
        "placements": list(placements_for_reader(actor, found)),
        "past": past[:PAST_SHOWN],
        "more_past": len(past) > PAST_SHOWN,
        "documents": list(forum_documents_for_reader(actor, found)[:DOCUMENTS_SHOWN]),
        "may_edit": may_edit,
        "may_change": may_change,
        "followed": followed,
        "calendar_problem": problem_in_words(followed) if followed else "",
        "sits": bool(offices_in(actor, found)),
    }


@signed_in
@require_safe
def past(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings that the forum has had."""
    actor = actor_of(request)
    found = find(Forum.objects.visible_to(actor), slug=slug)
    page = page_of(request, past_meetings_for_reader(actor, found))
    return render(request, "meetings/past_meetings.html", {"forum": found, "page": page, "way": way_to(found)})


@signed_in
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """An extra meeting, or one that was held outside the calendar."""
    actor = actor_of(request)
    found = find(Forum.objects.visible_to(actor), slug=slug)
    require(can_edit_meetings(actor, found))
    form = NewMeetingForm(posted(request), initial={"place": found.default_place})

    def act(data: dict[str, Any]) -> Meeting:
        return create_meeting(forum=found, place=data["place"], link=data["link"], **form.times(found.zone))

    back = reverse("forum", args=[slug])
    if "look" not in request.POST and attempt(request, form, act):
        to = reverse("meeting", args=[form.result.pk]) if form.result else back
        return done(request, _("The meeting is added."), to)
    facts = facts_of_day(actor, found, request.POST, None)
    return show(request, "meetings/new_meeting.html", form, forum=found, way=way_to(found), **facts)
