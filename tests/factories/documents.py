from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from meetings.models import Document

from .meetings import SHARED_AT

if TYPE_CHECKING:
    from forum.models import ActionPlan, Forum
    from meetings.models import AgendaItem, Meeting

PDF = b"%PDF-1.7\nIn place of a document.\n"


def make_document(
    *,
    forum: Forum | None = None,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    plan: ActionPlan | None = None,
    title: str = "Underlag",
    content: bytes | None = None,
    **fields: Any,
) -> Document:
    """A PDF of the one place that is given; there is a file only when its content is given."""
    place = item or meeting
    stored_as = uuid.uuid4().hex
    if content is not None:
        stored_as = default_storage.save(f"{stored_as[:2]}/{stored_as}", ContentFile(content))
    values: dict[str, Any] = {
        "stored_as": stored_as,
        "file_name": f"{title}.pdf",
        "content_type": "application/pdf",
        "size": len(content or PDF),
        "checksum": hashlib.sha256(content or PDF).hexdigest(),
        "uploaded_at": SHARED_AT,
    }
    return Document.objects.create(
        forum=forum or (place.forum if place else None),
        meeting=meeting,
        item=item,
        plan=plan,
        title=title,
        **(values | fields),
    )
