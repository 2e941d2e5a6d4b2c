"""Whom reminders of a consultation reach: the person who was asked, else the unit, the organisation or the address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import PlanState, Silence
from forum.models import Consultee
from forum.selectors.recipients import (
    Recipient,
    recipient_for_address,
    recipient_for_organisation,
    recipient_for_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Reminder

RELATED = ("plan__topic", "plan__organisation", "organisation", "unit", "person")


class ConsultationReceivers:
    """What the reminders of a batch are about, read once."""

    def __init__(self, reminders: Iterable[Reminder]) -> None:
        ids = [row.object_id for row in reminders]
        waiting = Consultee.objects.filter(
            pk__in=ids, replied_at=None, reply_by__gte=timezone.localdate(), plan__state=PlanState.CONSULTATION
        )
        self.rows = {row.pk: row for row in waiting.select_related(*RELATED)} if ids else {}

    def of(self, reminder: Reminder) -> tuple[Consultee | None, list[Recipient], Silence | None]:
        """Of what, whom, and why nobody: answered, over, or nobody can be reached."""
        row = self.rows.get(reminder.object_id)
        if row is None:
            return None, [], Silence.DONE
        found = _reached(row)
        return row, [_because(found, row)] if found else [], None if found else Silence.NOBODY


def _reached(row: Consultee) -> Recipient | None:
    if row.person:
        return recipient_for_person(row.person)
    if row.address:
        return recipient_for_address(row.address)
    return recipient_for_organisation(row.organisation, unit=row.unit) if row.organisation else None


def _because(recipient: Recipient, row: Consultee) -> Recipient:
    with override(recipient.language):
        if row.organisation_id:
            reason = _("You get this because %(who)s is asked what it thinks of the plan.") % {"who": row}
        else:
            reason = _("You get this because you are asked what you think of the plan.")
    return replace(recipient, reason=reason)
