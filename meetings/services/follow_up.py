"""The one point of an agenda that follows up the last meeting: its minutes, its decisions, and what is still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import ItemKind, MinutesForm
from meetings.models import AgendaItem
from meetings.selectors.upcoming import meeting_before
from meetings.services.carrying import close_gaps, last_position, make_room_at_the_top

if TYPE_CHECKING:
    from forum.models import Forum
    from meetings.models import Meeting

FOLLOW_UP_MINUTES = 10


def recalls_anything(forum: Forum) -> bool:
    """Whether the forum wants such a point; where others lead, the agenda is theirs."""
    wanted = forum.recalls_minutes or forum.recalls_decisions or forum.recalls_actions
    return wanted and not forum.external


def keep_follow_up(meeting: Meeting) -> None:
    """Puts the point on the next agenda, lets it follow when another meeting has become the last one, takes it off when not wanted.

    First on an agenda that is not sent; last on one that is, so that the numbers in the notice stay. Taken off by hand it stays away.
    Only the row is written: what it says is computed when it is read. Needs the meeting's lock.
    """
    row = meeting.items.filter(recalls__isnull=False).first()
    last = meeting_before(meeting, timezone.now()) if recalls_anything(meeting.forum) else None
    if last is None or last.pk in meeting.left_out:
        _take_off(meeting, row)
    elif row is None:
        _put_on(meeting, last)
    elif row.recalls_id != last.pk and not row.answer:
        row.recalls = last
        row.save(update_fields=["recalls"])


def _take_off(meeting: Meeting, row: AgendaItem | None) -> None:
    if row and not meeting.noticed_at and meeting.items.droppable().filter(pk=row.pk).exists():
        row.delete()
        close_gaps(meeting)


def _put_on(meeting: Meeting, last: Meeting) -> None:
    if meeting.noticed_at:
        position = last_position(meeting) + 1
    else:
        make_room_at_the_top(meeting)
        position = 1
    AgendaItem.objects.create(
        meeting=meeting,
        forum_id=meeting.forum_id,
        position=position,
        kind=ItemKind.FOLLOW_UP,
        title=_title(meeting.forum),
        minutes=FOLLOW_UP_MINUTES,
        recalls=last,
    )


def _title(forum: Forum) -> str:
    with override(settings.LANGUAGE_CODE):
        if forum.minutes_form == MinutesForm.NOTES:
            return _("Last meeting's notes and follow-up")
        return _("Last meeting's minutes and follow-up")
