from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from forum.services.text import clean_text
from meetings.models import MeetingSeries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    from forum.models import Forum
    from meetings.calendar.source import Moment, SeriesSource

OWN: Final = "series:"  # how the UID of a series begins that was made here
AT_ONCE: Final = 500
LONGEST_UID: Final = 300
HIGHEST_SEQUENCE: Final = 2147483647 - 1


def stored_uid(uid: str) -> str:
    """The UID as it is kept; one that is longer than the column becomes its SHA-256."""
    return uid if len(uid) <= LONGEST_UID else f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"


def merge_series(forum: Forum, sources: Iterable[SeriesSource]) -> dict[str, MeetingSeries]:
    """The series as the calendar now has them, by the UID of the file."""
    known = {series.source_uid: series for series in MeetingSeries.objects.filter(forum=forum)}
    merged, new, changed = {}, [], []
    for source in sources:
        facts, uid = _facts(source), stored_uid(source.uid)
        series = known.get(uid)
        if series is None:
            series = known[uid] = MeetingSeries(forum=forum, source_uid=uid, **facts)
            new.append(series)
        elif any(getattr(series, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(series, name, value)
            changed.append(series)
        merged[source.uid] = series
    MeetingSeries.objects.bulk_create(new, batch_size=AT_ONCE)
    if changed:
        MeetingSeries.objects.bulk_update(changed, list(_facts(source)), batch_size=AT_ONCE)
    return merged


def _facts(source: SeriesSource) -> dict[str, object]:
    event = source.leading
    start = event.start
    length: timedelta = event.end - start  # type: ignore[operator]  # both dates or both times
    return {
        "summary": clean_text(source.summary, single_line=True)[:300],
        "rule": (source.rule_text or "")[:1000],
        "zone": source.zone,
        "first_date": start.date() if isinstance(start, datetime) else start,
        "start_time": start.timetz().replace(tzinfo=None) if isinstance(start, datetime) else None,
        "duration_minutes": int(length.total_seconds() // 60),
        "all_day": source.all_day,
        "place": clean_text(source.location, single_line=True)[:300],
        "sequence": min(source.sequence, HIGHEST_SEQUENCE),
        "pauses": [],
        "excluded_dates": sorted({_day(one, source) for one in event.excluded}),
        "extra_dates": sorted({_day(one.start, source) for one in event.extra}),
        "filled_until": None,
    }


def _day(moment: Moment, source: SeriesSource) -> date:
    """The day of an exception as the forum reads it in its calendar."""
    return moment.astimezone(ZoneInfo(source.zone)).date() if isinstance(moment, datetime) else moment
