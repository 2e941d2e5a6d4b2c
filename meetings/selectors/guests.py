"""When guests are wanted, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forum.enums import SITTING, Office
from forum.models import Seat
from forum.selectors.recipients import holder_of, reached, recipients_in_forums, seats_with_holders
from meetings.enums import ItemOpenness
from meetings.models import Document, ItemGuest
from meetings.selectors.meeting_pages import planned_times

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

    from forum.models import Actor, Person
    from meetings.models import AgendaItem, Meeting


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


@dataclass(frozen=True)
class Presenter:
    """Who presents a point and has no seat from which the meeting's own notice is got. `withheld`: the address is not to be shown."""

    item: AgendaItem
    name: str
    address: str
    organisation: str
    withheld: bool = False


def presenters_beside_notice(meeting: Meeting) -> list[Presenter]:
    """Those who present points and are not reached by the notice: observers, and whom a proposal names as presenting it.

    Whoever gets the notice has the whole meeting in the calendar already. A constant number of statements.
    """
    related = ("placement__presented_by__organisation", "presenter_seat")
    items = list(meeting.items.select_related(*related).order_by("position"))
    seats = {item.presenter_seat_id for item in items if item.presenter_seat}
    by_seat = {item.pk: seat for item in items if (seat := item.presenter_seat) and seat.office == Office.OBSERVER}
    people = {item.pk: item.placement.presented_by for item in items if not item.presenter_seat and _as_proposed(item)}
    if not by_seat and not people:
        return []
    holders = {seat.pk: holder_of(seat) for seat in seats_with_holders(Seat.objects.filter(pk__in=seats))}
    people |= {key: holders[seat.pk] for key, seat in by_seat.items()}
    told = recipients_in_forums([meeting.forum_id], [*SITTING, Office.CO_OPTED]).get(meeting.forum_id, [])
    known = {recipient.address for recipient in told}
    return [
        Presenter(
            item,
            _name(item, person),
            person.email or "",
            person.organisation.name if person.organisation else "",
            withheld=person.protected,
        )
        for item in items
        if (person := people.get(item.pk)) and reached(person) and person.email not in known
    ]


def _as_proposed(item: AgendaItem) -> bool:
    """The secretary has not named somebody else."""
    return bool(item.placement and item.placement.presented_by and item.presenter == item.placement.presenter)


def _name(item: AgendaItem, person: Person) -> str:
    if not person.protected:
        return str(person.name)
    return item.presenter or (item.presenter_seat.role_title if item.presenter_seat else "") or person.title or "–"


def guests_for_editor(actor: Actor, meeting: Meeting) -> list[ItemGuest]:
    """Those who are called to points of the meeting, as far as the reader may know of them."""
    called = ItemGuest.objects.visible_to(actor).called().filter(item__meeting=meeting)
    return list(called.select_related("item").order_by("item__position", "created_at", "id"))


def documents_for_guest(guest: ItemGuest) -> QuerySet[Document]:
    """The papers of the guest's own point, once the notice is out and the point is open; of no other point, and none when taken off."""
    item = guest.item
    if item.openness != ItemOpenness.OPEN or item.meeting.noticed_at is None or guest.ended_at:
        return Document.objects.none()
    rows: QuerySet[Document] = Document.objects.placed().filter(item=guest.item_id)
    return rows.order_by("title", "id")
