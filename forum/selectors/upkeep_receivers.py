"""Whom reminders of checks and follow-ups reach: who keeps the thing, else those who coordinate for its organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import WRITABLE_PLANS, PlanState, ReminderKind, Silence
from forum.models import ActionPlan, Agreement, ConcernRoutine, Coordinator, Person, SupportLine
from forum.selectors.recipients import (
    Recipient,
    recipient_for_coordinator,
    recipient_for_organisation,
    recipient_for_person,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Reminder

    Kept = SupportLine | Agreement | ConcernRoutine | Coordinator | ActionPlan


class UpkeepReceivers:
    """What the reminders of a batch need, read once for all of them."""

    def __init__(self, reminders: Iterable[Reminder]) -> None:
        rows = list(reminders)
        lines = {row.object_id for row in rows if row.kind == ReminderKind.LINE_CHECK}
        terms = {row.object_id for row in rows if row.kind == ReminderKind.COORDINATOR_ENDS}
        routines = {row.object_id for row in rows if row.kind == ReminderKind.ROUTINE_REVIEW}
        plans = {row.object_id for row in rows if row.kind == ReminderKind.PLAN_REVISION}
        others = {row.object_id for row in rows} - lines - routines - terms - plans
        self.kept: dict[object, Kept] = {}
        related = ("organisation", "keeper", "topic")
        if lines:
            today = timezone.localdate()
            alive = SupportLine.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), pk__in=lines)
            self.kept |= {line.pk: line for line in alive.select_related(*related)}
        if routines:
            sheets = ConcernRoutine.objects.filter(pk__in=routines).select_related("organisation")
            self.kept |= {one.pk: one for one in sheets}
        if others:
            found = Agreement.objects.filter(pk__in=others, signed_on__isnull=False)
            self.kept |= {one.pk: one for one in found.select_related(*related)}
        self.kept |= {one.pk: one for one in _left_without(terms)} if terms else {}
        self.kept |= {one.pk: one for one in _to_revise(plans)} if plans else {}
        self.coordinators = _coordinators({one.organisation_id for one in self.kept.values()}) if self.kept else {}
        self.administrators = list(Person.objects.filter(is_administrator=True, is_active=True)) if terms else []

    def of(self, reminder: Reminder) -> tuple[Kept | None, list[Recipient], Silence | None]:
        """Of what, whom, and why nobody."""
        kept = self.kept.get(reminder.object_id)
        if kept is None:
            return None, [], Silence.DONE
        found = self._reached(kept)
        return kept, [_because(one, kept) for one in found], None if found else Silence.NOBODY

    def _reached(self, kept: Kept) -> list[Recipient]:
        if isinstance(kept, Coordinator):
            told = [kept.person, *([kept.deputy] if kept.deputy else []), *self.administrators]
            known = [recipient_for_person(person) for person in told]
            return list({one.address: one for one in known if one}.values())
        chosen = None if isinstance(kept, ConcernRoutine | ActionPlan) else kept.keeper
        keeper = recipient_for_person(chosen) if chosen else None
        if keeper:
            return [keeper]
        rows = self.coordinators.get(kept.organisation_id, [])
        topic_id = None if isinstance(kept, ConcernRoutine) else kept.topic_id
        own = [row for row in rows if row.topic_id == topic_id] or rows
        reached = {one.address: one for row in own if (one := recipient_for_coordinator(row))}
        contact = None if reached else recipient_for_organisation(kept.organisation)
        return [*reached.values(), *([contact] if contact else [])]


def _to_revise(ids: set[uuid.UUID]) -> list[ActionPlan]:
    """Plans in force, without those whose next edition is being written while there is time."""
    rows = ActionPlan.objects.filter(pk__in=ids, state=PlanState.ADOPTED, topic__archived_at__isnull=True)
    begun = ActionPlan.objects.filter(revises=OuterRef("pk"), state__in=WRITABLE_PLANS)
    today = timezone.localdate()
    found = rows.select_related("topic", "organisation").annotate(begun=Exists(begun))
    return [row for row in found if not (row.begun and row.revision_due and row.revision_due > today)]


def _left_without(ids: set[uuid.UUID]) -> list[Coordinator]:
    """Terms that end, or whose holder has left, with nobody appointed for the day after."""
    rows = Coordinator.objects.filter(pk__in=ids, topic__archived_at__isnull=True)
    rows = rows.select_related("topic", "organisation", "person", "deputy")
    others = Coordinator.objects.filter(topic__in=[row.topic_id for row in rows], person__is_active=True)
    held = list(others)
    today = timezone.localdate()

    def follows(other: Coordinator, row: Coordinator) -> bool:
        same = (other.topic_id, other.organisation_id) == (row.topic_id, row.organisation_id)
        day = max(row.ends_on + timedelta(days=1), today) if row.ends_on else today
        return (
            same and other.pk != row.pk and other.starts_on <= day and (other.ends_on is None or other.ends_on >= day)
        )

    return [row for row in rows if not any(follows(other, row) for other in held)]


def _coordinators(organisations: set[object]) -> dict[object, list[Coordinator]]:
    rows = Coordinator.objects.on(timezone.localdate()).filter(organisation__in=organisations)
    found: dict[object, list[Coordinator]] = {}
    for row in rows.select_related("person", "deputy"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _because(recipient: Recipient, kept: Kept) -> Recipient:
    with override(recipient.language):
        words = (
            _("You get this because you coordinate, or administer Samverka at %(organisation)s.")
            if isinstance(kept, Coordinator)
            else _("You get this because %(organisation)s keeps it up to date.")
        )
        reason = words % {"organisation": kept.organisation.name}
    return replace(recipient, reason=reason)
