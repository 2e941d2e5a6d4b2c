"""How it goes with an action: state and day in one go, and back again when "done" was a slip."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, ActionState, DueKind, UpdateKind
from meetings.models import ActionItem
from meetings.services.actions import change_state, move_due_date

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from meetings.services.actions import Actor

UNDO_WITHIN: Final = timedelta(days=14)


@transaction.atomic
def update_action(
    *,
    action_id: uuid.UUID,
    version: int | None,
    state: ActionState,
    due_on: date | None,
    actor: Actor,
    reason: str = "",
) -> ActionItem:
    """State and day as they stand in a row of the action log; what is not changed is left alone. Owner, secretary, chair.

    A new day counts while the action is to be done; no day leaves "next meeting" and "ongoing" as they are. Raises as `change_state` and
    `move_due_date`; nothing is saved unless all of it can be.
    """
    action = lock_version(ActionItem, action_id, version)
    if state in UNFINISHED and due_on is None and action.due_kind == DueKind.DATE:
        raise InvalidInputError(_("Write the new day, as year-month-day."), field="due_on")
    if state != action.state:
        action = change_state(action_id=action_id, version=None, state=state, actor=actor, reason=reason)
    if state in UNFINISHED and due_on and due_on != action.due_on:
        action = move_due_date(action_id=action_id, version=None, due_on=due_on, reason=reason, actor=actor)
    return action


def can_be_undone(action: ActionItem) -> bool:
    """Whether "done" was said so recently that whoever said it may take it back alone."""
    finished = action.finished_at
    return action.state == ActionState.DONE and finished is not None and finished > timezone.now() - UNDO_WITHIN


@transaction.atomic
def undo_done(*, action_id: uuid.UUID, actor: Actor) -> ActionItem:
    """Back to the state before "done", within 14 days. Owner, secretary, chair. An action that is not done stays as it is.

    Raises `ConflictError` later than that: then the secretary takes it up again.
    """
    action = lock_version(ActionItem, action_id, None)
    if action.state in UNFINISHED:
        return action
    if not can_be_undone(action):
        raise ConflictError(_("It is too late to undo this. Ask the secretary to take the action up again."))
    return change_state(action_id=action_id, version=None, state=_state_before(action), actor=actor)


def _state_before(action: ActionItem) -> ActionState:
    last = action.updates.filter(kind=UpdateKind.STATE, new_state=ActionState.DONE).last()
    return ActionState(last.old_state) if last and last.old_state in UNFINISHED else ActionState.OPEN
