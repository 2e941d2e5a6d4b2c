"""After the database went back in time nothing of that time is sent by itself: it may have gone out already.

A backup holds letters that wait and reminders that are due, of which some were sent after it was taken. When the life of the
database is another than at the last round (as readers of changes notice it, see forum.selectors.change_log), all of them are held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now

from forum.enums import MessageState, Silence
from forum.models import OutboxHold, OutboxMessage
from forum.selectors.change_log import read_log_state

if TYPE_CHECKING:
    from django.db.models import QuerySet

ONLY_ROW = 1
UNSURE = (MessageState.QUEUED, MessageState.SENDING)


@dataclass(frozen=True)
class HoldReport:
    """What became of held letters."""

    sent_before: int = 0
    queued: int = 0
    discarded: int = 0
    held: int = 0


def hold_after_restore() -> int:
    """Holds what waits and what is due when the database was restored; how many letters. The round before each release and dispatch."""
    epoch = read_log_state().epoch
    if OutboxHold.objects.filter(pk=ONLY_ROW, epoch=epoch).exists():
        return 0
    with transaction.atomic():
        row, created = OutboxHold.objects.select_for_update().get_or_create(pk=ONLY_ROW, defaults={"epoch": epoch})
        if created or row.epoch == epoch:
            return 0
        OutboxHold.objects.filter(pk=ONLY_ROW).update(epoch=epoch, until=Now())
        return OutboxMessage.objects.filter(state__in=UNSURE).update(
            state=MessageState.HELD, lease_token=None, lease_until=None
        )


def holding() -> QuerySet[OutboxHold]:
    """At most one row; letters of reminders that were due by its `until` are held."""
    return OutboxHold.objects.filter(pk=ONLY_ROW)


@transaction.atomic
def settle_hold(*, mail_log: str = "", send: bool | None = None) -> HoldReport:
    """An operator's word on what is held: what stands in the mail server's log went out; the rest is sent, discarded or stays.

    `mail_log`: the log's text, searched for Message-IDs. `send`: False withdraws the rest for good, None leaves it held.
    """
    held = OutboxMessage.objects.filter(state=MessageState.HELD).select_for_update()
    ids = dict(held.values_list("pk", "message_id"))
    gone = {pk for pk, message_id in ids.items() if message_id.strip("<>") in mail_log}
    OutboxMessage.objects.filter(pk__in=gone).update(state=MessageState.SENT, sent_at=Now())
    rest = OutboxMessage.objects.filter(pk__in=ids.keys() - gone)
    if send is None:
        return HoldReport(sent_before=len(gone), held=len(ids) - len(gone))
    OutboxHold.objects.filter(pk=ONLY_ROW).update(until=None)
    if send:
        return HoldReport(sent_before=len(gone), queued=rest.update(state=MessageState.QUEUED, not_before=Now()))
    discarded = rest.update(state=MessageState.WITHDRAWN, silence=Silence.RESTORED)
    return HoldReport(sent_before=len(gone), discarded=discarded)
