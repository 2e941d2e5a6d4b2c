from __future__ import annotations

import random
import time
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import DurationField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Now

from forum.delivery.lease import Lease
from forum.delivery.smtp import FinalError, RetryError, SmtpSession, UnreachableError
from forum.enums import MessageState
from forum.models import OutboxCause, OutboxMessage
from forum.services.failpoints import reach

if TYPE_CHECKING:
    from collections.abc import Generator

BATCH = 20
SHIFT_SECONDS = 5.0  # shorter than the patience of whoever stops a worker, so that a stop is no kill
DATABASE_PATIENCE_SECONDS = 20.0
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
KEEP_BODIES = timedelta(days=90)


def claim(lease: Lease) -> list[OutboxMessage]:
    """Takes what is due, oldest first, and commits: rows of others are skipped, the lease ends by PostgreSQL's clock.

    What has become stale in another sender's hands is left to whoever withdraws it.
    """
    stale = OutboxCause.objects.filter(message=OuterRef("pk")).exclude(stale="")
    with transaction.atomic():
        due = OutboxMessage.objects.filter(
            ~Exists(stale), state=MessageState.QUEUED, not_before__lte=Now(), expires_at__gt=Now()
        )
        ids = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
        if not ids:
            return []
        OutboxMessage.objects.filter(pk__in=ids).update(
            state=MessageState.SENDING, lease_token=lease.token, lease_until=lease.until, attempts=F("attempts") + 1
        )
        reach("claiming")
    return list(OutboxMessage.objects.filter(pk__in=ids, lease_token=lease.token))


def dispatch_due() -> int:
    """Sends what is due until nothing is left or the shift is over; returns how many were accepted by the receiver.

    Each message is marked by itself, and only while its lease is still ours: a sender that was away too long changes nothing.
    When the mail server can't be reached, one message bears the waiting, and the others go back as they were.
    """
    sent = 0
    with Lease() as lease, SmtpSession() as session, closing(_claimed(lease)) as claimed:
        for message in claimed:
            reach("claimed")
            try:
                session.open()
            except UnreachableError as error:
                _put_back(message, str(error)[:1000])
                break
            if not lease.holds():
                break
            sent += _deliver(session, message)
    return sent


def _deliver(session: SmtpSession, message: OutboxMessage) -> int:
    """1 when the receiver took it and we marked it."""
    try:
        session.send(message)
    except FinalError as error:
        _settle(message, state=MessageState.FAILED, last_error=str(error)[:1000])
    except RetryError as error:
        _put_back(message, str(error)[:1000])
    else:
        reach("accepted")
        marked = _settle(message, state=MessageState.SENT, sent_at=Now(), last_error="")
        reach("marked")
        return marked
    return 0


def _claimed(lease: Lease) -> Generator[OutboxMessage, None, None]:
    """One message after the other, from batches; what was claimed and is not taken goes back at the end."""
    end = time.monotonic() + SHIFT_SECONDS
    batch: list[OutboxMessage] = []
    try:
        while (now := time.monotonic()) < end and (batch := claim(lease)):
            lease.begin(now)
            while batch and time.monotonic() < end:
                yield batch.pop(0)
            if batch:
                return
    finally:
        _give_back(batch, lease)


def _give_back(messages: list[OutboxMessage], lease: Lease) -> None:
    """As if they had never been claimed."""
    if messages:
        OutboxMessage.objects.filter(
            pk__in=[message.pk for message in messages], lease_token=lease.token, state=MessageState.SENDING
        ).update(state=MessageState.QUEUED, lease_token=None, lease_until=None, attempts=F("attempts") - 1)


def _settle(message: OutboxMessage, **changes: object) -> int:
    """Compare-and-set on the lease token; 1 when it was still ours.

    While PostgreSQL is away it waits for it: what the receiver has accepted is in nobody else's memory.
    """
    ours = OutboxMessage.objects.filter(pk=message.pk, lease_token=message.lease_token, state=MessageState.SENDING)
    end = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            return ours.update(**changes, lease_token=None, lease_until=None)
        except (InterfaceError, OperationalError):
            if connection.in_atomic_block or time.monotonic() > end:
                raise
            connection.close()
            time.sleep(0.1)


def _put_back(message: OutboxMessage, error: str) -> None:
    """Waits longer each time, with up to a tenth of chance so that a troubled receiver is not met by all at once."""
    pause = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
    pause += pause * random.random() * 0.1  # noqa: S311 (spreads load, protects nothing)
    _settle(
        message,
        state=MessageState.QUEUED,
        not_before=Now() + Value(pause, output_field=DurationField()),
        last_error=error,
    )


def sweep() -> dict[str, int]:
    """Frees messages whose sender died (lease over) and ends those whose time has passed; both are seen on the page of sent mail."""
    stuck = OutboxMessage.objects.filter(state=MessageState.SENDING, lease_until__lt=Now())
    freed = stuck.update(state=MessageState.QUEUED, lease_token=None, lease_until=None)
    late = OutboxMessage.objects.filter(state=MessageState.QUEUED, expires_at__lte=Now())
    tried = late.filter(attempts__gt=0).update(state=MessageState.FAILED)
    return {"freed": freed, "failed": tried, "expired": late.update(state=MessageState.EXPIRED)}


def empty_old_bodies() -> int:
    """Removes the words of what was sent, or given up, 90 days ago; that it was sent, to whom and when, stays."""
    long_ago = Now() - Value(KEEP_BODIES, output_field=DurationField())
    ended = [MessageState.FAILED, MessageState.EXPIRED, MessageState.WITHDRAWN]
    given_up = Q(state__in=ended, expires_at__lt=long_ago)
    old = OutboxMessage.objects.filter(Q(sent_at__lt=long_ago) | given_up)
    return old.exclude(body=b"").update(body=b"")
