"""What a calendar file would bring in: its series with their occurrences in a window. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.calendar.months import add_months
from forum.errors import InvalidInputError
from forum.services.days import refuse_wrong_order
from meetings.calendar.errors import CalendarError
from meetings.calendar.expansion import Occurrence, expand
from meetings.calendar.reading import read_calendar
from meetings.services.calendar_words import sentence_for
from meetings.services.progress import Progress, Stage, silent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.calendar.source import SeriesSource

MONTHS_BACK, MONTHS_AHEAD = 60, 24
MOST_MEETINGS, MOST_LOOKED_AT = 20_000, 100_000
SERIES_BETWEEN = 500


@dataclass(frozen=True)
class PlannedSeries:
    """One series of the file with its occurrences in the window: what a person chooses between."""

    source: SeriesSource
    occurrences: list[Occurrence]

    @property
    def uid(self) -> str:
        return self.source.uid


@dataclass(frozen=True)
class AdoptionPlan:
    """A file as it would come in: the chosen series, entries left out with line and sentence, and guesses that were made."""

    name: str
    series: list[PlannedSeries]
    skipped: list[dict[str, Any]]
    warnings: list[str]

    def only(self, uids: Iterable[str]) -> AdoptionPlan:
        """The same with the series of those UIDs alone."""
        wanted = set(uids)
        return replace(self, series=[one for one in self.series if one.uid in wanted])

    def occurrences(self) -> list[Occurrence]:
        """All of them, in order of time."""
        return in_order(self.series)


def in_order(series: Iterable[PlannedSeries]) -> list[Occurrence]:
    """The occurrences of several series in order of time."""
    return sorted((one for each in series for one in each.occurrences), key=lambda one: (starts_at(one), one.uid))


def starts_at(one: Occurrence) -> datetime:
    """The start in UTC; an all-day occurrence starts at midnight in its zone."""
    return _moment(one.starts_at, one.zone)


def ends_at(one: Occurrence) -> datetime:
    """The end in UTC, not included."""
    return _moment(one.ends_at, one.zone)


def _moment(value: date | datetime, zone: str) -> datetime:
    local = value if isinstance(value, datetime) else datetime.combine(value, time(), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def window(today: date, from_date: date | None, until: date | None) -> tuple[date, date]:
    """The days that are looked at: 5 years back and 24 months ahead, when nothing else is asked for. Raises `InvalidInputError`."""
    first = from_date or add_months(today, -MONTHS_BACK)
    last = until or add_months(today, MONTHS_AHEAD)
    refuse_wrong_order(first, last, field="until")
    if last - first > timedelta(days=366 * 20):
        raise InvalidInputError(_("Choose a period of at most 20 years."), field="until")
    return first, last


def read_plan(
    *,
    data: bytes,
    series: Iterable[str] | None = None,
    from_date: date | None = None,
    until: date | None = None,
    with_details: bool = False,
    most: int = MOST_MEETINGS,
    progress: Progress = silent,
) -> AdoptionPlan:
    """Reads a calendar file and expands its series, writing nothing. `series` = UIDs to keep; all when None.

    `with_details`: video link and description come along, which are dropped otherwise. `most`: how many meetings there may be; a whole
    calendar in which the forum is yet to be chosen may have more than what is brought in (`MOST_LOOKED_AT`).

    Raises `InvalidInputError` with one sentence when the file can't be used or a wanted series is not in it.
    """
    first, last = window(timezone.localdate(), from_date, until)
    progress(Stage.READING, 0, 0)
    try:
        file = read_calendar(data, details=with_details)
    except CalendarError as error:
        raise InvalidInputError(sentence_for(error.code, error.params), field="file", code=error.code) from error
    wanted = set(series) if series is not None else None
    missing = sorted((wanted or set()) - {one.uid for one in file.series})
    if missing:
        raise InvalidInputError(_("There is no series %(uid)s in the file.") % {"uid": missing[0]}, field="series")
    kept = [one for one in file.series if wanted is None or one.uid in wanted]
    return AdoptionPlan(
        name=file.name,
        series=expand_all(kept, first, last, most=most, progress=progress),
        skipped=[{"line": one.line, "reason": str(sentence_for(one.reason_code, one.params))} for one in file.skipped],
        warnings=[str(sentence_for(one.code, one.params)) for one in file.warnings],
    )


def expand_all(
    series: list[SeriesSource], first: date, last: date, *, most: int = MOST_MEETINGS, progress: Progress = silent
) -> list[PlannedSeries]:
    """The series with their occurrences on these days. Raises `InvalidInputError` when there are more than a forum can have."""
    expanded, total = [], 0
    for number, one in enumerate(series):
        if number % SERIES_BETWEEN == 0:
            progress(Stage.DATES, number, len(series))
        expanded.append(PlannedSeries(one, expand(one, window_start=first, window_end=last)))
        total += len(expanded[-1].occurrences)
        if total > most:
            raise InvalidInputError(
                _("The file gives more than %(limit)d meetings. Choose fewer series or a shorter period.")
                % {"limit": most},
                field="file",
                code="too_many_meetings",
            )
    return expanded
