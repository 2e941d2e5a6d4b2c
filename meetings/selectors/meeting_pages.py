"""What the pages of one meeting show, for the reader of that page; the number of statements does not depend on the number of points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone

from forum.selectors.recipients import holder_of, seats_with_holders
from meetings.enums import ActionState, Answer, ItemOpenness, UpdateKind
from meetings.models import ActionItem, ActionUpdate, AgendaItem, Attendance, Decision, Document

if TYPE_CHECKING:
    from forum.models import Actor, Seat
    from meetings.models import Meeting

OWNERS = ("owner_seat__organisation", "owner_organisation", "owner_unit", "owner_person")


def finishes() -> Prefetch[Any]:
    """For actions: how they came to be done, the latest first, as `finishes`."""
    done = ActionUpdate.objects.filter(kind=UpdateKind.STATE, new_state=ActionState.DONE)
    return Prefetch("updates", done.select_related("by_person").order_by("-at", "-pk"), to_attr="finishes")


@dataclass(frozen=True)
class SeatRow:
    """A seat as it stands in lists: who held it at the meeting, and what was noted about its attendance."""

    seat: Seat
    holder: str
    attendance: Attendance | None = None


def agenda_for_reader(meeting: Meeting, actor: Actor) -> list[AgendaItem]:
    """The points that the reader may know of, redacted where need be, with the decisions and actions that he or she may read."""
    actions = (
        ActionItem.objects.visible_to(actor).select_related(*OWNERS).prefetch_related(finishes()).order_by("number")
    )
    items = (
        AgendaItem.objects.visible_to(actor)
        .filter(meeting=meeting)
        .select_related("topic", "placement", "presenter_seat", "carried_from__meeting", "recalls")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.visible_to(actor)),
            Prefetch("actions", actions),
            Prefetch("documents", Document.objects.visible_to(actor)),
        )
    )
    return list(items.order_by("position"))


def waiting_until_later(meeting: Meeting, actor: Actor) -> list[AgendaItem]:
    """Points that were put off until a day after this meeting, the soonest first."""
    items = AgendaItem.objects.visible_to(actor).filter(forum=meeting.forum_id, carried_to=None, answer=Answer.PUT_OFF)
    return list(items.filter(put_off_until__gt=meeting.day).order_by("put_off_until", "position"))


def agenda_for_bearer(meeting: Meeting) -> list[AgendaItem]:
    """The agenda as an open mail link shows it, once noticed."""
    return agenda_outside(meeting) if meeting.noticed_at else []


def agenda_outside(meeting: Meeting) -> list[AgendaItem]:
    """The points as they may leave the house: without outcomes, and of those not open in the forum only the number."""
    items = list(meeting.items.select_related("topic", "presenter_seat", "carried_from__meeting").order_by("position"))
    for item in items:
        item.in_full = item.openness == ItemOpenness.OPEN
        if item.in_full:
            item.hide_outcome()
        else:
            item.redact()
    return items


def seat_rows(meeting: Meeting, *, noted: bool = False) -> list[SeatRow]:
    """The seats that the forum had at the meeting, with those who held them then; of one ahead, as they stand today.

    A seat that was closed or changed hands afterwards stands as it was. `noted`: with what was noted of them there.
    """
    day = meeting.day
    of_the_day = meeting.forum.seats.in_use(day) | meeting.forum.seats.filter(pk__in=meeting.attendances.values("seat"))
    known = (
        {
            row.seat_id: row
            for row in meeting.attendances.filter(seat__isnull=False).select_related("from_item", "to_item")
        }
        if noted
        else {}
    )
    seats = seats_with_holders(of_the_day, min(day, timezone.localdate()))
    return [SeatRow(seat, _name(seat), known.get(seat.pk)) for seat in seats]


def _name(seat: Seat) -> str:
    holder = holder_of(seat)
    return holder.name if holder and not holder.protected else ""


def planned_minutes(items: list[AgendaItem]) -> int:
    return sum(item.minutes or 0 for item in items)


def planned_times(meeting: Meeting, items: list[AgendaItem]) -> list[datetime | None]:
    """When each point begins if all keep their time; unknown after the first point without a length."""
    at: datetime | None = None if meeting.all_day else meeting.starts_at
    times: list[datetime | None] = []
    for item in items:
        times.append(at)
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    return times
