"""From the occurrences of a calendar to the meetings of a forum, again and again without doubling."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from forum.enums import FAITH
from forum.services.text import clean_text
from meetings.enums import MeetingState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, MeetingSeries, Minutes
from meetings.services.meetings import move_next_meeting_dates
from meetings.services.merge_series import HIGHEST_SEQUENCE, stored_uid
from meetings.services.notices import tell_of_change
from meetings.services.progress import Progress, Stage, silent
from meetings.services.reminders import plan_for_meetings
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from forum.models import Forum
    from meetings.calendar.expansion import Occurrence

SLICE = 500
FOLLOWED = (
    "series",
    "recurrence_id",
    "sequence",
    "starts_at",
    "ends_at",
    "all_day",
    "zone",
    "place",
    "state",
    "cancelled_reason",
    "historic",
)
DETAILS = ("link", "description")  # followed only where they were asked for
CANCELLED_THERE = gettext_noop("Cancelled in the forum's own calendar.")
VANISHED_THERE = gettext_noop("It is no longer in the forum's own calendar.")


@dataclass
class Merged:
    """How the meetings of the forum changed."""

    new: list[Meeting] = field(default_factory=list)
    changed: list[Meeting] = field(default_factory=list)
    vanished: list[Meeting] = field(default_factory=list)


def _reason(words: str) -> str:
    """In the installation's language, whoever brings the calendar in."""
    with override(settings.LANGUAGE_CODE):
        return gettext(words)


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
    check: Callable[[Merged], None] | None = None,
    progress: Progress = silent,
) -> Merged:
    """Creates, changes and cancels meetings so that the forum has what the calendar has; returns the differences.

    `check` sees them before anything is written, and may raise.
    """
    known: dict[tuple[str, str], Any] = {
        (meeting.source_uid, meeting.recurrence_id): meeting
        for meeting in with_outcome(
            Meeting.objects.filter(forum=forum, source_uid__in=[stored_uid(uid) for uid in series])
        )
    }
    now = timezone.now()
    merged = Merged()
    strangers = []
    for one, starts, ends in occurrences:
        meeting = known.pop((stored_uid(one.uid), one.recurrence_id), None)
        if meeting is None:
            strangers.append((one, starts, ends))
        elif _follow(meeting, series[one.uid], one, (starts, ends), now):
            merged.changed.append(meeting)
    same_day = _by_day(known.values())
    for one, starts, ends in strangers:
        if meetings := same_day.get((stored_uid(one.uid), _day(one))):
            meeting = meetings.pop(0)
            del known[meeting.source_uid, meeting.recurrence_id]
            if _follow(meeting, series[one.uid], one, (starts, ends), now):
                merged.changed.append(meeting)
        else:
            merged.new.append(_new(forum, series[one.uid], one, starts, ends, now))
    merged.vanished = [meeting for meeting in known.values() if _vanished(meeting, now, days)]
    if check:
        check(merged)
    _write(forum, merged, progress)
    return merged


def _by_day(meetings: Iterable[Any]) -> dict[tuple[str, date], list[Any]]:
    """What is left over, by series and day: a series that gets another hour names all occurrences anew, and they are the same meetings."""
    found: dict[tuple[str, date], list[Any]] = {}
    for meeting in sorted(meetings, key=lambda one: one.starts_at):
        found.setdefault((meeting.source_uid, meeting.day), []).append(meeting)
    return found


def _day(one: Occurrence) -> date:
    return one.starts_at.date() if isinstance(one.starts_at, datetime) else one.starts_at


def _facts(series: MeetingSeries, one: Occurrence, starts: datetime, ends: datetime) -> dict[str, object]:
    cancelled = one.status == "cancelled"
    facts: dict[str, object] = {
        "series": series,
        "recurrence_id": one.recurrence_id,
        "sequence": min(one.sequence, HIGHEST_SEQUENCE),
        "starts_at": starts,
        "ends_at": ends,
        "all_day": one.all_day,
        "zone": one.zone,
        "place": clean_text(one.location, single_line=True)[:300],
        "state": MeetingState.CANCELLED if cancelled else MeetingState.PLANNED,
        "cancelled_reason": _reason(CANCELLED_THERE) if cancelled else "",
    }
    if one.details:
        text = (
            "" if series.forum.kind in FAITH else clean_text(one.details.description)
        )  # it often names those who come
        facts |= {"link": one.details.link, "description": text}
    return facts


def _new(
    forum: Forum, series: MeetingSeries, one: Occurrence, starts: datetime, ends: datetime, now: datetime
) -> Meeting:
    facts = _facts(series, one, starts, ends)
    return Meeting(forum=forum, source_uid=stored_uid(one.uid), historic=starts < now, **facts)


def _follow(
    meeting: Meeting, series: MeetingSeries, one: Occurrence, span: tuple[datetime, datetime], now: datetime
) -> bool:
    """Takes over what the calendar says and tells whether that was news. A noticed meeting stays noticed unless it is cancelled."""
    if meeting.has_outcome or _cancelled_here(meeting):  # type: ignore[attr-defined]  # annotated
        return False
    facts = _facts(series, one, *span)
    facts["historic"] = meeting.historic and span[0] < now
    if facts["state"] == MeetingState.PLANNED:
        facts["state"] = MeetingState.NOTICED if meeting.noticed_at else MeetingState.PLANNED
    sequence = max(meeting.sequence, min(one.sequence, HIGHEST_SEQUENCE))
    told = set(facts) - {"sequence", "series"}
    moved = any(getattr(meeting, name) != facts[name] for name in (*FOLLOWED, *DETAILS) if name in told)
    facts["sequence"] = sequence + 1 if moved and sequence == meeting.sequence else sequence
    news = moved or meeting.series_id != series.pk
    for name, value in facts.items():
        if news:
            setattr(meeting, name, value)
    return news


def _cancelled_here(meeting: Meeting) -> bool:
    """Its chair or secretary cancelled it, which the calendar does not know and must not undo."""
    return meeting.state == MeetingState.CANCELLED and meeting.cancelled_reason not in {
        _reason(CANCELLED_THERE),
        _reason(VANISHED_THERE),
    }


def _vanished(meeting: Meeting, now: datetime, days: tuple[date, date]) -> bool:
    """Within the days that were looked at, still to come, and gone from the calendar."""
    looked_at = days[0] <= meeting.day <= days[1]
    ahead = meeting.starts_at > now and meeting.state != MeetingState.CANCELLED
    return looked_at and ahead and not meeting.has_outcome  # type: ignore[attr-defined]


def _write(forum: Forum, merged: Merged, progress: Progress) -> None:
    for meeting in merged.vanished:
        meeting.state, meeting.sequence = MeetingState.CANCELLED, meeting.sequence + 1
        meeting.cancelled_reason = _reason(VANISHED_THERE)
    touched = [*merged.changed, *merged.vanished]
    total = len(merged.new) + len(touched)
    for first in range(0, len(merged.new), SLICE):
        progress(Stage.MEETINGS, first, total)
        Meeting.objects.bulk_create(merged.new[first : first + SLICE])
    for first in range(0, len(touched), SLICE):
        progress(Stage.MEETINGS, len(merged.new) + first, total)
        Meeting.objects.bulk_update(touched[first : first + SLICE], (*FOLLOWED, *DETAILS))
    progress(Stage.REMINDERS, 0, 0)
    plan_for_meetings(forum, merged.new, new=True)
    plan_for_meetings(forum, touched)
    move_next_meeting_dates(forum=forum)
    place_standing_items(forum=forum)
    for meeting in touched:
        if meeting.noticed_at:
            tell_of_change(meeting)
