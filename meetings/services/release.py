"""The second half of a reminder's life: due rows become letters in the outbox, one per receiver and moment."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from forum.enums import ReminderState, Silence
from forum.models import Reminder
from forum.services.failpoints import reach
from forum.services.outbox import queue_letters
from forum.services.restore_hold import holding
from forum.services.withdrawal import already_told
from meetings.services.envelopes import Resolved, fill_envelopes, letter_of, resolve
from meetings.services.object_locks import hold_objects
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


def _due_moments() -> list[datetime]:
    due = Reminder.objects.planned().filter(moment__lte=Now())
    return list(due.order_by("moment").values_list("moment", flat=True).distinct())


def _portions_of(moment: datetime) -> list[list[uuid.UUID]]:
    due = Reminder.objects.planned().filter(moment=moment).order_by("pk")
    ids = list(due.values_list("pk", flat=True)[: PORTION + 1])
    if len(ids) <= PORTION:
        return [ids]
    rows = list(due.select_related("forum__organisation"))
    receivers = [(one.reminder.pk, to.address) for one in resolve(rows, timezone.now()) for to in one.recipients]
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
        busy = hold_objects(Reminder.objects.filter(pk__in=ids).values_list("object_id", flat=True))
        rows = list(_taken(ids, busy))
        if not rows:
            return 0
        now, hold = rows[0].now, rows[0].hold
        expired = {row.pk for row in rows if row.expires_at <= now}
        superseded = {row.pk for row in rows if row.newest > row.moment} - expired
        resolved = resolve([row for row in rows if row.pk not in expired | superseded], now)
        told = already_told(one.reminder for one in resolved)
        calls = [
            call for one in resolved for call in one.calls if (call.reminder.pk, call.recipient.address) not in told
        ]
        envelopes = fill_envelopes(calls, now)
        queue_letters([letter_of(one, now, held=hold is not None and one.moment <= hold) for one in envelopes])
        _settle(now, expired, superseded, resolved)
        reach("releasing")
    reach("released")
    return len(rows)


def _taken(ids: list[uuid.UUID], busy: set[uuid.UUID]) -> Any:
    """Those that are due and free, locked; each with PostgreSQL's clock, until when letters are held, and the newest due moment of the
    same thing: where a later one is due as well (we were down), only that goes."""
    due = Reminder.objects.planned().filter(moment__lte=Now())
    same = due.filter(object_id=OuterRef("object_id"), kind=OuterRef("kind")).order_by("-moment")
    rows = due.filter(pk__in=ids).exclude(object_id__in=busy).order_by("pk")
    return (
        rows.select_for_update(skip_locked=True, of=("self",))
        .select_related("forum__organisation")
        .annotate(now=Now(), hold=Subquery(holding().values("until")), newest=Subquery(same.values("moment")[:1]))
    )


def _settle(now: datetime, expired: set[uuid.UUID], superseded: set[uuid.UUID], resolved: list[Resolved]) -> None:
    """Every row gets its end; one that reaches nobody any more (done, cancelled, seat empty without contact) is withdrawn, and why."""
    ends: dict[tuple[ReminderState, Silence | str], set[uuid.UUID]] = {
        (ReminderState.EXPIRED, ""): expired,
        (ReminderState.SUPERSEDED, ""): superseded,
    }
    for one in resolved:
        end = (ReminderState.WITHDRAWN, one.silence) if one.silence else (ReminderState.RELEASED, "")
        ends.setdefault(end, set()).add(one.reminder.pk)
    for (state, silence), ids in ends.items():
        if ids:
            Reminder.objects.filter(pk__in=ids).update(state=state, silence=silence, settled_at=now)
