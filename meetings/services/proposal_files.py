"""The file that goes with a proposal: kept once, a document of the point on each agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from forum.models import ProposalFile
from forum.services.uploads import keep_upload
from meetings.models import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files import File

    from forum.models import Person
    from meetings.models import AgendaItem

KEPT = ("stored_as", "file_name", "content_type", "size", "checksum", "uploaded_by_id")
UNSENT_FOR = timedelta(days=2)


@transaction.atomic
def keep_proposal_file(*, file: File[Any], uploaded_by: Person | None) -> ProposalFile:
    """Keeps a file until its proposal is sent; one that never is leaves within days. Coordinators. Raises as `keep_upload`."""
    return ProposalFile.objects.create(uploaded_by=uploaded_by, **vars(keep_upload(file)))


def attach_to_agendas(items: Iterable[AgendaItem]) -> None:
    """Gives points that came of a proposal its file as their document."""
    rows = [
        Document(
            forum_id=item.forum_id, item=item, title=file.file_name, **{name: getattr(file, name) for name in KEPT}
        )
        for item in items
        if (file := item.placement.attachment if item.placement and not item.carried_from_id else None)
    ]
    if rows:
        Document.objects.bulk_create(rows)


def forget_unsent_files() -> int:
    """Files of proposals that were never sent. The hourly round."""
    old = ProposalFile.objects.filter(placements=None, uploaded_at__lt=timezone.now() - UNSENT_FOR)
    return old.delete()[0]
