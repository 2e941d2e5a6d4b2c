"""From the occurrences of a calendar to the meetings of a forum, again and again without doubling."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.services.text import clean_text
from meetings.enums import MeetingState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, MeetingSeries, Minutes
from meetings.services.meetings import move_next_meeting_dates
from meetings.services.reminders import plan_for_meetings
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Forum
    from meetings.calendar.expansion import Occurrence
    from meetings.calendar.source import SeriesSource

SLICE = 500
FOLLOWED = ("series", "sequence", "starts_at", "ends_at", "all_day", "zone", "place", "state", "cancelled_reason")


@dataclass
class Merged:
    """How the meetings of the forum changed."""

    new: list[Meeting] = field(default_factory=list)
    changed: list[Meeting] = field(default_factory=list)
    vanished: list[Meeting] = field(default_factory=list)


def merge_series(forum: Forum, source: SeriesSource) -> MeetingSeries:
    """The series as the calendar now has it."""
    event = source.leading
    start = event.start
    minutes = int((event.end - start).total_seconds() // 60)
    facts = {
        "summary": clean_text(source.summary, single_line=True)[:300],
        "rule": source.rule_text or "",
        "zone": source.zone,
        "first_date": start.date() if isinstance(start, datetime) else start,
        "start_time": start.timetz().replace(tzinfo=None) if isinstance(start, datetime) else None,
        "duration_minutes": minutes,
        "all_day": source.all_day,
        "place": clean_text(source.location, single_line=True)[:300],
        "sequence": source.sequence,
    }
    series, _created = MeetingSeries.objects.update_or_create(forum=forum, source_uid=source.uid, defaults=facts)
    return series


def with_outcome(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Marks meetings where something has been logged: those a calendar never touches."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    return meetings.annotate(
        has_outcome=Q(Exists(Attendance.objects.filter(meeting=OuterRef("pk"))))
        | Q(Exists(items.exclude(notes="", answer="")))
        | Q(Exists(Decision.objects.filter(item__meeting=OuterRef("pk"))))
        | Q(Exists(ActionItem.objects.filter(origin__meeting=OuterRef("pk"))))
        | Q(Exists(Minutes.objects.filter(meeting=OuterRef("pk"))))
    )


def merge_occurrences(
    forum: Forum,
    series: dict[str, MeetingSeries],
    occurrences: list[tuple[Occurrence, datetime, datetime]],
    days: tuple[date, date],
) -> Merged:
    """Creates, changes and cancels meetings so that the forum has what the calendar has; returns the differences."""
    known = {
        (meeting.source_uid, meeting.recurrence_id): meeting
        for meeting in with_outcome(Meeting.objects.filter(forum=forum, source_uid__in=series))
    }
    now = timezone.now()
    merged = Merged()
    for one, starts, ends in occurrences:
        meeting = known.pop((one.uid, one.recurrence_id), None)
        if meeting is None:
            merged.new.append(_new(forum, series[one.uid], one, starts, ends, now))
        elif not meeting.has_outcome and _follow(meeting, series[one.uid], one, starts, ends):
            merged.changed.append(meeting)
    merged.vanished = [meeting for meeting in known.values() if _vanished(meeting, now, days)]
    _write(forum, merged)
    return merged


def _facts(series: MeetingSeries, one: Occurrence, starts: datetime, ends: datetime) -> dict[str, object]:
    cancelled = one.status == "cancelled"
    return {
        "series": series,
        "sequence": one.sequence,
        "starts_at": starts,
        "ends_at": ends,
        "all_day": one.all_day,
        "zone": one.zone,
        "place": clean_text(one.location, single_line=True)[:300],
        "state": MeetingState.CANCELLED if cancelled else MeetingState.PLANNED,
        "cancelled_reason": _("Cancelled in the forum's own calendar.") if cancelled else "",
    }


def _new(forum: Forum, series: MeetingSeries, one: Occurrence, starts: datetime, ends: datetime, now: datetime) -> Meeting:
    facts = _facts(series, one, starts, ends)
    return Meeting(forum=forum, source_uid=one.uid, recurrence_id=one.recurrence_id, historic=starts < now, **facts)


def _follow(meeting: Meeting, series: MeetingSeries, one: Occurrence, starts: datetime, ends: datetime) -> bool:
    """Takes over what the calendar says and tells whether that was news. A noticed meeting stays noticed unless it is cancelled."""
    facts = _facts(series, one, starts, ends)
    if facts["state"] == MeetingState.PLANNED:
        facts["state"] = MeetingState.NOTICED if meeting.noticed_at else MeetingState.PLANNED
    own_sequence = max(meeting.sequence, one.sequence)
    moved = any(getattr(meeting, name) != facts[name] for name in FOLLOWED if name not in {"sequence", "series"})
    facts["sequence"] = own_sequence + 1 if moved and own_sequence == meeting.sequence else own_sequence
    news = moved or meeting.series_id != series.pk
    for name, value in facts.items():
        if news:
            setattr(meeting, name, value)
    return news


def _vanished(meeting: Meeting, now: datetime, days: tuple[date, date]) -> bool:
    zone = ZoneInfo(meeting.zone)
    last = datetime.combine(days[1] + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    ahead = now < meeting.starts_at < last
    return ahead and meeting.state != MeetingState.CANCELLED and not meeting.has_outcome  # type: ignore[attr-defined]


def _write(forum: Forum, merged: Merged) -> None:
    for meeting in merged.vanished:
        meeting.state, meeting.sequence = MeetingState.CANCELLED, meeting.sequence + 1
        meeting.cancelled_reason = _("It is no longer in the forum's own calendar.")
    Meeting.objects.bulk_create(merged.new, batch_size=SLICE)
    touched = [*merged.changed, *merged.vanished]
    Meeting.objects.bulk_update(touched, FOLLOWED, batch_size=SLICE)
    plan_for_meetings(forum, [*merged.new, *touched])
    move_next_meeting_dates(forum=forum)
    place_standing_items(forum=forum)
