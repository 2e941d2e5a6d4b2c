"""Points of earlier meetings that were not dealt with come to the next agenda, once, and leave it again when they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, Max, OuterRef, Q

from forum.enums import PlacementState
from meetings.enums import Answer, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.models.visibility import circulated_meetings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

CARRIED = (
    "title",
    "kind",
    "topic",
    "placement",
    "question",
    "presenter",
    "presenter_seat",
    "minutes",
    "registry_number",
    "draft_decision",
    "openness",
    "secrecy_provision",
    "secrecy_marked_on",
    "secrecy_authority",
)
NOT_REACHED_COUNTS_FOR = timedelta(days=400)
TAKEN_BACK = (PlacementState.WITHDRAWN, PlacementState.ENDED)


def waiting_for(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Points that belong on this agenda: put off (until its day), not reached when the minutes were sent, or on a cancelled agenda.

    Each is carried once: what was carried on waits in its later row. Not those whose proposal was taken back, nor those that
    were taken off this agenda by hand.
    """
    earlier = AgendaItem.objects.filter(forum=meeting.forum_id, meeting__starts_at__lt=meeting.starts_at)
    put_off = Q(answer=Answer.PUT_OFF) & (Q(put_off_until=None) | Q(put_off_until__lte=meeting.day))
    unreached = Q(pk__in=_left_over(earlier, meeting).values("pk"))
    return (
        earlier.filter(put_off | unreached, carried_to=None, recalls=None)
        .exclude(placement__state__in=TAKEN_BACK)
        .exclude(pk__in=meeting.left_out)
        .select_related("topic", "placement", "presenter_seat", "meeting")
        .prefetch_related("named_seats")
        .order_by("meeting__starts_at", "position")
    )


def carried_when_sent(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Points of this agenda that nothing came of yet: they go to the next agenda when the minutes are sent, if the forum carries them."""
    if not meeting.forum.carries_unfinished:
        return AgendaItem.objects.none()
    rows: QuerySet[AgendaItem] = AgendaItem.objects.bare().filter(meeting=meeting, carried_to=None, recalls=None)
    return rows.exclude(placement__state__in=TAKEN_BACK).order_by("position")


def _left_over(earlier: QuerySet[AgendaItem], meeting: Meeting) -> QuerySet[AgendaItem]:
    """Nothing came of them. What stands on a cancelled agenda by a proposal alone comes again by the proposal's own rhythm."""
    by_itself = Q(placement=None) | Q(times_put_off__gt=0)
    left = Q(meeting__state=MeetingState.CANCELLED) & by_itself
    if meeting.forum.carries_unfinished:
        left |= Q(meeting__in=circulated_meetings()) & ~Q(meeting__state=MeetingState.CANCELLED)
    same = AgendaItem.objects.filter(meeting=meeting, title__iexact=OuterRef("title"), carried_from=None)
    since = meeting.starts_at - NOT_REACHED_COUNTS_FOR
    return earlier.bare().filter(left, ~Exists(same), meeting__starts_at__gte=since)  # type: ignore[no-any-return,attr-defined]


def carried_copy(item: AgendaItem) -> AgendaItem:
    """The point as it stands on the next agenda; a cancelled meeting does not count as one at which it was put off."""
    facts = {field: getattr(item, field) for field in CARRIED}
    held = item.meeting.state != MeetingState.CANCELLED
    since = item.waiting_since or (item.meeting.day if held else None)
    return AgendaItem(carried_from=item, times_put_off=item.times_put_off + held, waiting_since=since, **facts)


def drop_what_was_dealt_with(meeting: Meeting) -> int:
    """Takes carried points off an agenda that is not sent yet, where the earlier point has got its outcome after all.

    Those that were changed by hand stay. Needs the meeting's lock; returns how many left.
    """
    if meeting.noticed_at:
        return 0
    rows = meeting.items.droppable().filter(carried_from__isnull=False)
    rows = rows.select_related("carried_from").prefetch_related("carried_from__decisions", "carried_from__actions")
    done = [row for row in rows if not _waits(row.carried_from, meeting.day) and _as_carried(row)]
    AgendaItem.objects.filter(pk__in=[row.pk for row in done]).delete()
    if done:
        close_gaps(meeting)
    return len(done)


def _waits(origin: AgendaItem, day: date) -> bool:
    if origin.answer == Answer.PUT_OFF:
        return origin.put_off_until is None or origin.put_off_until <= day
    return not (origin.answer or origin.notes or origin.decisions.all() or origin.actions.all())


def _as_carried(row: AgendaItem) -> bool:
    names = [AgendaItem._meta.get_field(name).attname for name in CARRIED]  # type: ignore[union-attr]
    return all(getattr(row, name) == getattr(row.carried_from, name) for name in names)


def close_gaps(meeting: Meeting) -> None:
    """Numbers the points anew from 1, in their order; only those whose number changes are written."""
    for position, row in enumerate(meeting.items.order_by("position", "pk").only("position"), start=1):
        if row.position != position:
            AgendaItem.objects.filter(pk=row.pk).update(position=position)


def fetch_from_later(meeting: Meeting, now: datetime) -> int:
    """Brings to the next agenda what had come by itself to a later one, before that meeting was moved or another was added.

    Only from agendas that are not sent, and only what nothing came of. Needs the forum's lock.
    """
    later = Meeting.objects.ahead(now).filter(forum=meeting.forum_id, noticed_at=None).exclude(pk=meeting.pk)
    by_itself = Q(carried_from__isnull=False) | Q(recalls__isnull=False)
    strays = AgendaItem.objects.droppable().filter(by_itself, meeting__in=later)
    found = list(strays.select_related("meeting").order_by("meeting__starts_at", "position"))
    AgendaItem.objects.filter(pk__in=[row.pk for row in found if row.recalls_id]).delete()
    _move_to_end(meeting, [row for row in found if not row.recalls_id])
    for source in {row.meeting for row in found}:
        close_gaps(source)
    return len(found)


def _move_to_end(meeting: Meeting, rows: Iterable[AgendaItem]) -> None:
    last = last_position(meeting)
    for position, row in enumerate(rows, start=last + 1):
        AgendaItem.objects.filter(pk=row.pk).update(meeting=meeting, position=position)


def last_position(meeting: Meeting) -> int:
    return meeting.items.aggregate(last=Max("position"))["last"] or 0


def make_room_at_the_top(meeting: Meeting) -> None:
    """Moves all points one step down. Needs the meeting's lock."""
    meeting.items.update(position=F("position") + 1)
