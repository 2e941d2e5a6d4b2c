"""An action goes to another forum: asking, answering, taking the question back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.models import Organisation
from forum.policies import can_edit_meetings
from forum.web.acting import act_at_once, attempt, done, find, require, signed_in
from forum.web.actor import actor_of, person_of
from meetings.enums import UNFINISHED, DueKind, HandoverState
from meetings.models import ActionItem, Handover
from meetings.selectors.meeting_pages import OWNERS
from meetings.selectors.upcoming import next_meeting, seats_of
from meetings.services.handovers import hand_over_action, refuse_handover, take_over_action, withdraw_handover
from meetings.web.actions import action_for_reader, show_action
from meetings.web.handover_forms import HandOverForm, RefuseForm, TakeForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm


@signed_in
@require_POST
def hand_over(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Asks another forum. Chair, secretary."""
    action = action_for_reader(request, action_id)
    require(can_edit_meetings(actor_of(request), action.forum))
    form = HandOverForm(request.POST, prefix="hand")
    form.offer(actor_of(request), action.forum)
    who = person_of(request)
    if attempt(request, form, lambda data: hand_over_action(action_id=action.pk, handed_by=who, **data)):
        return done(request, _("The other forum has been asked. You get a letter when it answers."), _address(action))
    return show_action(request, action, hand=form)


def _address(action: ActionItem) -> str:
    return reverse("action", args=[action.pk])


@signed_in
@require_safe
def handover_page(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """The question as the other forum reads it, with its two answers."""
    return _show(request, _found(request, handover_id))


def _found(request: HttpRequest, handover_id: uuid.UUID) -> Handover:
    owners = [f"action__{name}" for name in OWNERS]
    rows = Handover.objects.visible_to(actor_of(request)).select_related(
        "action__forum__organisation", "to_forum__organisation", "handed_by", "answered_by", "became", *owners
    )
    handover: Handover = find(rows, pk=handover_id)
    return handover


def _asked(request: HttpRequest, handover_id: uuid.UUID) -> Handover:
    handover = _found(request, handover_id)
    require(can_edit_meetings(actor_of(request), handover.to_forum))
    return handover


def _show(request: HttpRequest, handover: Handover, **posted: ServiceForm) -> HttpResponse:
    actor = actor_of(request)
    waiting = handover.state == HandoverState.WAITING and handover.action.state in UNFINISHED
    may_answer = waiting and can_edit_meetings(actor, handover.to_forum)
    context = {
        "handover": handover,
        "action": handover.action,
        "may_answer": may_answer,
        "may_read": ActionItem.objects.visible_to(actor).filter(pk=handover.action_id).exists(),
        "meeting": next_meeting(handover.to_forum) if may_answer else None,
        "take_form": posted.get("take") or (_take_form(handover) if may_answer else None),
        "refuse_form": posted.get("refuse", RefuseForm(prefix="refuse")),
    }
    status = next((form.status for form in posted.values()), 200)
    return render(request, "meetings/handover.html", context, status=status)


def _take_form(handover: Handover, data: object = None) -> TakeForm:
    action = handover.action
    dated = action.due_kind == DueKind.DATE
    first = {"text": handover.text, "due_kind": action.due_kind, "due_on": action.due_on if dated else None}
    form = TakeForm(data, prefix="take", initial=first)
    form.offer(seats_of(handover.to_forum), Organisation.objects.all())
    return form


@signed_in
@require_POST
def take(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """The forum takes the action. Its chair, secretary."""
    handover = _asked(request, handover_id)
    form, who = _take_form(handover, request.POST), person_of(request)
    if attempt(request, form, lambda _data: take_over_action(handover_id=handover.pk, taken_by=who, **form.facts())):
        taken = form.result or ActionItem.objects.filter(came_from=handover).first()
        to = _address(taken) if taken else reverse("handover", args=[handover.pk])
        return done(request, _("The action is the forum's now, and stands on its next agenda."), to)
    return _show(request, handover, take=form)


@signed_in
@require_POST
def refuse(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """The forum says no, and why. Its chair, secretary."""
    handover = _asked(request, handover_id)
    form, who = RefuseForm(request.POST, prefix="refuse"), person_of(request)
    if attempt(request, form, lambda data: refuse_handover(handover_id=handover.pk, answered_by=who, **data)):
        return done(request, _("Your answer is sent."), reverse("handover", args=[handover.pk]))
    return _show(request, handover, refuse=form)


@signed_in
@require_POST
def withdraw(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Takes the question back. Chair, secretary of the forum that asked."""
    handover = _found(request, handover_id)
    require(can_edit_meetings(actor_of(request), handover.action.forum))
    who = person_of(request)
    return act_at_once(
        request,
        lambda: withdraw_handover(handover_id=handover.pk, withdrawn_by=who),
        _("The question is taken back; the action stays with your forum."),
        _address(handover.action),
    )
