from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from meetings.models import ActionItem, Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable


def hold_objects(object_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Keeps actions and meetings from being changed until the transaction ends; which are being changed by others just now.

    Whoever changes one locks it first and its reminders then. A release that had reminders first and came to the rows later, by
    the keys of its links, would wait in a circle with it; so it takes the rows before, and leaves alone those that are not free.
    """
    wanted = set(object_ids)
    missing = wanted - _free(ActionItem._meta.db_table, wanted)
    if missing:
        missing -= _free(Meeting._meta.db_table, missing)
    if not missing:
        return set()
    existing = [
        set(model.objects.filter(pk__in=missing).values_list("pk", flat=True)) for model in (ActionItem, Meeting)
    ]
    return existing[0] | existing[1]


def _free(table: str, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE id = ANY(%s) FOR KEY SHARE SKIP LOCKED",  # noqa: S608  (a name of ours)
            [list(ids)],
        )
        return {row[0] for row in cursor.fetchall()}
