"""The second half of a reminder's life: due rows become letters in the outbox, one per receiver and moment."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now

from forum.enums import ReminderState
from forum.models import Reminder
from forum.services.failpoints import reach
from forum.services.outbox import queue_letters
from meetings.services.envelopes import fill_envelopes, letter_of, resolve
from meetings.services.portions import PORTION, portions

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

RELEASE_LOCK = 0x5A4D5645
SHIFT_SECONDS = 60.0

logger = logging.getLogger(__name__)


def release_due_reminders(*, seconds: float = SHIFT_SECONDS) -> int:
    """Turns what is due, oldest moment first, into letters, until the shift is over; returns how many reminders were settled.

    One worker does it at a time, in portions that are a transaction each: a kill costs one portion, and nobody gets
    two letters for one moment, since all that share a receiver are in one portion. What is due is PostgreSQL's to say.
    A reminder that can't be written stops no other; it is logged, tried again and expires at last.
    """
    settled, end = 0, time.monotonic() + seconds
    with _alone() as alone:
        for moment in _due_moments() if alone else []:
            for ids in _portions_of(moment):
                if time.monotonic() > end:
                    return settled
                settled += _release_or_split(ids)
    return settled


@contextmanager
def _alone() -> Iterator[bool]:
    """A lock of this connection: it ends with it, however the process ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RELEASE_LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [RELEASE_LOCK])


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _due_moments() -> list[datetime]:
    due = Reminder.objects.planned().filter(moment__lte=_now())
    return list(due.order_by("moment").values_list("moment", flat=True).distinct())


def _portions_of(moment: datetime) -> list[list[uuid.UUID]]:
    due = Reminder.objects.planned().filter(moment=moment).order_by("pk")
    if due.count() <= PORTION:
        return [list(due.values_list("pk", flat=True))]
    rows = list(due.select_related("forum__organisation"))
    receivers = [(call.reminder.pk, call.recipient.address) for call in resolve(rows, _now())]
    return portions([row.pk for row in rows], receivers, size=PORTION)


def _release_or_split(ids: list[uuid.UUID]) -> int:
    try:
        return _release(ids)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        if len(ids) > 1:
            half = len(ids) // 2
            return _release_or_split(ids[:half]) + _release_or_split(ids[half:])
        logger.exception("The reminder %s can't be released", ids[0])
        return 0


def _release(ids: list[uuid.UUID]) -> int:
    with transaction.atomic():
        rows = list(
            Reminder.objects.planned()
            .filter(pk__in=ids, moment__lte=Now())
            .order_by("pk")
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("forum__organisation")
        )
        now = _now()
        expired = {row.pk for row in rows if row.expires_at <= now}
        superseded = _superseded(rows, now) - expired
        calls = resolve([row for row in rows if row.pk not in expired | superseded], now)
        queue_letters([letter_of(envelope, now) for envelope in fill_envelopes(calls, now)])
        _settle(rows, now, expired, superseded, {call.reminder.pk for call in calls})
        reach("releasing")
    reach("released")
    return len(rows)


def _superseded(rows: list[Reminder], now: datetime) -> set[uuid.UUID]:
    """Those of which a later one is due as well (we were down): only the newest goes."""
    later = Reminder.objects.planned().filter(moment__lte=now, object_id__in={row.object_id for row in rows})
    newest: dict[tuple[str, uuid.UUID], datetime] = {}
    for kind, object_id, moment in later.values_list("kind", "object_id", "moment"):
        newest[kind, object_id] = max(newest.get((kind, object_id), moment), moment)
    return {row.pk for row in rows if newest.get((row.kind, row.object_id), row.moment) > row.moment}


def _settle(
    rows: list[Reminder], now: datetime, expired: set[uuid.UUID], superseded: set[uuid.UUID], released: set[uuid.UUID]
) -> None:
    """Every row gets its end; one that reaches nobody any more (done, moved, seat empty without contact) is withdrawn."""
    everything = {row.pk for row in rows}
    ends = {
        ReminderState.EXPIRED: expired,
        ReminderState.SUPERSEDED: superseded,
        ReminderState.RELEASED: released,
        ReminderState.WITHDRAWN: everything - expired - superseded - released,
    }
    for state, ids in ends.items():
        if ids:
            Reminder.objects.filter(pk__in=ids).update(state=state, settled_at=now)
