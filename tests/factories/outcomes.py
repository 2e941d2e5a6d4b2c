from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.enums import MinutesState, Presence
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes

from .meetings import SHARED_AT

if TYPE_CHECKING:
    from forum.models import Seat

OWNER_FIELDS = frozenset({"owner_seat", "owner_organisation", "owner_person", "owner_address"})


def make_decision(*, item: AgendaItem, text: str = "Rådet tar en gemensam lägesbild.", **fields: Any) -> Decision:
    fields.setdefault("position", Decision.objects.filter(item=item).count() + 1)
    return Decision.objects.create(item=item, text=text, **fields)


def make_action(*, origin: AgendaItem, text: str = "Ta fram ett underlag.", **fields: Any) -> ActionItem:
    """The next action of the forum; the forum's organisation owns it unless an owner is given."""
    forum = origin.forum
    if not OWNER_FIELDS & fields.keys():
        fields["owner_organisation"] = forum.organisation
    fields.setdefault("number", ActionItem.objects.filter(forum=forum).count() + 1)
    return ActionItem.objects.create(forum=forum, origin=origin, text=text, **fields)


def make_attendance(
    *, meeting: Meeting, seat: Seat, presence: Presence = Presence.PRESENT, **fields: Any
) -> Attendance:
    return Attendance.objects.create(meeting=meeting, seat=seat, presence=presence, **fields)


def make_minutes(*, meeting: Meeting, state: MinutesState = MinutesState.CIRCULATED, **fields: Any) -> Minutes:
    """One version of the minutes, circulated on 20 November 2026 unless it is a draft."""
    fields.setdefault("number", Minutes.objects.filter(meeting=meeting).count() + 1)
    if state is not MinutesState.DRAFT:
        fields.setdefault("circulated_at", SHARED_AT)
    return Minutes.objects.create(meeting=meeting, state=state, **fields)
