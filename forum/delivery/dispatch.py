from __future__ import annotations

import random
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import DurationField, F, Q, Value
from django.db.models.functions import Now

from forum.delivery.smtp import FinalError, RetryError, SmtpSession, UnreachableError
from forum.enums import MessageState
from forum.models import OutboxMessage

LEASE = timedelta(seconds=60)
BATCH = 20
BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)
)
KEEP_BODIES = timedelta(days=90)


def claim(limit: int = BATCH) -> list[OutboxMessage]:
    """Takes what is due, oldest first, and commits: rows of others are skipped, the lease ends by PostgreSQL's clock."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = OutboxMessage.objects.filter(
            state=MessageState.QUEUED, not_before__lte=Now(), expires_at__gt=Now()
        )
        ids = list(
            due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit]
        )
        OutboxMessage.objects.filter(pk__in=ids).update(
            state=MessageState.SENDING,
            lease_token=token,
            lease_until=Now() + Value(LEASE, output_field=DurationField()),
            attempts=F("attempts") + 1,
        )
    return list(OutboxMessage.objects.filter(pk__in=ids, lease_token=token))


def dispatch_due(*, budget: int = 2000) -> int:
    """Sends what is due until nothing is left or the budget is used; returns how many were accepted by the receiver.

    Each message is marked by itself, and only while its lease is still ours: a sender that was away too long changes nothing.
    """
    sent = 0
    with SmtpSession() as session:
        while budget > 0 and (batch := claim(min(BATCH, budget))):
            budget -= len(batch)
            try:
                sent += sum(_deliver(session, message) for message in batch)
            except UnreachableError as error:
                _put_back(batch, str(error)[:1000])
                break
    return sent


def _deliver(session: SmtpSession, message: OutboxMessage) -> int:
    """1 when the receiver took it and we marked it. Raises `UnreachableError`: then it still has its lease."""
    session.open()
    if not _renew(message):
        return 0
    try:
        session.send(message)
    except FinalError as error:
        _settle(message, state=MessageState.FAILED, last_error=str(error)[:1000])
    except RetryError as error:
        _put_back([message], str(error)[:1000])
    else:
        return _settle(message, state=MessageState.SENT, sent_at=Now(), last_error="")
    return 0


def _renew(message: OutboxMessage) -> bool:
    """Starts the lease anew just before sending, since those before it in the batch may have been slow. False = no longer ours."""
    return (
        _settle(message, lease_until=Now() + Value(LEASE, output_field=DurationField()))
        == 1
    )


def _settle(message: OutboxMessage, **changes: object) -> int:
    """Compare-and-set on the lease token; 1 when it was still ours."""
    if "state" in changes:
        changes |= {"lease_token": None, "lease_until": None}
    ours = OutboxMessage.objects.filter(
        pk=message.pk, lease_token=message.lease_token, state=MessageState.SENDING
    )
    return ours.update(**changes)


def _put_back(messages: list[OutboxMessage], error: str) -> None:
    """Waits longer each time, with up to a tenth of chance so that a troubled receiver is not met by all at once."""
    for message in messages:
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
    stuck = OutboxMessage.objects.filter(
        state=MessageState.SENDING, lease_until__lt=Now()
    )
    freed = stuck.update(state=MessageState.QUEUED, lease_token=None, lease_until=None)
    late = OutboxMessage.objects.filter(
        state=MessageState.QUEUED, expires_at__lte=Now()
    )
    tried = late.filter(attempts__gt=0).update(state=MessageState.FAILED)
    return {
        "freed": freed,
        "failed": tried,
        "expired": late.update(state=MessageState.EXPIRED),
    }


def empty_old_bodies() -> int:
    """Removes the words of what was sent, or given up, 90 days ago; that it was sent, to whom and when, stays."""
    long_ago = Now() - Value(KEEP_BODIES, output_field=DurationField())
    given_up = Q(state__in=[MessageState.FAILED, MessageState.EXPIRED], expires_at__lt=long_ago)
    old = OutboxMessage.objects.filter(Q(sent_at__lt=long_ago) | given_up)
    return old.exclude(body=b"").update(body=b"")
