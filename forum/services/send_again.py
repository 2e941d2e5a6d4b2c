from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from forum.enums import MessageState, Silence
from forum.errors import ConflictError
from forum.models import OutboxMessage
from forum.services.withdrawal import OF_REMINDERS, write_anew

if TYPE_CHECKING:
    import uuid


@transaction.atomic
def send_again(*, message_id: uuid.UUID) -> None:
    """Tries a letter once more that failed for good. Chair, secretary; administrators.

    Letters of reminders are written anew, to the address that is right now; others go out as they were, under the same Message-ID.
    Pressed twice it does no more than once. Raises `ConflictError` when its time is over.
    """
    message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.state != MessageState.FAILED:
        return
    if not OutboxMessage.objects.filter(pk=message_id, expires_at__gt=Now()).exists():
        raise ConflictError(_("It is too late: what it tells of is over."))
    if message.kind in OF_REMINDERS:
        write_anew({message.pk}, Silence.AGAIN)
        return
    OutboxMessage.objects.filter(pk=message_id).update(
        state=MessageState.QUEUED, attempts=0, not_before=Now(), last_error=""
    )
