"""Whom reminders of follow-ups reach: the person who owns the measure, else its unit or organisation, else the coordinator or deputy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import PlanState, Silence
from forum.models import Coordinator, FollowUp
from forum.selectors.recipients import (
    Recipient,
    recipient_for_coordinator,
    recipient_for_organisation,
    recipient_for_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Measure, Reminder

RELATED = (
    "plan__topic",
    "plan__organisation",
    "measure__owner_person",
    "measure__owner_unit",
    "measure__owner_organisation",
    "indicator",
)


class MeasureReceivers:
    """What the reminders of a batch are about and whom they reach, read once."""

    def __init__(self, reminders: Iterable[Reminder]) -> None:
        ids = [row.object_id for row in reminders]
        rows = FollowUp.objects.filter(pk__in=ids, done_on=None, plan__state=PlanState.ADOPTED)
        self.rows = {row.pk: row for row in rows.select_related(*RELATED)} if ids else {}
        topics = {row.plan.topic_id for row in self.rows.values()}
        current = Coordinator.objects.on(timezone.localdate()).filter(topic__in=topics)
        self.coordinators = list(current.select_related("person", "deputy")) if topics else []

    def of(self, reminder: Reminder) -> tuple[FollowUp | None, list[Recipient], Silence | None]:
        """Of what, whom, and why nobody: followed up, the plan is not in force, or nobody can be reached."""
        row = self.rows.get(reminder.object_id)
        if row is None:
            return None, [], Silence.DONE
        found = self._owner(row.measure) or self._coordinator(row)
        return row, [_because(found, row)] if found else [], None if found else Silence.NOBODY

    def _owner(self, measure: Measure) -> Recipient | None:
        person = recipient_for_person(measure.owner_person) if measure.owner_person else None
        return person or recipient_for_organisation(measure.owner_organisation, unit=measure.owner_unit)

    def _coordinator(self, row: FollowUp) -> Recipient | None:
        mine = [
            one for one in self.coordinators
            if (one.topic_id, one.organisation_id) == (row.plan.topic_id, row.plan.organisation_id)
        ]  # fmt: skip
        reached = map(recipient_for_coordinator, mine)
        return next((one for one in reached if one), None)


def _because(recipient: Recipient, row: FollowUp) -> Recipient:
    with override(recipient.language):
        reason = _("You get this because the measure “%(measure)s” is yours to follow up.") % {
            "measure": row.measure.title
        }
    return replace(recipient, reason=reason)
