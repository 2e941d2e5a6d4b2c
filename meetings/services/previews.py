"""An agenda as others will see it: asked of the same queries that they cause, as if the notice had gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from forum.enums import SharedKind
from forum.services.shares import record_shares
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.selectors.meeting_pages import agenda_for_reader
from meetings.selectors.receivers import organisations_that_read

if TYPE_CHECKING:
    from forum.models import Actor
    from meetings.models import AgendaItem


def agenda_as_seen(*, meeting: Meeting, actor: Actor) -> list[AgendaItem]:
    """What the actor reads of the agenda once the notice has gone out; nothing of that is kept: the transaction is undone.

    Chair, secretary. Visibility stays part of the query, so that what is shown here can't differ from what will be read.
    """
    with transaction.atomic():
        if meeting.state == MeetingState.PLANNED:
            _as_if_noticed(meeting)
        items = agenda_for_reader(meeting, actor)
        transaction.set_rollback(True)
    return items


def _as_if_noticed(meeting: Meeting) -> None:
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.NOTICED, noticed_at=now)
    record_shares(
        forum=meeting.forum,
        kind=SharedKind.NOTICE,
        object_id=meeting.pk,
        version=meeting.sequence + 1,
        organisations=organisations_that_read(meeting.forum),
        shared_by=None,
    )
