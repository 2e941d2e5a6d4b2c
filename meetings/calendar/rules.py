"""How often our own series meet: a rule that a form can show and RRULE can say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from meetings.calendar.errors import RuleError
from meetings.calendar.limits import MAX_RULE_COUNT, MAX_RULE_INTERVAL
from meetings.calendar.recurrence import Frequency
from meetings.calendar.rule_text import WEEKDAYS, check_rule

if TYPE_CHECKING:
    from meetings.calendar.recurrence import RecurrenceRule

LAST: Final = -1
ORDINALS: Final = (1, 2, 3, 4, LAST)
_WEEKS: Final = {"even": tuple(range(2, 54, 2)), "odd": tuple(range(1, 54, 2))}


class Repeat(StrEnum):
    """The period of a rule."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekly on weekdays; or monthly on the n-th (or last) of them, or on a day; in all `months`, or in those named.

    Weekdays count from Monday = 0. ``ordinals`` are 1 to 4 or -1 for the last; ``day`` is 1 to 31 or -1 for the last of the month.
    ``weeks``: "even" or "odd" by number (ISO 8601), which every second week is not where a year has 53. ``until`` is the last local
    day that may have a meeting. Raises RuleError (rule_not_plain, rule_interval, rule_count, rule_never).
    """

    repeat: Repeat
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    day: int | None = None
    months: tuple[int, ...] = ()
    weeks: str = ""
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


def to_rrule(rule: Rule, *, zone: str | None = None) -> str:
    """Return the rule as RRULE text. With a zone UNTIL is written in UTC, as RFC 5545 wants it
    beside a start with zone; without one as a date. Weeks by number need a yearly rule (3.3.10).
    """
    parts = [f"FREQ={'YEARLY' if rule.weeks else rule.repeat.value.upper()}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.months:
        parts.append("BYMONTH=" + ",".join(map(str, sorted(rule.months))))
    if rule.weeks:
        parts.append("BYWEEKNO=" + ",".join(map(str, _WEEKS.get(rule.weeks, ()))))
    if rule.day is not None:
        parts.append(f"BYMONTHDAY={rule.day}")
    if rule.weekdays:
        ordinals = [str(ordinal) for ordinal in in_order(rule.ordinals)] or [""]
        names = [WEEKDAYS[weekday % 7] for weekday in sorted(rule.weekdays)]
        parts.append("BYDAY=" + ",".join(ordinal + name for ordinal in ordinals for name in names))
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={_until_text(rule.until, zone)}")
    return ";".join(parts)


def in_order(ordinals: tuple[int, ...]) -> list[int]:
    """First to fourth, then the last."""
    return sorted(ordinals, key=lambda ordinal: ordinal if ordinal > 0 else 9)


def from_rrule(text: str, *, start: dt.date | dt.datetime) -> Rule:
    """Return the rule that RRULE text says for a series that starts then (in its own zone).

    Raises RuleError: rule_not_plain when a form cannot show it, or what check_rule raises.
    """
    found = check_rule(text)
    day = start.date() if isinstance(start, dt.datetime) else start
    zone = start.tzinfo if isinstance(start, dt.datetime) else None
    pairs, odd = found.weekdays, (found.year_days, found.hours, found.minutes, found.seconds)
    ends = {"until": _until_day(found.until, zone), "count": found.count}
    weekly = found.frequency is Frequency.WEEKLY or bool(found.weeks)
    rule = None
    if not any(odd) and found.frequency is not Frequency.DAILY:
        rule = _weekly(found, day) if weekly else _monthly(found, day)
    if rule is None or (pairs and not _is_square(pairs)):
        raise RuleError("rule_not_plain", rule=found.text[:80])
    return Rule(**rule, **ends)  # type: ignore[arg-type]  # made by the two below


def _weekly(found: RecurrenceRule, day: dt.date) -> dict[str, object] | None:
    if found.month_days or found.positions or any(ordinal for _, ordinal in found.weekdays):
        return None
    weeks = next((name for name, numbers in _WEEKS.items() if found.weeks == frozenset(numbers)), "")
    if found.weeks and (not weeks or found.interval > 1 or found.frequency is not Frequency.YEARLY):
        return None
    weekdays = tuple(sorted({weekday for weekday, _ in found.weekdays})) or (day.weekday(),)
    return {
        "repeat": Repeat.WEEKLY,
        "interval": found.interval,
        "weekdays": weekdays,
        "months": tuple(sorted(found.months)),
        "weeks": weeks,
    }


def _monthly(found: RecurrenceRule, day: dt.date) -> dict[str, object] | None:
    """A yearly rule is a monthly one with its months named, as long as it holds every year."""
    yearly = found.frequency is Frequency.YEARLY
    months = tuple(sorted(found.months)) or ((day.month,) if yearly else ())
    if (yearly and (found.interval > 1 or (found.weekdays and not found.months))) or len(found.month_days) > 1:
        return None
    ordinals = {ordinal for _, ordinal in found.weekdays}
    if found.positions:
        if ordinals != {0} or len(found.weekdays) > 1:
            return None
        ordinals = set(found.positions)
    if found.weekdays and (found.month_days or 0 in ordinals):
        return None
    return {
        "repeat": Repeat.MONTHLY,
        "interval": found.interval,
        "weekdays": tuple(sorted({weekday for weekday, _ in found.weekdays})),
        "ordinals": tuple(in_order(tuple(ordinals))),
        "day": None if found.weekdays else next(iter(found.month_days), day.day),
        "months": months,
    }


def _is_square(pairs: frozenset[tuple[int, int]]) -> bool:
    """Each ordinal goes with each weekday: more than that no sentence says."""
    return len(pairs) == len({weekday for weekday, _ in pairs}) * len({ordinal for _, ordinal in pairs})


def _is_plain(rule: Rule) -> bool:
    named = all(0 <= weekday <= 6 for weekday in rule.weekdays) and all(1 <= month <= 12 for month in rule.months)
    if not named or (rule.weeks and rule.weeks not in _WEEKS):
        return False
    if rule.repeat is Repeat.WEEKLY:
        return bool(rule.weekdays) and not rule.ordinals and rule.day is None and not (rule.weeks and rule.interval > 1)
    if rule.weeks:
        return False
    if rule.day is not None:
        return (1 <= rule.day <= 31 or rule.day == LAST) and not rule.weekdays and not rule.ordinals
    return bool(rule.weekdays) and bool(rule.ordinals) and set(rule.ordinals) <= set(ORDINALS)


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
