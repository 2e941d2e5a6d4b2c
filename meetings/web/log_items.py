"""What came of a point: answer and notes, decisions, actions, and a point that came up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.models import Organisation
from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from meetings.enums import Answer
from meetings.models import ActionItem, AgendaItem, Decision
from meetings.selectors.served_measures import measures_served
from meetings.selectors.upcoming import seats_of
from meetings.services.action_owners import edit_action
from meetings.services.actions import Actor, give_action
from meetings.services.agendas import add_item
from meetings.services.outcomes import edit_decision, record_decision, remove_decision, save_outcome, write_outcome
from meetings.web.access import meeting_for_editor
from meetings.web.item_forms import QuickItemForm
from meetings.web.line_forms import LineForm
from meetings.web.log import LogPage, is_scripted, log_address
from meetings.web.log_forms import ActionEditForm, DecisionEditForm, DecisionForm, OutcomeForm, owner_key
from meetings.web.log_lines import comes_along, save_along

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting


def _item(meeting: Meeting, item_id: uuid.UUID) -> AgendaItem:
    item: AgendaItem = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    return item


@signed_in
@require_POST
def outcome(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Saves answer and notes, or `only` one of them; "done" goes on to the next point, "put off" sends the point to the next meeting."""
    meeting = meeting_for_editor(request, meeting_id)
    item = _item(meeting, item_id)
    form = OutcomeForm(request.POST)
    only, then = request.POST.get("only", ""), request.POST.get("then", "")

    def act(_data: dict[str, Any]) -> AgendaItem:
        wanted = form.values(only)
        if then == "put_off":
            wanted["values"]["answer"] = Answer.PUT_OFF
        return save_outcome(item_id=item.pk, **wanted)

    if not attempt(request, form, act):
        return _not_saved(request, meeting, item, form, only)
    if comes_along(request) and (told := save_along(request, meeting, item)):
        return told
    if then == "next" and not AgendaItem.objects.values_list("answer", flat=True).get(pk=item.pk):
        write_outcome(item_id=item.pk, version=None, answer=Answer.RAISED)
    page = LogPage(request, meeting)
    left = next((row for row in page.items if row.pk == item.pk), item) if then else None
    goal = page.next_after(item) if left else item
    if is_scripted(request):
        return page.swap("_log_swap_item.html", item=goal, left=left)
    to = log_address(meeting, goal) if goal else f"{log_address(meeting)}#finish"
    return done(request, _("Saved: %(title)s") % {"title": item.title}, to)


def _not_saved(request: HttpRequest, meeting: Meeting, item: AgendaItem, form: OutcomeForm, only: str) -> HttpResponse:
    """Two texts: a page of their own, with the line that came along. Otherwise the log with what was typed."""
    if is_scripted(request):
        told = {"key": only or "notes", "form_id": "outcome-form", "wrong": form}
        return LogPage(request, meeting).swap("_log_swap_told.html", item=item, status=form.status, **told)
    if form.conflict:
        context = {"meeting": meeting, "forum": meeting.forum, "item": item, "back": log_address(meeting, item)}
        along = {name: request.POST.get(name, "") for name in ("line", "once")} if comes_along(request) else {}
        return show(request, "meetings/log_conflict.html", form, **context, along=along)
    page = LogPage(request, meeting, posted={"outcome": form})
    if comes_along(request):
        page.posted["line"] = LineForm(request.POST)
    return page.wrong("outcome", form, item)


@signed_in
@require_POST
def add(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A point that came up at the meeting."""
    meeting = meeting_for_editor(request, meeting_id)
    form = QuickItemForm(request.POST, prefix="add")
    if attempt(request, form, lambda data: add_item(meeting=meeting, **data)):
        return HttpResponseRedirect(log_address(meeting, form.result))
    return LogPage(request, meeting).wrong("add", form)


@signed_in
@require_POST
def decide(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """A decision under a point."""
    meeting = meeting_for_editor(request, meeting_id)
    item = _item(meeting, item_id)
    form = DecisionForm(request.POST, prefix="decision")
    if attempt(request, form, lambda data: record_decision(item=item, **data)):
        if is_scripted(request):
            return LogPage(request, meeting).swap("_log_swap_item.html", item=item)
        return done(request, _("The decision is saved."), log_address(meeting, item))
    return LogPage(request, meeting).wrong("decision", form, item)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """Changes a decision's words."""
    meeting = meeting_for_editor(request, meeting_id)
    row = find(Decision.objects.filter(item__meeting=meeting).select_related("item"), pk=decision_id)
    first = {"text": row.text, "reservations": row.reservations, "version": row.version}
    form = DecisionEditForm(posted(request), initial=first)
    if attempt(request, form, lambda data: edit_decision(decision_id=row.pk, **data)):
        return done(request, _("The decision is saved."), log_address(meeting, row.item))
    return show(
        request,
        "meetings/log_decision.html",
        form,
        serves=measures_served(actor_of(request), [row.measure_id]).get(row.measure_id),
        meeting=meeting,
        forum=meeting.forum,
        decision=row,
        back=log_address(meeting, row.item),
    )


@signed_in
@require_POST
def decision_remove(request: HttpRequest, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """Takes a decision away that was logged by mistake."""
    meeting = meeting_for_editor(request, meeting_id)
    row = find(Decision.objects.filter(item__meeting=meeting).select_related("item"), pk=decision_id)
    return act_at_once(
        request,
        lambda: remove_decision(decision_id=row.pk, version=version_of(request)),
        _("The decision is taken away; the history keeps it."),
        log_address(meeting, row.item),
    )


@signed_in
@require_POST
def give(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """An action under a point."""
    meeting = meeting_for_editor(request, meeting_id)
    item = _item(meeting, item_id)
    page = LogPage(request, meeting)
    form = page.action_form(request.POST)
    if attempt(request, form, lambda _data: give_action(item=item, given_by=person_of(request), **form.facts())):
        if is_scripted(request):
            return LogPage(request, meeting).swap("_log_swap_item.html", item=item)
        return done(request, _("The action is given."), log_address(meeting, item))
    return page.wrong("action", form, item)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, meeting_id: uuid.UUID, action_id: uuid.UUID) -> HttpResponse:
    """Changes an action while the outcome is still being logged."""
    meeting = meeting_for_editor(request, meeting_id)
    row = find(ActionItem.objects.filter(origin__meeting=meeting).select_related("origin"), pk=action_id)
    names = ("text", "due_kind", "due_on", "owner_address", "version")
    first = {**{name: getattr(row, name) for name in names}, "owner": owner_key(row)}
    if row.due_kind != "date":
        first["due_on"] = None
    form = ActionEditForm(posted(request), initial=first)
    form.offer(seats_of(meeting.forum), Organisation.objects.all())
    who = Actor(person=person_of(request))

    def act(data: dict[str, Any]) -> ActionItem:
        return edit_action(action_id=row.pk, version=data["version"], actor=who, **form.facts())

    if attempt(request, form, act):
        return done(request, _("The action is saved."), log_address(meeting, row.origin))
    context = {"meeting": meeting, "forum": meeting.forum, "action": row, "back": log_address(meeting, row.origin)}
    return show(request, "meetings/log_action.html", form, **context)
