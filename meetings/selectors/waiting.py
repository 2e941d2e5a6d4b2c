"""What waits for a person: reads of the start page. Each is one query, through what the person may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from forum.enums import EDITING, MinutesForm, Office, PlacementState
from forum.models import Placement
from forum.models.counting import count_of
from forum.models.visibility import forums_where, own_seats
from meetings.enums import UNFINISHED, MeetingState, MinutesState
from meetings.models import ActionItem, AgendaItem, Approval, Attendance, Meeting, Minutes
from meetings.models.visibility import circulated_meetings

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import PersonActor

LOGGING_WAITS = timedelta(days=60)
POINTS = AgendaItem.objects.filter(meeting=OuterRef("pk"))


def meetings_for_person(actor: PersonActor) -> QuerySet[Meeting]:
    """Meetings ahead, or going on, in forums where the person has a seat; soonest first. `points`: what stands on the agenda."""
    standing = Meeting.objects.visible_to(actor).in_use().exclude(state=MeetingState.CANCELLED)
    mine = standing.filter(forum__in=forums_where(actor), ends_at__gte=timezone.now())
    return mine.annotate(points=count_of(POINTS, "meeting")).select_related("forum").order_by("starts_at", "id")


def outcomes_for_editor(actor: PersonActor) -> QuerySet[Meeting]:
    """Meetings of the last 60 days whose outcome the person is to log or send; newest first.

    `points` and `answered` count the agenda's points; `attended`: attendance has been noted.
    """
    now = timezone.now()
    held = Meeting.objects.visible_to(actor).filter(
        forum__in=forums_where(actor, EDITING), historic=False, ends_at__lte=now, ends_at__gt=now - LOGGING_WAITS
    )
    waiting = held.exclude(state=MeetingState.CANCELLED).exclude(pk__in=circulated_meetings())
    said = POINTS.filter(~Q(answer="") | ~Q(notes=""))
    return (
        waiting.annotate(points=count_of(POINTS, "meeting"), answered=count_of(said, "meeting"))
        .annotate(attended=Exists(Attendance.objects.filter(meeting=OuterRef("pk"))))
        .select_related("forum")
        .order_by("-starts_at", "-id")
    )


def approvals_for_person(actor: PersonActor) -> QuerySet[Minutes]:
    """Minutes that wait for the person's yes, as chair (the vice chair for the chair) or chosen approver; soonest reply first."""
    asked = Approval.objects.filter(minutes=OuterRef("pk"), approved_at__isnull=True)
    mine = asked.filter(seat__in=own_seats(actor))
    for_chair = asked.filter(presiding=True, minutes__meeting__forum__in=forums_where(actor, [Office.VICE_CHAIR]))
    later = Minutes.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))  # a correction has begun
    waiting = Minutes.objects.visible_to(actor).filter(~Exists(later), state=MinutesState.CIRCULATED)
    return (
        waiting.exclude(meeting__forum__minutes_form=MinutesForm.NOTES)
        .filter(Exists(mine) | Exists(for_chair))
        .defer("pdf", "content")
        .select_related("meeting__forum")
        .order_by("reply_by", "id")
    )


def actions_for_owner(actor: PersonActor) -> QuerySet[ActionItem]:
    """The person's own unfinished actions, the most urgent first; those without a day last."""
    mine = ActionItem.objects.owned_by(actor).filter(state__in=UNFINISHED)
    return mine.select_related("forum", "origin__meeting").order_by(F("due_on").asc(nulls_last=True), "number", "id")


def proposals_for_editor(actor: PersonActor) -> QuerySet[Placement]:
    """Proposals that wait for an answer in forums in use where the person is chair, vice chair or secretary; oldest first."""
    asked = Placement.objects.visible_to(actor).filter(state=PlacementState.PROPOSED, forum__archived_at=None)
    return (
        asked.filter(forum__in=forums_where(actor, EDITING))
        .select_related("forum", "topic", "proposed_by")
        .order_by("created_at", "id")
    )
