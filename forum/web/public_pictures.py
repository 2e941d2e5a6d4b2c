"""The published summary of a situation picture, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from forum.models import Anonymous, SituationPicture
from forum.web.acting import find
from forum.web.public import public_page

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

SHOWN = ("topic__name", "title", "organisation__name", "public_summary", "adopted_by", "adopted_on", "paragraph",
         "registry_number", "next_due_on", "published_at", "period_starts_on", "period_ends_on")  # fmt: skip


@public_page
def summary(request: HttpRequest, picture_id: uuid.UUID) -> HttpResponse:
    """Only the columns that are for everybody leave the database."""
    rows = SituationPicture.objects.visible_to(Anonymous()).select_related("topic", "organisation")
    picture = find(rows.only(*SHOWN), pk=picture_id)
    return render(request, "forum/public_picture.html", {"picture": picture})
