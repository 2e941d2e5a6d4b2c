"""What else waits on the start page, for secretary, coordinator and administrator. Each is one query, through what may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from forum.enums import EDITING, Office, PlacementState
from forum.models import Forum, Membership, Seat, Topic
from forum.models.counting import count_of
from forum.models.visibility import forums_where, own_topics
from meetings.enums import UNFINISHED, MinutesState, UpdateKind
from meetings.models import ActionItem, ActionUpdate, Handover, Minutes, MinutesComment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import PersonActor


def handovers_for_editor(actor: PersonActor) -> QuerySet[Handover]:
    """Actions that forums of the person are asked to take over; oldest first."""
    asked = Handover.objects.visible_to(actor).waiting().filter(to_forum__in=forums_where(actor, EDITING))
    found: QuerySet[Handover] = asked.select_related("action__forum", "to_forum")
    return found


def returned_for_editor(actor: PersonActor) -> QuerySet[ActionItem]:
    """Unfinished actions that their owner sent back and nobody has got since; `returned_with`: the owner's words."""
    since = ActionUpdate.objects.filter(action=OuterRef("pk"), kind__in=[UpdateKind.RETURNED, UpdateKind.OWNER])
    newest = since.order_by("-at", "-pk")
    mine = ActionItem.objects.visible_to(actor).filter(forum__in=forums_where(actor, EDITING), state__in=UNFINISHED)
    found = mine.annotate(turn=Subquery(newest.values("kind")[:1]), returned_with=Subquery(newest.values("text")[:1]))
    rows: QuerySet[ActionItem] = (
        found.filter(turn=UpdateKind.RETURNED).select_related("forum").order_by("forum__name", "number")
    )
    return rows


def comments_for_secretary(actor: PersonActor) -> QuerySet[Minutes]:
    """Circulated minutes of forums where the person is secretary, with `open_comments` that wait for an answer."""
    waiting = MinutesComment.objects.visible_to(actor).filter(answer="")
    mine = Minutes.objects.visible_to(actor).filter(
        meeting__forum__in=forums_where(actor, [Office.SECRETARY]), state=MinutesState.CIRCULATED
    )
    found = mine.filter(pk__in=waiting.order_by().values("minutes")).annotate(
        open_comments=count_of(waiting.filter(minutes=OuterRef("pk")), "minutes")
    )
    rows: QuerySet[Minutes] = found.defer("pdf", "content").select_related("meeting__forum").order_by("reply_by", "id")
    return rows


def vacancies_for_administrator(actor: PersonActor) -> QuerySet[Forum]:
    """The host's forums in use with `vacant` seats that nobody holds today; for administrators, and chairs and secretaries of their own."""
    held = Membership.objects.on(timezone.localdate()).filter(seat=OuterRef("pk"))
    empty = Seat.objects.filter(~Exists(held), closed_on__isnull=True)
    forums = Forum.objects.visible_to(actor).active().filter(external=False, organisation__is_host=True)
    if not actor.person.is_administrator:
        forums = forums.filter(pk__in=forums_where(actor, EDITING))
    rows: QuerySet[Forum] = (
        forums.annotate(vacant=Count("seats", filter=Q(seats__in=empty.values("pk"))))
        .filter(vacant__gt=0)
        .order_by("-vacant", "name")
    )
    return rows


def topics_for_coordinator(actor: PersonActor) -> QuerySet[Topic]:
    """Topics that the person coordinates: forums that were `asked`, `agreed`, or are `silent` so far."""
    mine = Topic.objects.visible_to(actor).filter(pk__in=own_topics(actor))
    counted = {"asked": Q(), "agreed": Q(placements__state=PlacementState.ACCEPTED)}
    counted["silent"] = Q(placements__state=PlacementState.PROPOSED)
    withdrawn = Q(placements__state=PlacementState.WITHDRAWN)
    rows: QuerySet[Topic] = mine.annotate(
        **{
            name: Count("placements__forum", filter=which & ~withdrawn, distinct=True)
            for name, which in counted.items()
        }
    ).order_by("name")
    return rows
