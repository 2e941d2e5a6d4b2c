from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.belonging import refuse_seats_elsewhere, refuse_unit_of_others
from forum.services.organisations import check_address
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, ActionState, Answer, DueKind, UpdateKind, Via
from meetings.models import ActionItem, ActionUpdate, AgendaItem, Decision
from meetings.services.action_letters import tell_of_return
from meetings.services.assignments import announce_action
from meetings.services.locks import open_for_logging
from meetings.services.meetings import next_meeting_day
from meetings.services.reminders import plan_for_action

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Measure, Organisation, Person, Seat, Unit


@dataclass(frozen=True)
class Owner:
    """Who is to do it: one seat, one organisation (with unit or person), one person, or a bare address."""

    seat: Seat | None = None
    organisation: Organisation | None = None
    unit: Unit | None = None
    person: Person | None = None
    address: str = ""

    def checked(self) -> dict[str, object]:
        """As columns. Raises `InvalidInputError` when nobody, or more than one kind of owner, is named."""
        named = [bool(self.seat), bool(self.organisation or self.person), bool(self.address.strip())]
        if sum(named) != 1:
            raise InvalidInputError(
                _("Say who is to do it: one seat, one organisation or one e-mail address."), field="owner"
            )
        if self.organisation:
            refuse_unit_of_others(self.unit, self.organisation.pk, field="owner_unit")
        return {
            "owner_seat": self.seat,
            "owner_organisation": self.organisation,
            "owner_unit": self.unit,
            "owner_person": self.person,
            "owner_address": check_address(self.address, field="owner_address") if self.address.strip() else "",
        }


@dataclass(frozen=True)
class Actor:
    """Who did something with an action, and by which door."""

    person: Person | None = None
    address: str = ""
    via: Via = Via.PAGE


@transaction.atomic
def give_action(
    *,
    item: AgendaItem,
    text: str,
    owner: Owner,
    due_kind: DueKind = DueKind.ONGOING,
    due_on: date | None = None,
    decision: Decision | None = None,
    given_by: Person | None = None,
    measure: Measure | None = None,
) -> ActionItem:
    """Tasks somebody under a point; numbered in the forum, reminders planned at once. Chair, secretary.

    The owner gets a letter when the log has been quiet for a while, unless it is `given_by` who took it on.

    Serves the measure that its decision or its point is about, unless another is given.
    `due_on` is a day in the forum's zone, and follows the next meeting when that is the due date.
    Raises `InvalidInputError` for missing words, owner or day, `ConflictError` when the minutes are locked.
    """
    forum = open_for_logging(item.meeting).forum
    words = checked_words(text)
    due_on = due_day(item, due_kind, due_on)
    columns = owner.checked()
    refuse_seats_elsewhere([owner.seat], item.forum_id, field="owner_seat")
    last = forum.actions.aggregate(last=Max("number"))["last"] or 0
    action = ActionItem.objects.create(
        forum=forum,
        number=last + 1,
        origin=item,
        decision=decision,
        measure=measure or _measure_of(item, decision),
        text=words,
        due_kind=due_kind,
        due_on=due_on,
        **columns,
    )
    AgendaItem.objects.filter(pk=item.pk, answer="").update(answer=Answer.ACTION_GIVEN)
    plan_for_action(action, new=True)
    announce_action(action, given_by=given_by)
    return action


def _measure_of(item: AgendaItem, decision: Decision | None) -> Measure | None:
    if decision and decision.measure:
        return decision.measure
    return item.placement.measure if item.placement else None


def checked_words(text: str) -> str:
    """Raises `InvalidInputError` when nothing is said."""
    words = clean_text(text)
    if not words:
        raise InvalidInputError(_("Write what is to be done."), field="text")
    return words


def due_day(item: AgendaItem, due_kind: DueKind, due_on: date | None) -> date | None:
    """The day that is kept with the kind. Raises `InvalidInputError` where one must be given."""
    if due_kind == DueKind.NEXT_MEETING:
        return next_meeting_day(item.meeting)
    if due_kind == DueKind.DATE and due_on is None:
        raise InvalidInputError(_("Write the day it is to be done, as year-month-day."), field="due_on")
    return due_on if due_kind == DueKind.DATE else None


@transaction.atomic
def change_state(
    *, action_id: uuid.UUID, version: int | None, state: ActionState, actor: Actor, text: str = "", reason: str = ""
) -> ActionItem:
    """Begins, finishes, closes without action (with a reason) or takes up again. Owner, secretary, chair.

    Saying the same twice changes nothing. Raises `InvalidInputError` without a reason to close, `StaleVersionError`.
    """
    action = lock_version(ActionItem, action_id, version)
    if action.state == state:
        return action
    if ActionState.HANDED_OVER in {action.state, state}:
        raise ConflictError(_("The action has been handed over, so the other forum says how it goes."))
    reason = clean_text(reason)
    if state == ActionState.CLOSED and not reason:
        raise InvalidInputError(_("Write why nothing is to be done."), field="reason")
    old = action.state
    action.state = state
    action.closed_reason = reason if state == ActionState.CLOSED else ""
    action.finished_at = None if state in UNFINISHED else timezone.now()
    action.save()
    note_update(action, UpdateKind.STATE, actor, text=clean_text(text) or reason, old_state=old, new_state=state)
    plan_for_action(action)
    return action.refreshed()


@transaction.atomic
def move_due_date(*, action_id: uuid.UUID, version: int | None, due_on: date, reason: str, actor: Actor) -> ActionItem:
    """Gives a new day; the old one is kept with the reason. Owner (with reason), secretary, chair.

    Raises `InvalidInputError` for a passed day or no reason, `ConflictError` when finished, `StaleVersionError`.
    """
    action = lock_version(ActionItem, action_id, version)
    reason = clean_text(reason)
    if action.state not in UNFINISHED:
        raise ConflictError(_("The action is finished. Take it up again before you give it a new day."))
    if due_on < timezone.localdate():
        raise InvalidInputError(_("The day has passed. Choose today or a later day."), field="due_on")
    if not reason:
        raise InvalidInputError(_("Write why more time is needed."), field="reason")
    old = action.due_on
    action.due_kind, action.due_on = DueKind.DATE, due_on
    action.save()
    note_update(action, UpdateKind.DUE, actor, text=reason, old_due_on=old, new_due_on=due_on)
    plan_for_action(action)
    return action.refreshed()


@transaction.atomic
def return_action(*, action_id: uuid.UUID, actor: Actor, text: str) -> ActionItem:
    """ "Not my task": notes who it may belong to and tells the secretary. Owner. Twice does no more than once.

    Raises `ConflictError` when the action is finished.
    """
    action = lock_version(ActionItem, action_id, None)
    if action.state not in UNFINISHED:
        raise ConflictError(_("The action is finished, so there is nothing to send back."))
    words = clean_text(text)
    latest = action.updates.last()
    if latest and (latest.kind, latest.text) == (UpdateKind.RETURNED, words):
        return action
    tell_of_return(note_update(action, UpdateKind.RETURNED, actor, text=words))
    return action


@transaction.atomic
def add_note(*, action_id: uuid.UUID, text: str, actor: Actor) -> ActionUpdate:
    """A word on how it goes. Owner, secretary, chair. Raises `InvalidInputError` when empty."""
    words = clean_text(text)
    if not words:
        raise InvalidInputError(_("Write something first."), field="text")
    return note_update(ActionItem.objects.get(pk=action_id), UpdateKind.NOTE, actor, text=words)


def note_update(action: ActionItem, kind: UpdateKind, actor: Actor, **facts: object) -> ActionUpdate:
    """A line of what happened with the action, and through whom."""
    return ActionUpdate.objects.create(
        action=action,
        kind=kind,
        via=actor.via,
        by_person=actor.person,
        by_address=actor.address,
        at=timezone.now(),
        **facts,
    )
