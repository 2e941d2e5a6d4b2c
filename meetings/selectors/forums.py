"""Forums as lists and pages show them: what stands together with what happens on a date."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, OuterRef, Prefetch, Subquery
from django.utils import timezone

from forum.enums import LIVE_PLACEMENTS, PRESIDING, Office
from forum.models import Forum, Placement
from forum.models.counting import count_of
from forum.policies import is_administrator, offices_in
from meetings.enums import UNFINISHED, ActionState
from meetings.models import ActionItem, AgendaItem, Meeting, Minutes
from meetings.selectors.meeting_pages import OWNERS, finishes
from meetings.selectors.upcoming import seats_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.enums import ForumKind
    from forum.models import Actor, Seat


LATELY = timedelta(days=14)


def forums_for_list(actor: Actor, *, kind: ForumKind | None = None, organisation: str = "") -> QuerySet[Forum]:
    """Active forums the actor may know, with `next_at` (start of the next meeting) and `open_actions` (those the actor may read)."""
    ahead = Meeting.objects.visible_to(actor).ahead(timezone.now()).filter(forum=OuterRef("pk"))
    actions = ActionItem.objects.visible_to(actor).filter(forum=OuterRef("pk"), state__in=UNFINISHED)
    forums: QuerySet[Forum] = Forum.objects.visible_to(actor).active().select_related("organisation")
    if kind:
        forums = forums.filter(kind=kind)
    if organisation:
        forums = forums.filter(organisation__code=organisation)
    return forums.annotate(
        next_at=Subquery(ahead.values("starts_at")[:1], output_field=DateTimeField()),
        open_actions=count_of(actions, "forum"),
    ).order_by("name", "pk")


def seats_for_reader(actor: Actor, forum: Forum) -> QuerySet[Seat]:
    """Seats with today's holders: all for who has a seat and for administrators, the chair's alone for coordinators."""
    seats = seats_of(forum)
    if offices_in(actor, forum) or is_administrator(actor):
        return seats
    return seats.filter(office__in=[*PRESIDING, Office.SECRETARY] if forum.external else PRESIDING)


def next_meeting_for_reader(actor: Actor, forum: Forum) -> Meeting | None:
    """The next meeting of the forum, when the actor may know its dates."""
    return Meeting.objects.visible_to(actor).ahead(timezone.now()).filter(forum=forum).select_related("forum").first()


def agenda_for_reader(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The points that the actor may know of, redacted where needed."""
    return AgendaItem.objects.visible_to(actor).filter(meeting=meeting).order_by("position", "id")


def open_actions_for_reader(actor: Actor, forum: Forum) -> QuerySet[ActionItem]:
    """Unfinished actions of the forum, the most urgent first."""
    actions = ActionItem.objects.visible_to(actor).filter(forum=forum, state__in=UNFINISHED)
    owners = ("owner_seat", "owner_organisation", "owner_unit", "owner_person")
    return actions.select_related("forum", "origin__meeting", *owners).order_by("due_on", "number")


def actions_done_lately(actor: Actor, forum: Forum) -> QuerySet[ActionItem]:
    """Done within the last fortnight, the latest first, with how."""
    since = timezone.now() - LATELY
    actions = ActionItem.objects.visible_to(actor).filter(forum=forum, state=ActionState.DONE, finished_at__gte=since)
    return actions.select_related("forum", *OWNERS).prefetch_related(finishes()).order_by("-finished_at", "pk")


def past_meetings_for_reader(actor: Actor, forum: Forum) -> QuerySet[Meeting]:
    """Meetings that have begun, newest first; `versions`: their minutes as far as the actor may read them, newest first."""
    minutes = Minutes.objects.visible_to(actor).defer("pdf", "content").order_by("-number")
    begun = Meeting.objects.visible_to(actor).begun(timezone.now()).filter(forum=forum)
    return begun.prefetch_related(Prefetch("minutes", minutes, to_attr="versions"))


def placements_for_reader(actor: Actor, forum: Forum) -> QuerySet[Placement]:
    """Live proposals to the forum: those that wait first, then those that stand."""
    placements = Placement.objects.visible_to(actor).filter(forum=forum, state__in=LIVE_PLACEMENTS)
    return placements.select_related("topic", "forum", "proposed_by").order_by("-state", "created_at")
