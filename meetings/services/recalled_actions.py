from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum.errors import ConflictError, InvalidInputError
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, ActionState, Progress
from meetings.models import ActionItem
from meetings.services.action_words import day_words
from meetings.services.actions import add_note, change_state, move_due_date
from meetings.services.meetings import next_meeting_day

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from meetings.models import Meeting
    from meetings.services.actions import Actor


@transaction.atomic
def note_at_meeting(
    *,
    meeting: Meeting,
    action_id: uuid.UUID,
    version: int | None,
    progress: Progress,
    actor: Actor,
    due_on: date | None = None,
    text: str = "",
) -> ActionItem:
    """What a meeting heard of an action that it follows up: done, still open, or a new day (the next meeting's when none is given).

    Chair, secretary.

    The history says at which meeting. Raises `InvalidInputError` for a passed day, or none and no meeting ahead; `ConflictError`
    when it is finished, `StaleVersionError`.
    """
    words = clean_text(text) or _heard(meeting, progress)
    if progress == Progress.DONE:
        return change_state(action_id=action_id, version=version, state=ActionState.DONE, actor=actor, text=words)
    if progress == Progress.STILL_OPEN:
        action = lock_version(ActionItem, action_id, version)
        if action.state not in UNFINISHED:
            raise ConflictError(gettext_lazy("The action is finished. Take it up again if it is still open."))
        add_note(action_id=action_id, text=words, actor=actor)
        return action
    day = due_on or next_meeting_day(meeting)
    if day is None:
        raise InvalidInputError(gettext_lazy("Write the new day, as year-month-day."), field="due_on")
    return move_due_date(action_id=action_id, version=version, due_on=day, reason=words, actor=actor)


def _heard(meeting: Meeting, progress: Progress) -> str:
    with override(settings.LANGUAGE_CODE):
        day = {"date": day_words(meeting.day)}
        if progress == Progress.DONE:
            return _("Reported as done at the meeting on %(date)s.") % day
        if progress == Progress.STILL_OPEN:
            return _("Still open at the meeting on %(date)s.") % day
        return _("New day given at the meeting on %(date)s.") % day
