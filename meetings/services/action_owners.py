"""Whose an action is: given to somebody else, or corrected while the outcome is being logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from forum.services.belonging import refuse_seats_elsewhere
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, UpdateKind
from meetings.models import ActionItem, ActionLink, Meeting
from meetings.services.actions import checked_words, due_day, note_update
from meetings.services.assignments import announce_action
from meetings.services.locks import lock_meeting, open_for_logging
from meetings.services.reminders import plan_for_action

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from meetings.enums import DueKind
    from meetings.services.actions import Actor, Owner


@transaction.atomic
def edit_action(
    *,
    action_id: uuid.UUID,
    version: int | None,
    text: str,
    owner: Owner,
    due_kind: DueKind,
    due_on: date | None,
    actor: Actor,
) -> ActionItem:
    """Changes an action's words, owner or day while the outcome is still being logged; links of an earlier owner end. Chair, secretary.

    Raises as `give_action`, and `StaleVersionError`.
    """
    open_for_logging(Meeting.objects.get(items__actions=action_id))
    action = lock_version(ActionItem, action_id, version)
    refuse_seats_elsewhere([owner.seat], action.origin.forum_id, field="owner_seat")
    old_due = action.due_on
    action.text = checked_words(text)
    action.due_kind, action.due_on = due_kind, due_day(action.origin, due_kind, due_on)
    new_owner = _set_owner(action, owner)
    action.save()
    if action.due_on != old_due:
        note_update(action, UpdateKind.DUE, actor, old_due_on=old_due, new_due_on=action.due_on)
    plan_for_action(action)
    if new_owner:
        _tell_new_owner(action, actor)
    return action.refreshed()


@transaction.atomic
def give_to_other(
    *, action_id: uuid.UUID, version: int | None, owner: Owner, actor: Actor, text: str = ""
) -> ActionItem:
    """Gives an unfinished action to somebody else, at any time; links of the earlier owner end. Secretary, chair.

    Raises `InvalidInputError` unless one owner is named, `ConflictError` when finished, `StaleVersionError`.
    """
    lock_meeting(ActionItem.objects.values_list("origin__meeting", flat=True).get(pk=action_id))
    action = lock_version(ActionItem, action_id, version)
    if action.state not in UNFINISHED:
        raise ConflictError(_("The action is finished. Take it up again before you give it to somebody else."))
    _set_owner(action, owner)
    action.save()
    plan_for_action(action, new=True)
    _tell_new_owner(action, actor, text=clean_text(text))
    return action.refreshed()


def _set_owner(action: ActionItem, owner: Owner) -> bool:
    """Whether it is somebody else than before."""
    columns = owner.checked()
    changed = any(getattr(action, column) != value for column, value in columns.items())
    for column, value in columns.items():
        setattr(action, column, value)
    return changed


def _tell_new_owner(action: ActionItem, actor: Actor, text: str = "") -> None:
    ActionLink.objects.filter(action=action, revoked_at__isnull=True).update(revoked_at=timezone.now())
    note_update(action, UpdateKind.OWNER, actor, text=text)
    announce_action(action, given_by=actor.person)
