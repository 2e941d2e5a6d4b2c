"""Reminders and letters as the page of coming reminders lists them: a page's worth from a place on, never by number of page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch, Q

from forum.enums import ABOUT_ACTIONS, MessageState, ReminderState
from forum.models import OutboxCause, OutboxMessage, PersonActor, Reminder
from forum.models.visibility import seats_held
from meetings.models import ActionItem, Meeting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor, Forum

ROWS = 25
LETTERS = {
    "waiting": (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD),
    "sent": (MessageState.SENT,),
    "failed": (MessageState.FAILED, MessageState.EXPIRED),
    "withdrawn": (MessageState.WITHDRAWN,),
}
OVER = (ReminderState.WITHDRAWN, ReminderState.EXPIRED, ReminderState.SUPERSEDED)


@dataclass(frozen=True)
class Portion:
    """Some rows, and from where the next ones come; empty at the end."""

    rows: list[Any]
    after: str = ""


def planned_in_forum(actor: Actor, forum: Forum, after: str) -> Portion:
    """What will be reminded of, soonest first."""
    rows = Reminder.objects.visible_to(actor).planned().filter(forum=forum)
    return _by_moment(rows, after)


def planned_for_person(actor: PersonActor, after: str) -> Portion:
    """What may reach the person: own actions, and meetings of forums with a seat; who is reached in the end is resolved."""
    own = ActionItem.objects.owned_by(actor).values("pk")
    forums = seats_held(actor).values("seat__forum")
    mine = Q(kind__in=ABOUT_ACTIONS, object_id__in=own) | (~Q(kind__in=ABOUT_ACTIONS) & Q(forum__in=forums))
    return _by_moment(Reminder.objects.planned().filter(mine), after)


def _by_moment(rows: QuerySet[Reminder], after: str) -> Portion:
    place = _place(after)
    if place:
        rows = rows.filter(Q(moment__gt=place[0]) | Q(moment=place[0], pk__gt=place[1]))
    found = list(rows.select_related("forum__organisation", "rule").order_by("moment", "pk")[: ROWS + 1])
    return _cut(found, lambda row: f"{row.moment.isoformat()}~{row.pk}")


def ended_in_forum(actor: Actor, forum: Forum, after: str) -> Portion:
    """Reminders that reached nobody, latest first."""
    rows = Reminder.objects.visible_to(actor).filter(forum=forum, state__in=OVER, settled_at__isnull=False)
    place = _place(after)
    if place:
        rows = rows.filter(Q(settled_at__lt=place[0]) | Q(settled_at=place[0], pk__lt=place[1]))
    found = list(rows.select_related("forum", "rule").order_by("-settled_at", "-pk")[: ROWS + 1])
    return _cut(found, lambda row: f"{row.settled_at.isoformat()}~{row.pk}")


def letters(actor: Actor, show: str, after: str, *, forum: Forum | None = None) -> Portion:
    """Letters of a forum, or to the person alone, latest first, with what they tell of."""
    rows = OutboxMessage.objects.visible_to(actor).filter(state__in=LETTERS[show])
    causes = OutboxCause.objects.all()
    if forum:
        rows, causes = rows.of_forum(forum), causes.filter(forum=forum)
    elif isinstance(actor, PersonActor):
        rows = rows.filter(person=actor.person)
    place = _uuid(after)
    if place:
        rows = rows.filter(pk__lt=place)
    rows = rows.defer("body").select_related("person").prefetch_related(Prefetch("causes", causes, to_attr="tells_of"))
    return _cut(list(rows.order_by("-pk")[: ROWS + 1]), lambda row: str(row.pk))


def things_seen(actor: Actor, ids: set[UUID]) -> dict[UUID, ActionItem | Meeting]:
    """The actions and meetings among these that the reader may see."""
    actions = ActionItem.objects.visible_to(actor).filter(pk__in=ids).select_related("owner_seat__organisation")
    meetings = Meeting.objects.visible_to(actor).filter(pk__in=ids).select_related("forum")
    return {row.pk: row for rows in (actions, meetings) for row in rows}


def _cut(found: list[Any], key: Any) -> Portion:
    return Portion(found[:ROWS], key(found[ROWS - 1]) if len(found) > ROWS else "")


def _place(after: str) -> tuple[datetime, UUID] | None:
    moment, _, pk = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    place = _uuid(pk)
    return (at, place) if place and at.tzinfo else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
