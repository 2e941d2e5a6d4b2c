"""What a new or changed rhythm would do to a forum's meetings, worked out before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from forum.enums import NoticeSender
from forum.errors import InvalidInputError
from meetings.calendar.series_dates import SeriesDates, series_days
from meetings.calendar.zones import settled
from meetings.enums import MeetingState, SeriesScope
from meetings.models import AgendaItem, Document, Meeting
from meetings.services.merge_calendar import with_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forum.models import Forum
    from meetings.models import MeetingSeries

MONTHS_AHEAD: Final = 24
MOST: Final = 300
FARTHEST = 20  # days that a meeting may move and still be the same one
NOT_IN_RHYTHM = gettext_noop("The forum's rhythm was changed, and this day is no longer in it.")

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Rhythm:
    """A series as its form gives it: days and hours of the wall."""

    dates: SeriesDates
    start_time: time
    end_time: time
    place: str = ""
    summary: str = ""

    @property
    def minutes(self) -> int:
        """How long a meeting is; past midnight when it ends before it begins."""
        length = datetime.combine(date.min, self.end_time) - datetime.combine(date.min, self.start_time)
        return int(length.total_seconds() // 60) % (24 * 60)


@dataclass(frozen=True)
class Move:
    """A meeting that gets another time or place. `told`: its notice is out, so a new one goes with it."""

    meeting: Meeting
    starts_at: datetime
    ends_at: datetime
    told: bool

    @property
    def other_time(self) -> bool:
        return (self.starts_at, self.ends_at) != (self.meeting.starts_at, self.meeting.ends_at)


@dataclass(frozen=True)
class Removal:
    """A meeting that goes: without a trace when nothing was prepared (`bare`), else cancelled with the reason."""

    meeting: Meeting
    bare: bool
    told: bool


@dataclass
class SeriesPlan:
    """What a save would do. `kept`: as they are; `by_hand`: moved or cancelled by hand, and left so."""

    until: date
    added: list[Span] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    kept: list[Meeting] = field(default_factory=list)
    by_hand: list[Meeting] = field(default_factory=list)

    @property
    def told(self) -> int:
        """How many meetings get a new notice or a cancellation."""
        return sum(one.told for one in self.moved) + sum(one.told for one in self.removed)

    @property
    def last_added(self) -> datetime | None:
        return self.added[-1][0] if self.added else None

    @property
    def digest(self) -> str:
        """The same as long as the same would be done."""
        said: list[Any] = [span[0].isoformat() + span[1].isoformat() for span in self.added]
        said += [
            f"{one.meeting.pk}{one.starts_at.isoformat()}{one.ends_at.isoformat()}{one.told}" for one in self.moved
        ]
        said += [f"{one.meeting.pk}{one.bare}{one.told}" for one in self.removed]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def reason_of_removal() -> str:
    """In the installation's language, whoever changes the series."""
    with override(settings.LANGUAGE_CODE):
        return gettext(NOT_IN_RHYTHM)


def horizon(today: date) -> date:
    """The last day for which meetings are made."""
    return (today.replace(day=1) + timedelta(days=31 * MONTHS_AHEAD)).replace(day=1) - timedelta(days=1)


def span_of(rhythm: Rhythm, day: date, zone: str) -> Span:
    """Both moments of a meeting on that day, in UTC, at the same wall-clock time on both sides of summer time."""
    there, starts = ZoneInfo(zone), datetime.combine(day, rhythm.start_time)
    ends = starts + timedelta(minutes=rhythm.minutes)
    return tuple(settled(one.replace(tzinfo=there)).astimezone(UTC) for one in (starts, ends))  # type: ignore[return-value]  # two


def slot_name(starts_at: datetime) -> str:
    """How the slot of a meeting is written in `recurrence_id`."""
    return f"{starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def plan_series(
    *, forum: Forum, rhythm: Rhythm, series: MeetingSeries | None = None, scope: SeriesScope = SeriesScope.ALL
) -> SeriesPlan:
    """Which meetings would come, move and go. Held and begun ones, and those with an outcome, are never among them.

    Raises `InvalidInputError` when no day comes of it, or too many.
    """
    now, today = timezone.now(), timezone.localdate()
    since = max(today, rhythm.dates.first) if series is None or scope == SeriesScope.FROM_HERE else today
    until = horizon(today)
    zone = series.zone if series else forum.zone
    days = [day for day in series_days(rhythm.dates, since=since, until=until) if span_of(rhythm, day, zone)[0] > now]
    if len(days) > MOST:
        raise InvalidInputError(
            _("This gives more than %(most)d meetings in two years. Choose fewer days.") % {"most": MOST},
            field="sentence",
        )
    if not days and series is None:
        raise InvalidInputError(_("No coming day fits. Look at the days and pauses."), field="sentence")
    wanted = {day: span_of(rhythm, day, zone) for day in days}
    plan = SeriesPlan(until=until)
    existing = _existing(series, since) if series else []
    free = _apart(plan, existing, wanted, now)
    _pair(plan, free, wanted, series, rhythm)
    plan.added = sorted(wanted.values())
    return plan


def _existing(series: MeetingSeries, since: date) -> list[Any]:
    rows = with_outcome(Meeting.objects.filter(series=series, starts_at__date__gte=since - timedelta(days=1)))
    rows = rows.annotate(
        has_items=Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
        has_documents=Exists(Document.objects.filter(meeting=OuterRef("pk"))),
    )
    found = list(rows.select_related("forum").order_by("starts_at", "id"))
    return [meeting for meeting in found if slot_day(meeting) >= since]


def slot_day(meeting: Meeting) -> date:
    """The day in the rhythm that the meeting stands for, wherever it was moved."""
    slot = _slot(meeting)
    return slot.astimezone(ZoneInfo(meeting.zone)).date() if slot else meeting.day


def _slot(meeting: Meeting) -> datetime | None:
    try:
        return datetime.strptime(meeting.recurrence_id, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _apart(plan: SeriesPlan, existing: Iterable[Any], wanted: dict[date, Span], now: datetime) -> list[Any]:
    """The meetings that may be moved; days of the others are taken, so that nothing comes there a second time."""
    free = []
    for meeting in existing:
        day, slot = slot_day(meeting), _slot(meeting)
        cancelled = meeting.state == MeetingState.CANCELLED
        if cancelled and meeting.cancelled_reason == reason_of_removal():
            continue
        if cancelled or meeting.starts_at <= now or meeting.has_outcome or meeting.historic:
            if wanted.pop(day, None) and cancelled:
                plan.by_hand.append(meeting)
        elif slot and slot != meeting.starts_at and day in wanted:
            wanted.pop(day)
            plan.by_hand.append(meeting)
        else:
            free.append(meeting)
    return free


def _pair(
    plan: SeriesPlan, free: list[Any], wanted: dict[date, Span], series: MeetingSeries | None, rhythm: Rhythm
) -> None:
    """Each meeting gets its own day, else the nearest one that is near enough, so that its agenda goes with it; the others go."""
    left = []
    for meeting in free:
        span = wanted.pop(slot_day(meeting), None)
        if span:
            _settle(plan, meeting, span, series, rhythm)
        else:
            left.append(meeting)
    reach = _reach(sorted(wanted))
    for meeting in left:
        near = sorted(wanted, key=lambda day: abs((day - slot_day(meeting)).days))[:1]
        if near and abs((near[0] - slot_day(meeting)).days) <= reach:
            _settle(plan, meeting, wanted.pop(near[0]), series, rhythm)
        else:
            bare = not (meeting.noticed_at or meeting.has_items or meeting.has_documents or meeting.link)
            plan.removed.append(Removal(meeting, bare=bare, told=_is_told(meeting)))


def _reach(days: Sequence[date]) -> int:
    """Less than the days between two meetings."""
    if len(days) < 2:
        return FARTHEST
    return max(3, min(FARTHEST, (days[-1] - days[0]).days // (len(days) - 1) * 2 // 3))


def _settle(plan: SeriesPlan, meeting: Meeting, span: Span, series: MeetingSeries | None, rhythm: Rhythm) -> None:
    if (meeting.starts_at, meeting.ends_at) == span and place_after(meeting, series, rhythm) == meeting.place:
        plan.kept.append(meeting)
    else:
        plan.moved.append(Move(meeting, *span, told=_is_told(meeting)))


def place_after(meeting: Meeting, series: MeetingSeries | None, rhythm: Rhythm) -> str:
    """The series' new place, unless this meeting had got another one by hand."""
    return rhythm.place if series is None or meeting.place in {"", series.place} else meeting.place


def _is_told(meeting: Meeting) -> bool:
    return meeting.noticed_at is not None and meeting.forum.notices_from == NoticeSender.SAMVERKA
