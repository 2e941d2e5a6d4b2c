from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import PRESIDING
from forum.selectors.recipients import seats_with_holders
from meetings.models import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from forum.models import Forum, Seat


def next_meeting(forum: Forum, *, after: datetime | None = None) -> Meeting | None:
    """The first standing meeting that starts later than the moment (now, when none is given)."""
    ahead = Meeting.objects.ahead(after or timezone.now()).filter(forum=forum)
    return (ahead.filter(starts_at__gt=after) if after else ahead).first()


def meeting_before(meeting: Meeting, now: datetime) -> Meeting | None:
    """The latest meeting of the forum before this one that has begun and whose outcome is logged here."""
    begun = Meeting.objects.begun(now).filter(forum=meeting.forum_id, historic=False)
    return begun.filter(starts_at__lt=meeting.starts_at).first()


def seats_of(forum: Forum) -> QuerySet[Seat]:
    """Open seats in their order, with today's holders."""
    return seats_with_holders(forum.seats.filter(closed_on__isnull=True))


def chair_of(forum: Forum) -> Seat | None:
    return seats_of(forum).filter(office__in=PRESIDING).order_by("office", "position").first()
