"""The log of changes as a reader may follow it: up to which transaction, from which place, under which epoch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone

from forum.models import Change

KEPT: Final = timedelta(days=400)
EPOCH_KIND: Final = "epoch"

# The server, its timeline (another one after recovery or promotion), the database and the table (others after a dump was
# read back), and the last change that renewed the epoch by hand. All of it may be read by any role, unless that was taken away.
STATE: Final = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           concat_ws('.', (pg_control_system()).system_identifier,
                     CASE WHEN pg_is_in_recovery() THEN (pg_control_checkpoint()).timeline_id::text
                          ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END,
                     (SELECT oid FROM pg_database WHERE datname = current_database()),
                     'forum_change'::regclass::oid,
                     (SELECT max(id) FROM forum_change WHERE kind = %s))
"""


class LogState(NamedTuple):
    """`horizon`: every transaction below it has ended, so that nothing can be added there any more."""

    horizon: int
    epoch: str


@dataclass(frozen=True)
class Position:
    """The change that was gone through last; `at` (microseconds since 1970) proves that it is the same one.

    `after`: it led to more than fitted on the page; what stands up to here was given.
    """

    xid: int = 0
    id: int = 0
    at: int = 0
    after: str = ""

    @classmethod
    def of(cls, change: Change, after: str = "") -> Position:
        return cls(change.xid, change.pk, _microseconds(change.at), after)

    def whole(self) -> Position:
        return replace(self, after="")


BEGINNING: Final = Position()


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def read_log_state() -> LogState:
    """One statement: horizon and epoch belong to the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [EPOCH_KIND])
        return LogState(*cursor.fetchone())


def newest_position(horizon: int) -> Position:
    """The end of what may be followed now."""
    newest = Change.objects.filter(xid__lt=horizon).order_by("-xid", "-id").first()
    return Position.of(newest) if newest else BEGINNING


def can_follow(position: Position, horizon: int) -> bool:
    """Whether the log still holds the change that was gone through last, the very same: neither cleaned away nor undone by a restore."""
    if position.whole() == BEGINNING:
        oldest = Change.objects.order_by("xid", "id").first()
        return oldest is None or oldest.at > timezone.now() - KEPT
    row = Change.objects.filter(pk=position.id, xid=position.xid, xid__lt=horizon).first()
    return row is not None and Position.of(row) == position.whole()


def changes_behind(position: Position, horizon: int, most: int) -> list[Change]:
    """In the order of (xid, id); the position's own change once more when it was not given in full.

    Two statements, so that even inside one huge transaction each reads no more of the index than it gives.
    """
    same = Change.objects.filter(xid=position.xid, id__gte=position.id if position.after else position.id + 1)
    rows = list(same.filter(xid__lt=horizon).order_by("id")[:most])
    later = Change.objects.filter(xid__gt=position.xid, xid__lt=horizon).order_by("xid", "id")
    return rows + list(later[: most - len(rows)])
