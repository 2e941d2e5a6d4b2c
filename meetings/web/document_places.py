"""Where a document hangs: the way to its page, and the page on which it is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from forum.templatetags.samverka import day
from forum.web.founding import way_to as way_to_forum
from forum.web.plans import plan_url, way_to_plan

if TYPE_CHECKING:
    from forum.models import Forum
    from meetings.models import Document, Meeting

Way = list[tuple[str, str]]


def way_of(forum: Forum, meeting: Meeting | None = None) -> Way:
    """Crumbs to the forum, or to its meeting."""
    steps = way_to_forum(forum)
    return [*steps, (day(meeting.starts_at), reverse("meeting", args=[meeting.pk]))] if meeting else steps


def way_to(document: Document) -> Way:
    """Crumbs to what the document hangs on."""
    if document.forum:
        return way_of(document.forum, document.place)
    return way_to_plan(document.plan) if document.plan else []


def home_of(document: Document) -> str:
    """The page on which the document is listed."""
    if document.place:
        anchor = f"item-{document.item_id}" if document.item_id else "documents"
        return f"{reverse('meeting', args=[document.place.pk])}#{anchor}"
    page = plan_url(document.plan) if document.plan else reverse("forum", args=[document.forum.slug])  # type: ignore[union-attr]  # one of the two
    return f"{page}#documents"
