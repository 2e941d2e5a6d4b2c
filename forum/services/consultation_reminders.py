from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import ReminderKind, Silence
from forum.services.reminders import Occasion, plan_reminders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.models import Consultee


def end_of_day(day: date | None) -> datetime:
    """The last moment of a day here (UTC); of today when none is given."""
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), time.max))


def remind_of_replies(rows: Iterable[Consultee]) -> None:
    """Plans, moves or withdraws the reminders of these addressees, by the installation's rules: none once they have answered,
    none after their last day. Whether the plan is still out is asked when they are due."""
    occasions = [
        Occasion(
            ReminderKind.CONSULTATION_REPLY,
            row.pk,
            None if row.replied_at else row.reply_by,
            useless_after=end_of_day(row.reply_by),
            silence=Silence.DONE if row.replied_at else None,
        )
        for row in rows
    ]
    plan_reminders(forum=None, occasions=occasions)
