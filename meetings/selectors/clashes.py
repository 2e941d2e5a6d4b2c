"""Who is busy elsewhere when a forum would meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models import Membership
from meetings.enums import MeetingState
from meetings.models import Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from forum.models import Actor, Forum, Person


@dataclass
class Clash:
    """A meeting of another forum, and who of this one sits there too."""

    meeting: Meeting
    people: list[Person] = field(default_factory=list)


@dataclass
class Clashes:
    """`unnamed`: how many more are busy in forums whose members the reader may not know; neither who nor where is told."""

    known: list[Clash]
    unnamed: int


def meetings_on_day(forum: Forum, day: date, leave_out: uuid.UUID | None) -> list[Meeting]:
    """The forum's own standing meetings of that day."""
    found = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(forum=forum, starts_at__date=day)
    return list((found.exclude(pk=leave_out) if leave_out else found).order_by("starts_at", "id"))


def clashes_for_editor(actor: Actor, forum: Forum, starts_at: datetime, ends_at: datetime) -> Clashes:
    """Standing meetings of other forums at that time with holders of this forum's seats, in two statements."""
    return clashes_for_slots(actor, forum, [(starts_at, ends_at)])[0]


def clashes_for_slots(actor: Actor, forum: Forum, slots: Sequence[tuple[datetime, datetime]]) -> list[Clashes]:
    """The same for several times at once, in order, in two statements; who sits where is asked for the first day."""
    if not slots:
        return []
    overlap = Q()
    for starts_at, ends_at in slots:
        overlap |= Q(starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = Meeting.objects.exclude(state=MeetingState.CANCELLED).exclude(forum=forum)
    meetings = list(others.filter(overlap).select_related("forum").order_by("starts_at", "id"))
    rows = list(_double_seats(actor, forum, meetings, timezone.localdate(slots[0][0])))
    return [
        _of_slot([one for one in meetings if one.starts_at < ends and one.ends_at > starts], rows)
        for starts, ends in slots
    ]


def _of_slot(meetings: list[Meeting], rows: list[Membership]) -> Clashes:
    forums = {meeting.forum_id for meeting in meetings}
    there = [row for row in rows if row.seat.forum_id in forums]
    known = [row for row in there if row.known]  # type: ignore[attr-defined]  # annotated
    clashes = [clash for meeting in meetings if (clash := _clash(meeting, known)).people]
    named = {row.person_id for row in known}
    return Clashes(known=clashes, unnamed=len({row.person_id for row in there if not row.person.protected} - named))


def _double_seats(actor: Actor, forum: Forum, meetings: list[Meeting], day: date) -> QuerySet[Membership]:
    """Seats in those meetings' forums that are held by people who sit in this one; `known`: the actor may know of it."""
    current = Membership.objects.on(day).filter(seat__closed_on__isnull=True)
    here = current.filter(seat__forum=forum).values("person")
    there = current.filter(seat__forum__in={meeting.forum_id for meeting in meetings}, person__in=here)
    known = Exists(Membership.objects.visible_to(actor).filter(pk=OuterRef("pk")))
    return there.annotate(known=known).select_related("person", "seat").order_by("person__name", "pk")


def _clash(meeting: Meeting, rows: list[Membership]) -> Clash:
    people = {row.person_id: row.person for row in rows if row.seat.forum_id == meeting.forum_id}
    return Clash(meeting=meeting, people=list(people.values()))
