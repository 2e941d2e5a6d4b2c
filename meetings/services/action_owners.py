from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, UpdateKind
from meetings.models import ActionItem, ActionLink, ActionUpdate
from meetings.services.assignments import announce_action
from meetings.services.locks import lock_meeting
from meetings.services.reminders import plan_for_action

if TYPE_CHECKING:
    import uuid

    from meetings.services.actions import Actor, Owner


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
    for column, value in owner.checked().items():
        setattr(action, column, value)
    action.save()
    ActionLink.objects.filter(action=action, revoked_at__isnull=True).update(revoked_at=timezone.now())
    ActionUpdate.objects.create(
        action=action,
        kind=UpdateKind.OWNER,
        via=actor.via,
        by_person=actor.person,
        by_address=actor.address,
        text=clean_text(text),
        at=timezone.now(),
    )
    plan_for_action(action, new=True)
    announce_action(action, given_by=actor.person)
    action.refresh_from_db()
    return action
