from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from forum.enums import ReminderKind
from forum.models import Forum, Reminder, ReminderRule

if TYPE_CHECKING:
    from meetings.models import ActionItem, Meeting


def make_reminder(
    *,
    of: ActionItem | Meeting,
    kind: ReminderKind = ReminderKind.ACTION_DUE,
    moment: datetime | None = None,
    **fields: Any,
) -> Reminder:
    """A planned reminder of an action or meeting, due a minute ago by the real clock, which PostgreSQL judges by."""
    moment = moment or datetime.now(tz=UTC) - timedelta(minutes=1)
    fields.setdefault("expires_at", moment + timedelta(days=14))
    rule = fields.pop("rule", None) or make_rule(forum=of.forum, kind=kind)
    return Reminder.objects.create(rule=rule, forum=of.forum, kind=kind, object_id=of.pk, moment=moment, **fields)


def make_rule(
    *, forum: Forum, kind: ReminderKind = ReminderKind.ACTION_DUE, offset_days: int = 0, hour: int = 8
) -> ReminderRule:
    return ReminderRule.objects.get_or_create(forum=forum, kind=kind, offset_days=offset_days, defaults={"hour": hour})[
        0
    ]
