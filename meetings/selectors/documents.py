"""Documents as they are listed: of a forum itself, of a meeting as a whole, and what may leave without a sign-in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db.models import Q

from meetings.enums import ItemOpenness
from meetings.models import Document

if TYPE_CHECKING:
    from django.core.files import File
    from django.db.models import QuerySet

    from forum.models import ActionPlan, Actor, Forum, StoredFile
    from meetings.models import Meeting

logger = logging.getLogger(__name__)


def forum_documents_for_reader(actor: Actor, forum: Forum) -> QuerySet[Document]:
    """Those of the forum itself, newest first."""
    return (
        Document.objects.visible_to(actor).filter(forum=forum, at_meeting__isnull=True).order_by("-uploaded_at", "id")
    )


def meeting_documents_for_reader(actor: Actor, meeting: Meeting) -> QuerySet[Document]:
    """Those of the meeting as a whole, by title."""
    return Document.objects.visible_to(actor).filter(meeting=meeting)


def plan_documents_for_reader(actor: Actor, plan: ActionPlan) -> QuerySet[Document]:
    """Those of the plan, newest first."""
    return Document.objects.visible_to(actor).filter(plan=plan).order_by("-uploaded_at", "id")


def documents_for_addressee(plan: ActionPlan) -> QuerySet[Document]:
    """Those of a plan that somebody was asked about by mail, for whoever bears the link."""
    rows: QuerySet[Document] = Document.objects.placed().filter(plan=plan)
    return rows.order_by("title", "id")


def documents_for_bearer(meeting: Meeting) -> QuerySet[Document]:
    """What may leave by mail or an open mail link: once noticed, of the meeting and of points that are open in the forum."""
    if meeting.noticed_at is None:
        return Document.objects.none()
    is_open = Q(item__isnull=True) | Q(item__openness=ItemOpenness.OPEN)
    rows: QuerySet[Document] = Document.objects.placed().filter(is_open, at_meeting=meeting.pk)
    return rows.order_by("item__position", "title", "id")


def content_of(stored: StoredFile) -> File[bytes] | None:
    """The row's file, open for reading; none, and a line in the log, where the store has lost it."""
    try:
        return default_storage.open(stored.stored_as)
    except FileNotFoundError:
        logger.exception("The file %s of a document is missing in the store", stored.stored_as)
        return None
