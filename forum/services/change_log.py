from __future__ import annotations

from itertools import takewhile
from typing import Final

from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.models import Change
from forum.selectors.change_log import EPOCH_KIND, KEPT

PORTION: Final = 5_000


def delete_old_changes() -> int:
    """Removes changes older than 400 days; how many. The hourly round; safe to call at any time.

    The newest of the old ones stays, so that a reader who has seen everything can go on however long nothing happened;
    a reader whose last change is gone has to read everything again.
    """
    deleted = 0
    while removed := _delete_portion():
        deleted += removed
    return deleted


def _delete_portion() -> int:
    limit = timezone.now() - KEPT
    oldest = Change.objects.exclude(kind=EPOCH_KIND).order_by("xid", "id").values_list("pk", "at")[:PORTION]
    old = [pk for pk, _at in takewhile(lambda row: row[1] < limit, oldest)]
    return Change.objects.filter(pk__in=old[:-1]).delete()[0] if len(old) > 1 else 0


def renew_epoch() -> None:
    """Makes all readers of changes read everything again. Operators, after the data went back in time without a trace
    (the image of a whole machine was restored), or after what is shown has changed without its rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO forum_change (kind, object_id, op, xid, at)"
            " VALUES (%s, %s, 'renew', pg_current_xact_id()::text::bigint, clock_timestamp())",
            [EPOCH_KIND, uuid7()],
        )
