from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import ReminderKind, Silence
from forum.services.reminders import Occasion, plan_reminders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import FollowUp


def remind_of_follow_ups(rows: Iterable[FollowUp], *, new: bool = False) -> None:
    """Plans, moves or withdraws the reminders of these follow-ups, by the installation's rules; whether the plan is in force is
    asked when they are due."""
    occasions = [
        Occasion(
            ReminderKind.FOLLOW_UP,
            row.pk,
            None if row.done_on else row.due_on,
            silence=Silence.DONE if row.done_on else None,
        )
        for row in rows
    ]
    plan_reminders(forum=None, occasions=occasions, catch_up=new)
