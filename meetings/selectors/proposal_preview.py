"""What becomes of a proposal in each forum that is asked, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from forum.enums import MessageKind, MessageState, PlacementState
from forum.models import Forum, OutboxCause, Placement
from meetings.models import Meeting
from meetings.selectors.presentations import clashing_with, presentations_for_reader
from meetings.selectors.room import Room, room_in_forums

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date

    from forum.models import PersonActor, Topic
    from meetings.selectors.presentations import Presentation

NO_BEFORE = (PlacementState.DECLINED, PlacementState.WITHDRAWN, PlacementState.ENDED)


@dataclass(frozen=True)
class Asked:
    """One forum. `meeting`: the first one in the proposal's time; `before`: how the latest proposal of the topic ended there."""

    forum: Forum
    meeting: Meeting | None
    room: Room | None
    full: bool
    refused: bool
    before: Placement | None
    clashes: list[Presentation]


def preview_of_proposal(
    actor: PersonActor,
    *,
    topic: Topic,
    forums: Iterable[Forum],
    minutes: int | None,
    first: date | None,
    presents: bool,
) -> list[Asked]:
    """One row per forum, in a constant number of statements. `presents`: the reader, whose other presentations are compared."""
    forums = list(forums)
    ahead = Meeting.objects.visible_to(actor).ahead(timezone.now()).filter(forum__in=forums)
    if first:
        ahead = ahead.filter(starts_at__date__gte=first)
    meetings = {one.forum_id: one for one in ahead.order_by("forum_id", "starts_at", "id").distinct("forum_id")}
    before = Placement.objects.visible_to(actor).filter(topic=topic, forum__in=forums, state__in=NO_BEFORE)
    earlier = {one.forum_id: one for one in before.order_by("forum_id", "-created_at").distinct("forum_id")}
    room = room_in_forums(forums)
    taken = presentations_for_reader(actor) if presents else []
    return [_asked(one, meetings.get(one.pk), room.get(one.pk), minutes, earlier.get(one.pk), taken) for one in forums]


def _asked(
    forum: Forum,
    meeting: Meeting | None,
    room: Room | None,
    minutes: int | None,
    before: Placement | None,
    taken: list[Presentation],
) -> Asked:
    clashing = (
        clashing_with(taken, meeting.starts_at, meeting.ends_at, meeting.place)
        if meeting and taken and not meeting.all_day
        else []
    )
    full, refused = bool(room and room.full(minutes)), bool(room and room.refused(minutes))
    return Asked(forum, meeting, room, full, refused, before, clashing)


@dataclass(frozen=True)
class SentSoFar:
    """How far one act of proposing has come: letters that have left of those written, answers of those asked."""

    letters: int
    left: int
    asked: int
    answered: int


def progress_of_batch(topic: Topic, batch: uuid.UUID) -> SentSoFar:
    """In two statements, however many forums."""
    placements = Placement.objects.filter(topic=topic, batch=batch)
    causes = OutboxCause.objects.filter(
        object_id__in=placements.values("pk"), message__kind=MessageKind.PROPOSAL
    ).exclude(message__state=MessageState.WITHDRAWN)
    letters = causes.aggregate(all=Count("message"), left=Count("message", filter=Q(message__state=MessageState.SENT)))
    waiting = Q(state=PlacementState.PROPOSED)
    answers = placements.aggregate(all=Count("pk"), waiting=Count("pk", filter=waiting))
    return SentSoFar(letters["all"], letters["left"], answers["all"], answers["all"] - answers["waiting"])
