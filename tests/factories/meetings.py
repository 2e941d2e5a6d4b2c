from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from forum.enums import SharedKind
from forum.models import Forum, Organisation, Share
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting, MeetingSeries

FIRST_MEETING = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
SHARED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def make_series(*, forum: Forum, source_uid: str = "series@demo.example", **fields: Any) -> MeetingSeries:
    """The first Thursday of each month, 09:00 in Stockholm."""
    values: dict[str, Any] = {
        "summary": forum.name,
        "rule": "FREQ=MONTHLY;BYDAY=1TH",
        "first_date": date(2026, 12, 3),
        "start_time": time(9, 0),
        "duration_minutes": 90,
    }
    return MeetingSeries.objects.create(forum=forum, source_uid=source_uid, **(values | fields))


def make_meeting(*, forum: Forum, starts_at: datetime = FIRST_MEETING, noticed: bool = False, **fields: Any) -> Meeting:
    """A meeting of 90 minutes; `noticed` = its notice went out on 20 November 2026."""
    values: dict[str, Any] = {"ends_at": starts_at + timedelta(minutes=90), "place": "Stadshuset"}
    if noticed:
        values |= {"state": MeetingState.NOTICED, "noticed_at": SHARED_AT}
    return Meeting.objects.create(forum=forum, starts_at=starts_at, **(values | fields))


def make_item(*, meeting: Meeting, title: str = "Lägesbild", **fields: Any) -> AgendaItem:
    """An open item at the end of the agenda."""
    fields.setdefault("position", AgendaItem.objects.filter(meeting=meeting).count() + 1)
    return AgendaItem.objects.create(meeting=meeting, forum=meeting.forum, title=title, **fields)


def make_share(
    *, meeting: Meeting, organisation: Organisation, kind: SharedKind = SharedKind.MINUTES, **fields: Any
) -> Share:
    """What a notice, circulated minutes or a released outcome leaves behind; `object_id` is the meeting's."""
    fields.setdefault("shared_at", SHARED_AT)
    return Share.objects.create(
        forum=meeting.forum, kind=kind, object_id=meeting.pk, organisation=organisation, **fields
    )
