"""Coming reminders: who will get what, when and why, and what became of what was sent. One page per forum, one for oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.models import Forum, OutboxMessage, PersonActor
from forum.policies import can_edit_meetings
from forum.services.send_again import send_again
from forum.web.acting import act_at_once, back_to, find, require, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.founding import way_to
from meetings.selectors.reminder_lists import LETTERS, ended_in_forum, letters, planned_for_person, planned_in_forum
from meetings.web.reminder_rows import coming_rows, ended_rows, letter_rows

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

COMING = "coming"


@signed_in
@require_safe
def forum_reminders(request: HttpRequest, slug: str) -> HttpResponse:
    """A forum's reminders and letters. Chair, vice chair, secretary."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_edit_meetings(actor, forum))
    show, after = _wanted(request, (COMING, *LETTERS))
    context: dict[str, Any] = {"forum": forum, "way": way_to(forum), **_frame(show, (COMING, *LETTERS))}
    if show == COMING:
        portion = planned_in_forum(actor, forum, after)
        context |= {"coming": coming_rows(actor, portion), "after": portion.after}
    else:
        portion = letters(actor, show, "" if show == "withdrawn" else after, forum=forum)
        context |= {"letters": letter_rows(actor, portion, may_send=True), "after": portion.after}
    if show == "withdrawn":
        portion = ended_in_forum(actor, forum, after)
        context |= {"ended": ended_rows(actor, portion), "after": portion.after}
        context["letters"] = [] if after else context["letters"]
    return render(request, "meetings/reminders.html", {**context, "title": _("Coming reminders")})


@signed_in
@require_safe
def my_reminders(request: HttpRequest) -> HttpResponse:
    """What will reach the reader, and what has."""
    actor = PersonActor(person_of(request))
    shown = (COMING, "waiting", "sent", "failed")
    show, after = _wanted(request, shown)
    context = _frame(show, shown)
    if show == COMING:
        portion = planned_for_person(actor, after)
        context |= {"coming": coming_rows(actor, portion, mine=True), "after": portion.after}
    else:
        portion = letters(actor, show, after)
        context |= {"letters": letter_rows(actor, portion, may_send=False), "after": portion.after}
    context |= {"title": _("Reminders to me"), "way": [(_("My page"), reverse("start"))], "mine": True}
    return render(request, "meetings/reminders.html", context)


@signed_in
@require_POST
def letter_again(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """A letter that failed is tried once more. Chair, vice chair, secretary of its forum."""
    actor = actor_of(request)
    message = find(OutboxMessage.objects.visible_to(actor).defer("body"), pk=message_id)
    forums = Forum.objects.filter(pk__in={message.forum_id, *message.causes.values_list("forum", flat=True)})
    require(any(can_edit_meetings(actor, forum) for forum in forums))
    return act_at_once(
        request,
        lambda: send_again(message_id=message_id),
        _("It is tried again now."),
        back_to(request, reverse("start")),
    )


def _wanted(request: HttpRequest, known: tuple[str, ...]) -> tuple[str, str]:
    show = request.GET.get("show", "")
    return show if show in known else COMING, request.GET.get("after", "")


def _frame(show: str, known: tuple[str, ...]) -> dict[str, Any]:
    labels = {
        COMING: _("Coming"),
        "waiting": _("On their way"),
        "sent": _("Sent"),
        "failed": _("Failed"),
        "withdrawn": _("Withdrawn"),
    }
    tabs = [(labels[name], "?" if name == COMING else f"?show={name}", name == show) for name in known]
    return {"show": show, "tabs": tabs, "name": _("Which reminders")}
