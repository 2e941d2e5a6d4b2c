"""Mail when an action is given: officials log while they type, so one letter waits until the log of the meeting has been quiet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import ReminderKind
from forum.models import PersonActor, Reminder, ReminderRule
from forum.services.reminders import LASTS
from meetings.models import ActionItem

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from forum.models import Person
    from meetings.models import Meeting

QUIET = timedelta(minutes=15)


def announce_action(action: ActionItem, *, given_by: Person | None) -> None:
    """Plans the letter to the owner, together with the others of the meeting; none to whoever took it on.

    Nothing where the forum has switched it off (no rule of the kind). Needs a transaction that holds the meeting.
    """
    _waiting(action.origin.meeting).filter(object_id=action.pk).delete()
    rule = ReminderRule.objects.filter(forum=action.forum_id, kind=ReminderKind.ACTION_GIVEN).first()
    if rule is None or (given_by and _has(action, given_by)):
        return
    moment = timezone.now() + QUIET
    Reminder.objects.create(
        rule=rule,
        forum=action.forum,
        kind=ReminderKind.ACTION_GIVEN,
        object_id=action.pk,
        moment=moment,
        expires_at=moment + LASTS,
    )
    _move(action.origin.meeting, moment)


def _has(action: ActionItem, person: Person) -> bool:
    return ActionItem.objects.owned_by(PersonActor(person)).filter(pk=action.pk).exists()


def wait_for_quiet(meeting: Meeting) -> None:
    """Puts the meeting's letters off, because its log is being written. Needs a transaction that holds the meeting."""
    _move(meeting, timezone.now() + QUIET)


def announce_now(meeting: Meeting) -> None:
    """The log is ready: the minutes go out. Needs a transaction that holds the meeting."""
    _move(meeting, timezone.now())


def _move(meeting: Meeting, moment: datetime) -> None:
    """All to the same moment, since one receiver gets one letter for one moment."""
    _waiting(meeting).update(moment=moment, expires_at=moment + LASTS)


def _waiting(meeting: Meeting) -> models.QuerySet[Reminder]:
    actions = ActionItem.objects.filter(origin__meeting=meeting.pk)
    return Reminder.objects.planned().filter(kind=ReminderKind.ACTION_GIVEN, object_id__in=actions.values("pk"))
