"""One action with its history, and what its owner, the secretary and the chair can do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.models import Organisation
from forum.policies import can_edit_meetings
from forum.web.acting import (
    act_at_once,
    act_or_show,
    back_to,
    find,
    require,
    show,
    signed_in,
    version_of,
)
from forum.web.actor import actor_of, person_of
from meetings.enums import UNFINISHED, ActionState
from meetings.models import ActionItem, Decision, Handover, Meeting
from meetings.policies import can_change_action, owns_action
from meetings.selectors.meeting_pages import OWNERS, finishes
from meetings.selectors.served_measures import measures_served
from meetings.selectors.upcoming import seats_of
from meetings.services.action_owners import give_to_other
from meetings.services.action_progress import UNDO_WITHIN, can_be_undone, undo_done
from meetings.services.actions import Actor, add_note, change_state, move_due_date, return_action
from meetings.web.action_forms import CloseForm, DueForm, NoteForm, OwnerForm, ReturnForm
from meetings.web.handover_forms import HandOverForm

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor as ForumActor
    from forum.web.forms import ServiceForm


def action_for_reader(request: HttpRequest, action_id: uuid.UUID) -> ActionItem:
    related = ("forum__organisation", "origin__meeting", "decision", *OWNERS)
    action: ActionItem = find(
        ActionItem.objects.visible_to(actor_of(request)).select_related(*related).prefetch_related(finishes()),
        pk=action_id,
    )
    return action


def _changeable(request: HttpRequest, action_id: uuid.UUID) -> ActionItem:
    action = action_for_reader(request, action_id)
    require(can_change_action(actor_of(request), action))
    return action


def _address(action: ActionItem) -> str:
    return reverse("action", args=[action.pk])


@signed_in
@require_safe
def action_page(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """One action: what, who, when, where it came from and what has happened."""
    return show_action(request, action_for_reader(request, action_id))


def show_action(request: HttpRequest, action: ActionItem, **posted: ServiceForm) -> HttpResponse:
    actor = actor_of(request)
    first = {"version": action.version}
    may_edit = can_edit_meetings(actor, action.forum)
    context = {
        "action": action,
        "unfinished": action.state in UNFINISHED,
        "can_change": can_change_action(actor, action),
        "can_edit": may_edit,
        "may_open": Meeting.objects.visible_to(actor).filter(pk=action.origin.meeting_id).exists(),
        "decisions": Decision.objects.visible_to(actor).filter(item=action.origin_id),
        "serves": measures_served(actor, [action.measure_id]).get(action.measure_id),
        "updates": action.updates.select_related("by_person").order_by("-at", "-pk"),
        "due_form": posted.get("due", DueForm(prefix="due", initial=first)),
        "note_form": posted.get("note", NoteForm(prefix="note")),
        "close_form": posted.get("close", CloseForm(prefix="close", initial=first)),
        "owner_form": posted.get("owner") or (_owner_form(action) if may_edit else None),
        "hand_form": posted.get("hand") or (_hand_form(actor, action) if may_edit else None),
        "return_form": posted.get("return", ReturnForm(prefix="return")),
        "owns": owns_action(actor, action),
        "may_undo": can_be_undone(action),
        "undo_days": UNDO_WITHIN.days,
        **_chain(actor, action),
    }
    return show(request, "meetings/action.html", next(iter(posted.values()), None), **context)


def _chain(actor: ForumActor, action: ActionItem) -> dict[str, Any]:
    """Where the action came from and where it went, as far as the reader may know."""
    related = ("action__forum", "to_forum", "became__forum", "handed_by", "answered_by")
    steps = list(
        Handover.objects.visible_to(actor).filter(Q(action=action) | Q(became=action)).select_related(*related)
    )
    ids = {pk for step in steps for pk in (step.action_id, step.became_id) if pk}
    known = set(ActionItem.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    for step in steps:
        step.earlier_known, step.later_known = step.action_id in known, step.became_id in known
    return {
        "came_from": next((step for step in steps if step.became_id == action.pk), None),
        "handovers": [step for step in steps if step.action_id == action.pk],
        "asked": next((step for step in steps if step.action_id == action.pk and step.state == "waiting"), None),
    }


def _hand_form(actor: ForumActor, action: ActionItem) -> HandOverForm:
    form = HandOverForm(prefix="hand", initial={"version": action.version})
    form.offer(actor, action.forum)
    return form


def _owner_form(action: ActionItem, data: object = None) -> OwnerForm:
    form = OwnerForm(data, prefix="owner", initial={"version": action.version})
    form.offer(seats_of(action.forum), Organisation.objects.all())
    return form


@signed_in
@require_POST
def state(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Begun, done, or taken up again."""
    action = _changeable(request, action_id)
    wanted = request.POST.get("state", "")
    known = {ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.DONE}
    goal = ActionState(wanted) if wanted in known else ActionState(action.state)
    who = Actor(person=person_of(request))
    return act_at_once(
        request,
        lambda: change_state(action_id=action.pk, version=version_of(request), state=goal, actor=who),
        _("The action is now: %(state)s.") % {"state": goal.label.lower()},
        back_to(request, _address(action)),
    )


@signed_in
@require_POST
def undo(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """It was not done after all."""
    action = _changeable(request, action_id)
    who = Actor(person=person_of(request))
    words = _("Undone. The action is to be done again.")
    return act_at_once(request, lambda: undo_done(action_id=action.pk, actor=who), words, _address(action))


@signed_in
@require_POST
def send_back(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """ "Not my task": back to the secretary. Owner."""
    action = action_for_reader(request, action_id)
    require(owns_action(actor_of(request), action))
    form, who = ReturnForm(request.POST, prefix="return"), Actor(person=person_of(request))
    act = partial(return_action, action_id=action.pk, actor=who)
    return _told(request, action, form, act, _("It has gone back to the secretary."))


def _said(
    request: HttpRequest,
    action_id: uuid.UUID,
    form: ServiceForm,
    act: Callable[..., object],
    message: str,
) -> HttpResponse:
    """What the owner, the secretary or the chair says of the action by one of the forms; the form's prefix is its name on the page."""
    action, who = _changeable(request, action_id), Actor(person=person_of(request))
    return _told(request, action, form, partial(act, action_id=action.pk, actor=who), message)


def _told(
    request: HttpRequest, action: ActionItem, form: ServiceForm, act: Callable[..., object], message: str
) -> HttpResponse:
    shown = {str(form.prefix): form}
    return act_or_show(
        request,
        form,
        lambda data: act(**data),
        message,
        _address(action),
        lambda: show_action(request, action, **shown),
    )


@signed_in
@require_POST
def due(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Another day, with the reason."""
    form = DueForm(request.POST, prefix="due")
    return _said(request, action_id, form, move_due_date, _("The action has a new day."))


@signed_in
@require_POST
def note(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """A word on how it goes."""
    return _said(request, action_id, NoteForm(request.POST, prefix="note"), add_note, _("The note is saved."))


@signed_in
@require_POST
def close(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Nothing is to be done, and why."""
    form, act = CloseForm(request.POST, prefix="close"), partial(change_state, state=ActionState.CLOSED)
    return _said(request, action_id, form, act, _("The action is closed."))


@signed_in
@require_POST
def owner(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Somebody else is to do it. Chair, secretary."""
    action = action_for_reader(request, action_id)
    require(can_edit_meetings(actor_of(request), action.forum))
    who = Actor(person=person_of(request))
    form = _owner_form(action, request.POST)

    def act(**data: Any) -> ActionItem:
        return give_to_other(
            action_id=action.pk, version=data["version"], owner=form.owner_named(), actor=who, text=data["text"]
        )

    return _told(request, action, form, act, _("The action has a new owner."))
