"""How often our own series meet: a rule that a form can show and RRULE can say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from meetings.calendar.errors import RuleError
from meetings.calendar.limits import MAX_RULE_COUNT, MAX_RULE_INTERVAL
from meetings.calendar.recurrence import Frequency, RecurrenceRule
from meetings.calendar.rule_dates import rule_times
from meetings.calendar.rule_text import WEEKDAYS, check_rule
from meetings.calendar.zones import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAST: Final = -1
_ORDINALS: Final = frozenset({1, 2, 3, 4, _LAST})


class Repeat(StrEnum):
    """The period of a rule."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekly on weekdays; monthly or yearly on the n-th (or last) weekday, or on a day.

    Weekdays count from Monday = 0. ``ordinal`` is 1 to 4 or -1 for the last; ``day`` is 1 to 31
    or -1 for the last of the month. ``until`` is the last local day that may have a meeting.
    Raises RuleError (rule_not_plain, rule_interval, rule_count, rule_never).
    """

    repeat: Repeat
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinal: int | None = None
    day: int | None = None
    month: int | None = None
    until: dt.date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        text = to_rrule(self)
        if not _is_plain(self):
            raise RuleError("rule_not_plain", rule=text)
        if not 1 <= self.interval <= MAX_RULE_INTERVAL:
            raise RuleError("rule_interval", rule=text, limit=MAX_RULE_INTERVAL)
        if self.count is not None and not 1 <= self.count <= MAX_RULE_COUNT:
            raise RuleError("rule_count", rule=text, limit=MAX_RULE_COUNT)
        check_rule(text)


@dataclass(frozen=True, slots=True)
class Description:
    """A rule in words: an English sentence with ``%(name)s`` places, for translation.

    ``weekday`` and ``weekdays`` (Monday = 0), ``month`` (1 to 12), ``ordinal`` (1 to 4, -1 =
    last), ``day`` and ``interval`` are numbers whose names the caller puts in.
    """

    code: str
    message: str
    params: Mapping[str, object]


DESCRIPTIONS: Final[Mapping[str, str]] = {
    "weekly": "every week on %(weekdays)s",
    "weekly_second": "every second week on %(weekdays)s",
    "weekly_interval": "every %(interval)s weeks on %(weekdays)s",
    "monthly_weekday": "%(ordinal)s %(weekday)s of the month",
    "monthly_weekday_interval": "%(ordinal)s %(weekday)s of the month, every %(interval)s months",
    "monthly_day": "day %(day)s of the month",
    "monthly_day_interval": "day %(day)s of the month, every %(interval)s months",
    "monthly_last_day": "the last day of the month",
    "monthly_last_day_interval": "the last day of the month, every %(interval)s months",
    "yearly_weekday": "%(ordinal)s %(weekday)s of %(month)s",
    "yearly_weekday_interval": "%(ordinal)s %(weekday)s of %(month)s, every %(interval)s years",
    "yearly_day": "%(day)s %(month)s every year",
    "yearly_day_interval": "%(day)s %(month)s every %(interval)s years",
}


def to_rrule(rule: Rule, *, zone: str | None = None) -> str:
    """Return the rule as RRULE text. With a zone UNTIL is written in UTC, as RFC 5545 wants it
    beside a start with zone; without one as a date.
    """
    parts = [f"FREQ={rule.repeat.value.upper()}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.month is not None:
        parts.append(f"BYMONTH={rule.month}")
    if rule.day is not None:
        parts.append(f"BYMONTHDAY={rule.day}")
    if rule.weekdays:
        ordinal = "" if rule.ordinal is None else str(rule.ordinal)
        names = (WEEKDAYS[weekday % 7] for weekday in sorted(rule.weekdays))
        parts.append("BYDAY=" + ",".join(ordinal + name for name in names))
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={_until_text(rule.until, zone)}")
    return ";".join(parts)


def from_rrule(text: str, *, start: dt.date | dt.datetime) -> Rule:
    """Return the rule that RRULE text says for a series that starts then (in its own zone).

    Raises RuleError: rule_not_plain when a form cannot show it, or what check_rule raises.
    """
    found = check_rule(text)
    if not _can_be_plain(found):
        raise RuleError("rule_not_plain", rule=found.text[:80])
    day = start.date() if isinstance(start, dt.datetime) else start
    zone = start.tzinfo if isinstance(start, dt.datetime) else None
    repeat = Repeat(found.frequency.name.lower())
    ordinals = {ordinal for _, ordinal in found.weekdays}
    positions = set(found.positions) or ordinals - {0}
    if len(positions) > 1 or (repeat is not Repeat.WEEKLY and 0 in ordinals and not positions):
        raise RuleError("rule_not_plain", rule=found.text[:80])
    return Rule(
        repeat=repeat,
        interval=found.interval,
        weekdays=_weekdays(found, day),
        ordinal=None if repeat is Repeat.WEEKLY else next(iter(positions), None),
        day=_day(found, day),
        month=next(iter(found.months), day.month) if repeat is Repeat.YEARLY else None,
        until=_until_day(found.until, zone),
        count=found.count,
    )


def occurrences(
    rule: Rule, *, start: dt.datetime, zone: str, window_start: dt.date, window_end: dt.date
) -> list[dt.datetime]:
    """Return the starts on the days of the window (both included), aware in the zone.

    ``start`` is the naive wall-clock time of the first meeting; every later one is at the same
    wall-clock time, on both sides of a change to or from summer time.
    """
    last = dt.datetime.combine(min(window_end, rule.until or window_end), dt.time.max)
    first = dt.datetime.combine(window_start, dt.time())
    found = rule_times(check_rule(to_rrule(rule)), start, first=first, last=last)
    return [settled(local.replace(tzinfo=ZoneInfo(zone))) for local in found]


def describe(rule: Rule) -> Description:
    """Return the rule in words; when it ends is left to the caller (``until``, ``count``)."""
    params: dict[str, object] = {"interval": rule.interval}
    if rule.repeat is Repeat.WEEKLY:
        code = {1: "weekly", 2: "weekly_second"}.get(rule.interval, "weekly_interval")
        params["weekdays"] = tuple(sorted(rule.weekdays))
        return Description(code, DESCRIPTIONS[code], params)
    if rule.ordinal is not None:
        code = f"{rule.repeat.value}_weekday"
        params |= {"ordinal": rule.ordinal, "weekday": rule.weekdays[0]}
    elif rule.repeat is Repeat.MONTHLY and rule.day == _LAST:
        code = "monthly_last_day"
    else:
        code = f"{rule.repeat.value}_day"
        params["day"] = rule.day
    if rule.repeat is Repeat.YEARLY:
        params["month"] = rule.month
    code += "_interval" if rule.interval > 1 else ""
    return Description(code, DESCRIPTIONS[code], params)


def _is_plain(rule: Rule) -> bool:
    if not all(0 <= weekday <= 6 for weekday in rule.weekdays):
        return False
    if rule.repeat is Repeat.WEEKLY:
        return bool(rule.weekdays) and rule.ordinal is rule.day is rule.month is None
    if (rule.month is not None) != (rule.repeat is Repeat.YEARLY):
        return False
    if rule.month is not None and not 1 <= rule.month <= 12:
        return False
    if rule.day is not None:
        in_month = 1 <= rule.day <= 31 or (rule.day == _LAST and rule.month is None)
        return in_month and not rule.weekdays and rule.ordinal is None
    return len(rule.weekdays) == 1 and rule.ordinal in _ORDINALS


def _can_be_plain(found: RecurrenceRule) -> bool:
    odd = found.year_days or found.weeks or found.hours or found.minutes or found.seconds
    if odd or found.frequency is Frequency.DAILY or (found.month_days and found.weekdays):
        return False
    if found.frequency is Frequency.WEEKLY:
        return not (found.months or found.month_days or found.positions)
    months = 1 if found.frequency is Frequency.YEARLY else 0
    return (
        len(found.months) <= months
        and len(found.month_days) <= 1
        and len(found.weekdays) <= 1
        and not (found.weekdays and found.frequency is Frequency.YEARLY and not found.months)
    )


def _weekdays(found: RecurrenceRule, day: dt.date) -> tuple[int, ...]:
    if found.weekdays:
        return tuple(sorted({weekday for weekday, _ in found.weekdays}))
    return (day.weekday(),) if found.frequency is Frequency.WEEKLY else ()


def _day(found: RecurrenceRule, day: dt.date) -> int | None:
    if found.frequency is Frequency.WEEKLY or found.weekdays:
        return None
    return next(iter(found.month_days), day.day)


def _until_text(until: dt.date, zone: str | None) -> str:
    if zone is None:
        return f"{until:%Y%m%d}"
    end = dt.datetime.combine(until, dt.time(23, 59, 59), ZoneInfo(zone))
    return f"{end.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _until_day(until: dt.date | dt.datetime | None, zone: dt.tzinfo | None) -> dt.date | None:
    if not isinstance(until, dt.datetime):
        return until
    if zone is not None and until.tzinfo is not None:
        return until.astimezone(zone).date()
    return until.date()
