"""When guests are wanted, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from meetings.models import Document, ItemGuest
from meetings.selectors.meeting_pages import planned_times

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

    from forum.models import Actor
    from meetings.models import Meeting


@dataclass(frozen=True)
class Slot:
    """From and to, aware. `exact`: from the lengths of the points, not merely the meeting's own time."""

    starts_at: datetime
    ends_at: datetime
    exact: bool = True


def slots_of(meeting: Meeting) -> dict[uuid.UUID, Slot]:
    """When each point is expected, if all keep their time; the meeting's own time where lengths are missing."""
    items = list(meeting.items.order_by("position"))
    slots = {}
    for item, at in zip(items, planned_times(meeting, items), strict=True):
        if at is None or meeting.all_day:
            slots[item.pk] = Slot(meeting.starts_at, meeting.ends_at, exact=False)
        else:
            ends_at = at + timedelta(minutes=item.minutes) if item.minutes else max(meeting.ends_at, at)
            slots[item.pk] = Slot(at, ends_at, exact=bool(item.minutes))
    return slots


def guests_for_editor(actor: Actor, meeting: Meeting) -> list[ItemGuest]:
    """Those who are called to points of the meeting, as far as the reader may know of them."""
    called = ItemGuest.objects.visible_to(actor).called().filter(item__meeting=meeting)
    return list(called.select_related("item").order_by("item__position", "created_at", "id"))


def documents_for_guest(guest: ItemGuest) -> QuerySet[Document]:
    """The papers of the guest's own point, once the notice is out and the point is open; of no other point."""
    rows: QuerySet[Document] = Document.objects.placed().filter(item=guest.item_id)
    return rows.order_by("title", "id")
