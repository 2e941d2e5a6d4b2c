"""The forum's backlog: points without a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from forum.enums import ItemKind
from forum.errors import ConflictError
from forum.models import Forum
from forum.policies import can_edit_meetings, can_sit
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm, enum_field
from meetings.models import AgendaItem, Meeting, ParkedItem
from meetings.services.backlog import park_item, propose_item, remove_parked, take_up_item
from meetings.web.access import meeting_for_editor
from meetings.web.meeting import address

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

MEETINGS_SHOWN = 6


class ProposeForm(OnceForm):
    """A point for a coming meeting."""

    title = forms.CharField(
        label=gettext_lazy("New point"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write what the point is about.")},
    )
    kind = enum_field(ItemKind, gettext_lazy("Kind"), initial=ItemKind.DISCUSSION)
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    question = forms.CharField(label=gettext_lazy("What the forum is asked"), required=False, widget=forms.Textarea)


def _back(forum: Forum) -> str:
    return reverse("forum-backlog", args=[forum.slug])


def _forum(request: HttpRequest, slug: str) -> Forum:
    """The forum for those who sit there; 404 for strangers, 403 for the others."""
    actor = actor_of(request)
    forum: Forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_sit(actor, forum))
    return forum


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def backlog(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a meeting, and a form to propose more."""
    forum, actor, person = _forum(request, slug), actor_of(request), person_of(request)
    form = ProposeForm(posted(request))
    if attempt(request, form, lambda data: propose_item(forum=forum, proposed_by=person, **data)):
        return done(request, _("The point waits in the backlog for chair and secretary."), _back(forum))
    may_edit = can_edit_meetings(actor, forum)
    parked = ParkedItem.objects.visible_to(actor).filter(forum=forum).select_related("presenter_seat", "proposed_by")
    context = {
        "forum": forum,
        "may_edit": may_edit,
        "person": person,
        "parked": list(parked),
        "meetings": list(_ahead(forum)) if may_edit else [],
    }
    return show(request, "meetings/backlog.html", form, **context)


def _ahead(forum: Forum) -> Any:
    return Meeting.objects.ahead(timezone.now()).filter(forum=forum)[:MEETINGS_SHOWN]


@signed_in
@require_POST
def take_up(request: HttpRequest, slug: str, parked_id: uuid.UUID) -> HttpResponse:
    """Puts a point on the agenda of the meeting that was chosen."""
    forum = _forum(request, slug)
    require(can_edit_meetings(actor_of(request), forum))
    parked = find(ParkedItem.objects.visible_to(actor_of(request)).filter(forum=forum), pk=parked_id)
    meetings = {str(meeting.pk): meeting for meeting in _ahead(forum)}
    meeting = meetings.get(request.POST.get("meeting", ""))

    def act() -> AgendaItem:
        if meeting is None:
            raise ConflictError(_("The meeting has begun or is cancelled. Choose another one."))
        return take_up_item(parked_id=parked.pk, version=version_of(request), meeting=meeting)

    said = _("The point stands last on the agenda: %(title)s") % {"title": parked.title}
    return act_at_once(request, act, said, _back(forum))


@signed_in
@require_POST
def take_up_here(request: HttpRequest, meeting_id: uuid.UUID, parked_id: uuid.UUID) -> HttpResponse:
    """Puts a point of the backlog on this agenda."""
    meeting = meeting_for_editor(request, meeting_id)
    parked = find(ParkedItem.objects.visible_to(actor_of(request)).filter(forum=meeting.forum), pk=parked_id)
    return act_at_once(
        request,
        lambda: take_up_item(parked_id=parked.pk, version=version_of(request), meeting=meeting),
        _("The point stands last on the agenda: %(title)s") % {"title": parked.title},
        f"{address(meeting)}#agenda",
    )


@signed_in
@require_POST
def park(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Takes a point off the agenda and keeps it."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    return act_at_once(
        request,
        lambda: park_item(item_id=item.pk, version=version_of(request)),
        _("The point waits in the backlog: %(title)s") % {"title": item.title},
        f"{address(meeting)}#agenda",
    )


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, parked_id: uuid.UUID) -> HttpResponse:
    """Takes a point out of the backlog: chair, secretary, and who proposed it."""
    forum, actor = _forum(request, slug), actor_of(request)
    parked = find(ParkedItem.objects.visible_to(actor).filter(forum=forum), pk=parked_id)
    require(can_edit_meetings(actor, forum) or parked.proposed_by_id == person_of(request).pk)
    return act_at_once(
        request,
        lambda: remove_parked(parked_id=parked.pk, version=version_of(request)),
        _("The point is out of the backlog: %(title)s") % {"title": parked.title},
        _back(forum),
    )
