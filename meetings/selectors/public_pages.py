"""What everybody may read: open forums, their dates, published minutes. Always as nobody we know, whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models import Anonymous, Forum
from meetings.enums import MeetingState
from meetings.models import DocumentPublication, Meeting, Publication

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

EVERYBODY: Final = Anonymous()


def public_forums() -> QuerySet[Forum]:
    """Open forums with their organisation; archived ones too, since their minutes keep their addresses."""
    rows: QuerySet[Forum] = Forum.objects.visible_to(EVERYBODY).select_related("organisation", "unit")
    return rows


def public_meetings() -> QuerySet[Meeting]:
    """Meetings to come of forums that are alive, cancelled ones too: whoever wants to come must know. Soonest first."""
    ahead = Meeting.objects.visible_to(EVERYBODY).filter(ends_at__gte=timezone.now(), forum__archived_at__isnull=True)
    return ahead.select_related("forum").order_by("starts_at", "id")


def next_public_meetings() -> dict[uuid.UUID, Meeting]:
    """Forum → its next meeting that stands."""
    standing = public_meetings().exclude(state=MeetingState.CANCELLED).order_by("forum_id", "starts_at", "id")
    return {meeting.forum_id: meeting for meeting in standing.distinct("forum_id")}


def publications() -> QuerySet[Publication]:
    """Published minutes without their PDF, the newest version of each meeting, latest meeting first."""
    every = all_publications()
    newer = Publication.objects.published().filter(
        minutes__meeting=OuterRef("minutes__meeting"), minutes__number__gt=OuterRef("minutes__number")
    )
    return every.filter(~Exists(newer)).order_by("-minutes__meeting__starts_at", "-minutes__meeting")


def all_publications() -> QuerySet[Publication]:
    """Every version that is published, newest first."""
    rows: QuerySet[Publication] = Publication.objects.visible_to(EVERYBODY)
    return (
        rows.defer("pdf", "minutes__pdf", "minutes__content")
        .select_related("minutes__meeting__forum__organisation")
        .order_by("-minutes__number")
    )


def published_documents() -> QuerySet[DocumentPublication]:
    """Published documents, by title."""
    rows: QuerySet[DocumentPublication] = DocumentPublication.objects.visible_to(EVERYBODY)
    return rows.select_related("document").order_by("title", "pk")


def documents_of_meeting(meeting_id: uuid.UUID) -> QuerySet[DocumentPublication]:
    """Those of a meeting as a whole and of its points."""
    of = Q(document__meeting=meeting_id) | Q(document__item__meeting=meeting_id)
    return published_documents().filter(of)


def latest_publications() -> dict[Any, Publication]:
    """Forum → the published minutes of its latest meeting."""
    rows = publications().order_by("minutes__meeting__forum_id", "-minutes__meeting__starts_at")
    return {row.minutes.meeting.forum_id: row for row in rows.distinct("minutes__meeting__forum_id")}
