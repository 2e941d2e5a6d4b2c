"""Points on the agenda: add, change, move, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in, version_of
from meetings.models import AgendaItem
from meetings.services.agendas import add_item, edit_item, move_item, remove_item, set_heading, take_back_left_out
from meetings.web.access import meeting_for_editor
from meetings.web.item_forms import HeadingForm, ItemForm, QuickItemForm, initial_of
from meetings.web.meeting import address, show_meeting

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
@require_POST
def add(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A new point last on the agenda."""
    meeting = meeting_for_editor(request, meeting_id)
    form = QuickItemForm(request.POST)
    if attempt(request, form, lambda data: add_item(meeting=meeting, **data)):
        return done(request, _("The point stands last on the agenda."), f"{address(meeting)}#new")
    return show_meeting(request, meeting, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """All that can be said of a point."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    form = ItemForm(posted(request), forum=meeting.forum, initial=initial_of(item))

    def act(_data: dict[str, Any]) -> AgendaItem:
        return edit_item(item_id=item.pk, **form.facts())

    if attempt(request, form, act):
        return done(request, _("The point is saved."), f"{address(meeting)}#item-{item.pk}")
    return show(request, "meetings/item.html", form, meeting=meeting, forum=meeting.forum, item=item)


@signed_in
@require_POST
def move(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """One step up or down, or to a place: `to`, from 1."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    step = 1 if request.POST.get("step") == "down" else -1
    wanted = request.POST.get("to", "")
    place = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else item.position + step
    last = meeting.items.count()
    return act_at_once(
        request,
        lambda: move_item(item_id=item.pk, version=version_of(request), to_position=place),
        _("Now number %(number)d: %(title)s") % {"number": max(1, min(place, last)), "title": item.title},
        f"{address(meeting)}#item-{item.pk}",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def heading(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """The heading above a point."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    form = HeadingForm(posted(request), initial={"section": item.section, "version": item.version})

    def act(data: dict[str, Any]) -> AgendaItem:
        return set_heading(item_id=item.pk, version=data["version"], heading=data["section"])

    back = f"{address(meeting)}#item-{item.pk}"
    if attempt(request, form, act):
        return done(request, _("The heading is saved."), back)
    return show(
        request, "meetings/heading.html", form, meeting=meeting, forum=meeting.forum, item=item, cancel_url=back
    )


@signed_in
@require_POST
def remove(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Takes a point off the agenda."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    return act_at_once(
        request,
        lambda: remove_item(item_id=item.pk, version=version_of(request)),
        _("The point is off the agenda: %(title)s") % {"title": item.title},
        f"{address(meeting)}#agenda",
    )


@signed_in
@require_POST
def take_back(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What came by itself and was taken off comes again."""
    meeting = meeting_for_editor(request, meeting_id)
    return act_at_once(
        request,
        lambda: take_back_left_out(meeting=meeting),
        _("What comes by itself stands on the agenda again."),
        f"{address(meeting)}#agenda",
    )
