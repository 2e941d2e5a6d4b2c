"""A forum's own choice of reminders; what is planned follows in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import ReminderKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import ReminderRule
from forum.services.locks import lock_forum
from meetings.enums import UNFINISHED, MeetingState
from meetings.models import ActionItem, Meeting
from meetings.services.reminders import LOGGING_HELPS_FOR, plan_for_actions, plan_for_meetings

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum

FARTHEST: Final = 60
LAST_HOUR: Final = 23
BEFORE_MEETINGS: Final = (ReminderKind.MEETING_AGENDA, ReminderKind.MEETING_AHEAD)


@transaction.atomic
def add_reminder_rule(*, forum: Forum, kind: ReminderKind, offset_days: int, hour: int = 8) -> ReminderRule:
    """One more reminder of its kind, `offset_days` from the day (negative: before), at an hour in the forum's zone. Chair, secretary.

    Moments that have passed are not caught up. Raises `InvalidInputError`, `ConflictError` when there is one already.
    """
    _check(kind, offset_days, hour)
    forum = lock_forum(pk=forum.pk)  # actions are given under the same lock: none is planned by the rules of before
    if forum.reminder_rules.filter(kind=kind, offset_days=offset_days).exists():
        raise ConflictError(_("There is such a reminder already. Take it away first to change its hour."), field="days")
    rule = ReminderRule.objects.create(forum=forum, kind=kind, offset_days=offset_days, hour=hour)
    _plan_anew(forum)
    return rule


@transaction.atomic
def remove_reminder_rule(*, forum: Forum, rule_id: uuid.UUID) -> None:
    """No more reminders of it; those that lie in the outbox already go. Chair, secretary. Twice does no more than once."""
    forum = lock_forum(pk=forum.pk)
    forum.reminder_rules.filter(pk=rule_id).delete()
    _plan_anew(forum)


def _check(kind: ReminderKind, offset_days: int, hour: int) -> None:
    if abs(offset_days) > FARTHEST:
        raise InvalidInputError(_("Choose at most 60 days."), field="days")
    if not 0 <= hour <= LAST_HOUR:
        raise InvalidInputError(_("Choose an hour from 0 to 23."), field="hour")
    if kind in BEFORE_MEETINGS and offset_days > 0:
        raise InvalidInputError(_("This reminder comes before the meeting, or on its day."), field="side")
    if kind == ReminderKind.LOG_OUTCOME and offset_days < 0:
        raise InvalidInputError(_("This reminder comes after the meeting, or on its day."), field="side")


def _plan_anew(forum: Forum) -> None:
    since = timezone.now() - LOGGING_HELPS_FOR
    actions = ActionItem.objects.filter(forum=forum, state__in=UNFINISHED).select_for_update(of=("self",), no_key=True)
    plan_for_actions(forum, actions.order_by("pk"))
    meetings = Meeting.objects.filter(forum=forum, historic=False, ends_at__gte=since)
    plan_for_meetings(forum, meetings.exclude(state=MeetingState.CANCELLED).order_by("pk"))
