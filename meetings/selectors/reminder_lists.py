"""Reminders and letters as the page of coming reminders lists them: a page's worth from a place on, never by number of page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Prefetch, Q

from forum.enums import ABOUT_ACTIONS, EDITING, MessageState, ReminderState
from forum.models import (
    ActionPlan,
    Agreement,
    ConcernRoutine,
    Consultee,
    Coordinator,
    FollowUp,
    OutboxCause,
    OutboxMessage,
    PersonActor,
    PictureRecipient,
    Reminder,
    SituationPicture,
    SupportLine,
    Topic,
)
from forum.models.visibility import coordinations_of, forums_where
from forum.selectors.keyset import Key, Stretch, stretch_of
from meetings.models import ActionItem, Meeting

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet

    from forum.models import Actor, Forum

ROWS = 25
LETTERS = {
    "waiting": (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD),
    "sent": (MessageState.SENT,),
    "failed": (MessageState.FAILED, MessageState.EXPIRED),
    "withdrawn": (MessageState.WITHDRAWN,),
}
SOONEST: Final = (Key(F("moment")), Key(F("pk")))
LATEST: Final = (Key(F("settled_at"), descending=True), Key(F("pk"), descending=True))
NEWEST: Final = (Key(F("pk"), descending=True),)
OVER = (ReminderState.WITHDRAWN, ReminderState.EXPIRED, ReminderState.SUPERSEDED)
READABLE: Final[tuple[Callable[[Actor], QuerySet[Any]], ...]] = (
    lambda actor: ActionItem.objects.visible_to(actor).select_related("owner_seat__organisation"),
    lambda actor: Meeting.objects.visible_to(actor).select_related("forum"),
    lambda actor: FollowUp.objects.visible_to(actor).select_related("measure", "plan__topic"),
    lambda actor: SupportLine.objects.visible_to(actor),
    lambda actor: Agreement.objects.visible_to(actor),
    lambda actor: ConcernRoutine.objects.visible_to(actor).select_related("organisation"),
    lambda actor: Coordinator.objects.filter(topic__in=Topic.objects.visible_to(actor)).select_related("topic"),
    lambda actor: SituationPicture.objects.visible_to(actor).select_related("topic"),
    lambda actor: PictureRecipient.objects.visible_to(actor).select_related("picture__topic"),
    lambda actor: Consultee.objects.visible_to(actor).select_related("plan__topic"),
    lambda actor: ActionPlan.objects.visible_to(actor).select_related("topic"),
)


def planned_in_forum(actor: Actor, forum: Forum, after: str) -> Stretch:
    """What will be reminded of, soonest first."""
    rows = Reminder.objects.visible_to(actor).planned().filter(forum=forum)
    return _by_moment(rows, after)


def planned_for_person(actor: PersonActor, after: str) -> Stretch:
    """What may reach the person: own actions, meetings of forums with a seat, what he or she keeps up to date or has to answer;
    who is reached in the end is resolved.
    """
    own = ActionItem.objects.owned_by(actor).values("pk")
    forums = forums_where(actor)
    mine = Q(kind__in=ABOUT_ACTIONS, object_id__in=own) | (~Q(kind__in=ABOUT_ACTIONS) & Q(forum__in=forums))
    kept = Q(pk__in=[])
    for rows in _kept_by(actor):
        kept |= Q(object_id__in=rows.order_by().values("pk"))
    return _by_moment(Reminder.objects.planned().filter(mine | (kept & Q(forum=None))), after)


def _kept_by(actor: PersonActor) -> list[QuerySet[Any]]:
    """What belongs to no forum and may concern the person: as keeper, owner, coordinator, or asked."""
    person, held = actor.person, coordinations_of(actor)
    organisations = held.values("organisation")
    of_topics = Q(topic__in=held.values("topic"), organisation__in=organisations)
    terms = Coordinator.objects.all()
    if not person.is_administrator:
        terms = terms.filter(Q(person=person) | Q(deputy=person))
    return [
        SupportLine.objects.filter(Q(keeper=person) | Q(organisation__in=organisations)),
        Agreement.objects.filter(Q(keeper=person) | Q(organisation__in=organisations)),
        ConcernRoutine.objects.filter(organisation__in=organisations),
        terms,
        Consultee.objects.filter(person=person),
        PictureRecipient.objects.filter(Q(person=person) | Q(forum__in=forums_where(actor, EDITING))),
        SituationPicture.objects.filter(of_topics),
        ActionPlan.objects.filter(of_topics),
        FollowUp.objects.filter(Q(measure__owner_person=person) | Q(plan__topic__in=held.values("topic"))),
    ]


def _by_moment(rows: QuerySet[Reminder], after: str) -> Stretch:
    return stretch_of(rows.select_related("forum__organisation", "rule"), SOONEST, size=ROWS, after=after)


def ended_in_forum(actor: Actor, forum: Forum, after: str) -> Stretch:
    """Reminders that reached nobody, latest first."""
    rows = Reminder.objects.visible_to(actor).filter(forum=forum, state__in=OVER, settled_at__isnull=False)
    return stretch_of(rows.select_related("forum", "rule"), LATEST, size=ROWS, after=after)


def letters(actor: Actor, show: str, after: str, *, forum: Forum | None = None) -> Stretch:
    """Letters of a forum, or to the person alone, latest first, with what they tell of."""
    rows = OutboxMessage.objects.visible_to(actor).filter(state__in=LETTERS[show])
    causes = OutboxCause.objects.all()
    if forum:
        rows, causes = rows.of_forum(forum), causes.filter(forum=forum)
    elif isinstance(actor, PersonActor):
        rows = rows.filter(person=actor.person)
    rows = rows.defer("body").select_related("person").prefetch_related(Prefetch("causes", causes, to_attr="tells_of"))
    return stretch_of(rows, NEWEST, size=ROWS, after=after)


def things_seen(actor: Actor, ids: set[UUID]) -> dict[UUID, Any]:
    """What the reader may see among these: actions and meetings, and where more is asked for what belongs to no forum."""
    seen: dict[UUID, Any] = {}
    for readable in READABLE:
        if left := ids - seen.keys():
            seen |= {row.pk: row for row in readable(actor).filter(pk__in=left)}
    return seen
