"""Ticks from beat: each loads, calls, and leaves."""

from __future__ import annotations

from celery import shared_task

from meetings.services.release import release_due_reminders


@shared_task
def release_due() -> int:
    """Turns reminders that are due into letters in the outbox."""
    return release_due_reminders()
