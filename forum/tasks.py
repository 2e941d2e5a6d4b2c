"""Ticks from beat: each loads, calls, and leaves. Waiting is a row, never a Celery countdown."""

from __future__ import annotations

from celery import shared_task

from forum.delivery import dispatch as outgoing


@shared_task
def dispatch() -> int:
    """Sends what is due in the outbox."""
    return outgoing.dispatch_due()


@shared_task
def sweep() -> dict[str, int]:
    """Frees what a dead sender left behind and ends what came too late."""
    return outgoing.sweep()


@shared_task
def clean_up() -> int:
    """Empties the bodies of old messages."""
    return outgoing.empty_old_bodies()
