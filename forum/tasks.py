"""Ticks from beat: each loads, calls, and leaves. Waiting is a row, never a Celery countdown."""

from __future__ import annotations

from celery import shared_task

from forum.delivery import dispatch as outgoing
from forum.services.api_clients import delete_expired_tokens, delete_former_secrets
from forum.services.change_log import delete_old_changes
from forum.services.links import forget_ended_links
from forum.services.restore_hold import hold_after_restore
from forum.services.rounds import run_steps


@shared_task
def dispatch() -> int:
    """Sends what is due in the outbox."""
    hold_after_restore()
    return outgoing.dispatch_due()


@shared_task
def sweep() -> dict[str, int]:
    """Frees what a dead sender left behind and ends what came too late."""
    return outgoing.sweep()


@shared_task
def clean_up() -> dict[str, int]:
    """Empties the bodies of old messages; removes tokens, secrets and links that have ended, and changes too old to follow."""
    return run_steps(
        {
            "emptied": outgoing.empty_old_bodies,
            "tokens": delete_expired_tokens,
            "secrets": delete_former_secrets,
            "links": forget_ended_links,
            "changes": delete_old_changes,
        }
    )
