from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forum.enums import ReminderKind, Silence
from forum.services.reminders import Occasion, plan_reminders
from meetings.enums import UNFINISHED, DueKind, MeetingState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.models import Forum
    from meetings.models import ActionItem, Meeting

LOGGING_HELPS_FOR = timedelta(days=15)


def plan_for_action(action: ActionItem, *, new: bool = False) -> None:
    """Plans or takes back the reminders of one action as it now stands."""
    plan_reminders(forum=action.forum, occasions=[_due(action)], catch_up=new)


def plan_for_actions(forum: Forum, actions: Iterable[ActionItem]) -> None:
    """The same for many actions of one forum, in a constant number of statements."""
    plan_reminders(forum=forum, occasions=[_due(action) for action in actions])


def _due(action: ActionItem) -> Occasion:
    finished = action.state not in UNFINISHED
    day = None if finished or action.due_kind == DueKind.ONGOING else action.due_on
    return Occasion(ReminderKind.ACTION_DUE, action.pk, day, silence=Silence.DONE if finished else None)


def plan_for_meetings(forum: Forum, meetings: Iterable[Meeting], *, new: bool = False) -> None:
    """Plans or takes back the reminders of these meetings of one forum; historic and cancelled ones have none."""
    occasions = [occasion for meeting in meetings for occasion in _occasions(meeting)]
    plan_reminders(forum=forum, occasions=occasions, catch_up=new)


def last_day(meeting: Meeting) -> date:
    """The day on which it ends where it is held; an end at midnight belongs to the day before."""
    return max((meeting.ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(meeting.zone)).date(), meeting.day)


def _occasions(meeting: Meeting) -> list[Occasion]:
    stands = not (meeting.historic or meeting.state == MeetingState.CANCELLED)
    day = meeting.day if stands else None
    over = last_day(meeting) if stands else None
    helps_until = meeting.ends_at + LOGGING_HELPS_FOR
    silence = Silence.CANCELLED if meeting.state == MeetingState.CANCELLED else None
    return [
        Occasion(ReminderKind.MEETING_AGENDA, meeting.pk, day, useless_after=meeting.starts_at, silence=silence),
        Occasion(ReminderKind.MEETING_AHEAD, meeting.pk, day, useless_after=meeting.starts_at, silence=silence),
        Occasion(ReminderKind.LOG_OUTCOME, meeting.pk, over, useless_after=helps_until, silence=silence),
    ]
