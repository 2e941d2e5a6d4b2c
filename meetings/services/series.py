"""The rhythm of a forum, made and changed here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_forum
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.calendar.series_dates import SeriesDates, series_days
from meetings.enums import MeetingState, SeriesScope
from meetings.models import FollowedCalendar, Meeting, MeetingSeries
from meetings.services.locks import lock_forum_in_use
from meetings.services.meetings import move_next_meeting_dates
from meetings.services.merge_series import OWN, stored_uid
from meetings.services.notices import tell_of_change
from meetings.services.reminders import plan_for_meetings
from meetings.services.series_plan import (
    Rhythm,
    horizon,
    place_after,
    plan_series,
    reason_of_removal,
    slot_name,
    span_of,
)
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum
    from meetings.services.series_plan import SeriesPlan, Span

FILLED_BEFORE: Final = timedelta(days=60)
MOVED: Final = ("starts_at", "ends_at", "all_day", "place", "sequence", "recurrence_id", "historic")


@transaction.atomic
def save_series(
    *,
    forum: Forum,
    rhythm: Rhythm,
    seen: str,
    series_id: uuid.UUID | None = None,
    version: int | None = None,
    scope: SeriesScope = SeriesScope.ALL,
) -> MeetingSeries:
    """Makes a series with its meetings two years ahead, or changes it and those of its meetings that lie ahead. Chair, secretary.

    `seen`: the digest of the plan that was looked at. Whoever got a notice gets a new one (SEQUENCE rises) or a cancellation, when
    Samverka sends the forum's notices. Held meetings, and those with an outcome, are never touched.

    Raises `InvalidInputError`; `ConflictError` for an archived forum, a series that its own calendar has (`followed`), or when
    something else would be done than was seen (`plan_changed`); `StaleVersionError`.
    """
    forum = lock_forum_in_use(forum.pk)
    series = lock_version(MeetingSeries, series_id, version) if series_id else None
    if series and is_followed(series):
        raise ConflictError(_("This series is read from the forum's own calendar. Change it there."), code="followed")
    rhythm = _cleaned(rhythm)
    plan = plan_series(forum=forum, rhythm=rhythm, series=series, scope=scope)
    if plan.digest != seen:
        raise ConflictError(_("Look at the changes again: something has happened since."), code="plan_changed")
    before = MeetingSeries.objects.get(pk=series.pk) if series else None
    series = _write_series(series or MeetingSeries(forum=forum, source_uid=f"{OWN}{uuid7()}", zone=forum.zone), rhythm)
    series.filled_until = plan.until
    series.save()
    _write_meetings(forum, series, before, rhythm, plan)
    return series.refreshed()


def is_followed(series: MeetingSeries) -> bool:
    """Whether the next reading of the forum's published calendar would undo what is changed here."""
    followed = FollowedCalendar.objects.filter(forum=series.forum_id).first()
    if followed is None or series.source_uid.startswith(OWN):
        return False
    return not followed.series or series.source_uid in map(stored_uid, followed.series)


def rhythm_of(series: MeetingSeries) -> Rhythm:
    """The series as it stands."""
    starts = series.start_time or time(9)
    ends = (datetime.combine(date(2000, 1, 1), starts) + timedelta(minutes=series.duration_minutes % (24 * 60))).time()
    pauses = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in series.pauses)
    dates = SeriesDates(
        series.rule,
        series.first_date,
        pauses,
        frozenset(series.excluded_dates),
        frozenset(series.extra_dates),
        series.zone,
    )
    return Rhythm(dates, starts, ends, series.place, series.summary)


def _cleaned(rhythm: Rhythm) -> Rhythm:
    if any(last < first for first, last in rhythm.dates.pauses):
        raise InvalidInputError(_("A pause ends before it begins. Correct one of the days."), field="pauses")
    if rhythm.end_time <= rhythm.start_time:
        raise InvalidInputError(_("The meeting ends before it starts. Correct one of the times."), field="ends")
    return replace(
        rhythm,
        place=clean_text(rhythm.place, single_line=True),
        summary=clean_text(rhythm.summary, single_line=True),
    )


def _write_series(series: MeetingSeries, rhythm: Rhythm) -> MeetingSeries:
    series.summary, series.place, series.rule = rhythm.summary, rhythm.place, rhythm.dates.rule
    series.first_date, series.start_time, series.all_day = rhythm.dates.first, rhythm.start_time, False
    series.duration_minutes = rhythm.minutes
    series.pauses = [[first.isoformat(), last.isoformat()] for first, last in sorted(rhythm.dates.pauses)]
    series.excluded_dates, series.extra_dates = sorted(rhythm.dates.excluded), sorted(rhythm.dates.extra)
    refuse_what_does_not_fit(series)
    return series


def _write_meetings(
    forum: Forum, series: MeetingSeries, before: MeetingSeries | None, rhythm: Rhythm, plan: SeriesPlan
) -> None:
    cancelled = [one.meeting for one in plan.removed if not one.bare]
    gone, moved = [one.meeting for one in plan.removed], [one.meeting for one in plan.moved]
    told = [meeting for meeting in (*moved, *gone) if meeting.noticed_at]
    for meeting in gone:
        meeting.state, meeting.sequence = MeetingState.CANCELLED, meeting.sequence + 1
        meeting.cancelled_reason = reason_of_removal()
        meeting.recurrence_id = f"x{meeting.pk.hex}"  # its slot is free again
    for one in plan.moved:
        meeting = one.meeting
        meeting.place = place_after(meeting, before, rhythm)
        meeting.starts_at, meeting.ends_at, meeting.all_day = one.starts_at, one.ends_at, False
        meeting.sequence, meeting.recurrence_id = meeting.sequence + 1, slot_name(one.starts_at)
    Meeting.objects.bulk_update(cancelled, ["state", "cancelled_reason", "sequence", "recurrence_id"])
    plan_for_meetings(forum, gone)
    Meeting.objects.filter(pk__in=[one.meeting.pk for one in plan.removed if one.bare]).delete()
    Meeting.objects.bulk_update(moved, MOVED)
    plan_for_meetings(forum, moved)
    _add_meetings(forum, series, plan.added)
    for meeting in told:
        tell_of_change(meeting.refreshed())


def _add_meetings(forum: Forum, series: MeetingSeries, spans: list[Span]) -> None:
    rows = [
        Meeting(
            forum=forum,
            series=series,
            source_uid=series.source_uid,
            recurrence_id=slot_name(starts_at),
            starts_at=starts_at,
            ends_at=ends_at,
            zone=series.zone,
            place=series.place or forum.default_place,
        )
        for starts_at, ends_at in spans
    ]
    Meeting.objects.bulk_create(rows)
    plan_for_meetings(forum, rows, new=True)
    move_next_meeting_dates(forum=forum)
    place_standing_items(forum=forum)


def fill_series_everywhere() -> int:
    """Gives each series that is kept here the meetings of the months that have come within two years; returns how many. Idempotent."""
    until = horizon(timezone.localdate())
    due = MeetingSeries.objects.filter(filled_until__lt=until - FILLED_BEFORE, forum__archived_at__isnull=True)
    return sum(_fill(key, until) for key in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _fill(series_id: uuid.UUID, until: date) -> int:
    forum = lock_forum(pk=MeetingSeries.objects.values_list("forum", flat=True).get(pk=series_id))
    series = lock_version(MeetingSeries, series_id, None)
    if series.filled_until is None or series.filled_until >= until or forum.archived_at:
        return 0
    rhythm = rhythm_of(series)
    since = max(series.filled_until + timedelta(days=1), timezone.localdate())
    known = set(Meeting.objects.filter(series=series).values_list("recurrence_id", flat=True))
    spans = [span_of(rhythm, day, series.zone) for day in series_days(rhythm.dates, since=since, until=until)]
    new = [span for span in spans if slot_name(span[0]) not in known]
    series.filled_until = until
    series.save()
    _add_meetings(forum, series, new)
    return len(new)
