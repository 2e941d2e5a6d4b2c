from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.models import Forum, Organisation, Person, Share

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.enums import SharedKind


def record_shares(
    *,
    forum: Forum,
    kind: SharedKind,
    object_id: uuid.UUID,
    version: int,
    organisations: Iterable[Organisation],
    shared_by: Person | None,
) -> None:
    """Notes that these organisations were sent this version: from now on it is a public record there (TF 2:9). Once per version."""
    now = timezone.now()
    Share.objects.bulk_create(
        (
            Share(
                forum=forum,
                kind=kind,
                object_id=object_id,
                shared_version=version,
                organisation=organisation,
                shared_by=shared_by,
                shared_at=now,
            )
            for organisation in organisations
        ),
        ignore_conflicts=True,
    )
