"""What came from an earlier meeting and what goes on to a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.web.acting import attempt, done, find, signed_in
from forum.web.actor import actor_of, person_of
from meetings.enums import Answer
from meetings.models import ActionItem, AgendaItem
from meetings.services.actions import Actor
from meetings.services.outcomes import write_outcome
from meetings.services.recalled_actions import note_at_meeting
from meetings.web.access import meeting_for_editor
from meetings.web.log import LogPage, log_address
from meetings.web.log_forms import PutOffForm, RecalledForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
@require_POST
def recalled(request: HttpRequest, meeting_id: uuid.UUID, action_id: uuid.UUID) -> HttpResponse:
    """Done, still open, or a new day; then on with the same point."""
    meeting = meeting_for_editor(request, meeting_id)
    action = find(ActionItem.objects.visible_to(actor_of(request)).filter(forum=meeting.forum), pk=action_id)
    item = meeting.items.filter(recalls__isnull=False).first()
    form = RecalledForm(request.POST, auto_id=f"id_{action.pk}_%s")
    who = Actor(person=person_of(request))

    def act(data: dict[str, Any]) -> ActionItem:
        return note_at_meeting(meeting=meeting, action_id=action.pk, actor=who, **data)

    if attempt(request, form, act):
        words = _("Action %(number)d: %(progress)s") % {
            "number": action.number,
            "progress": form.cleaned_data["progress"].label.lower(),
        }
        return done(request, words, f"{log_address(meeting, item).partition('#')[0]}#action-{action.pk}")
    return LogPage(request, meeting).wrong(f"recalled-{action.pk}", form, item)


@signed_in
@require_POST
def put_off(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """A point that comes back on the first agenda from a day."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    form = PutOffForm(request.POST, prefix="put-off")

    def act(data: dict[str, Any]) -> AgendaItem:
        return write_outcome(item_id=item.pk, answer=Answer.PUT_OFF, **data)

    page = LogPage(request, meeting)
    if attempt(request, form, act):
        goal = page.next_after(item) or item
        return done(request, _("Put off: %(title)s") % {"title": item.title}, log_address(meeting, goal))
    return page.wrong("put_off", form, item)
