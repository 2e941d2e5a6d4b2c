"""Recurrence rules as text (RFC 5545, 3.3.10): read, checked and bounded before any expansion.

No meeting recurs more than once a day, and a rule from outside may be written to keep a
computer busy; what is not plausible is refused here, by looking at the text alone.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from meetings.calendar.errors import RuleError
from meetings.calendar.limits import (
    MAX_RULE_COUNT,
    MAX_RULE_INTERVAL,
    MAX_RULE_LENGTH,
    MAX_RULE_LIST,
    MAX_TIMES_PER_DAY,
)
from meetings.calendar.recurrence import Frequency, RecurrenceRule
from meetings.calendar.rule_dates import matches_some_day
from meetings.calendar.values import read_moment

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_INTEGER: Final = re.compile(r"[+-]?\d{1,12}$")
_TOO_FREQUENT: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})

_LISTS: Final = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}
_KNOWN: Final = frozenset({*_LISTS, "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"})


@lru_cache(maxsize=2_048)
def check_rule(rule_text: str) -> RecurrenceRule:
    """Return the rule when it is one that a meeting may follow; takes well under 50 ms.

    Raises RuleError: rule_unreadable, rule_too_frequent, rule_interval, rule_count,
    rule_too_dense, rule_never, rule_scale, rule_exclusion.
    """
    text = rule_text.strip().upper()
    if text.startswith("EXRULE"):
        raise RuleError("rule_exclusion", rule=text[:80])
    text = text.removeprefix("RRULE:")
    if len(text) > MAX_RULE_LENGTH:
        raise _refusal("rule_too_dense", text)
    parts = _parts(text)
    lists = {name: _integers(text, parts.get(name, ""), *_LISTS[name]) for name in _LISTS}
    rule = RecurrenceRule(
        text=text,
        frequency=_frequency(text, parts),
        interval=_interval(text, parts.get("INTERVAL", "")),
        count=_count(text, parts.get("COUNT", "")),
        until=_until(text, parts.get("UNTIL", "")),
        week_start=_week_start(text, parts.get("WKST", "")),
        weekdays=_weekdays(text, parts.get("BYDAY", "")),
        months=frozenset(lists["BYMONTH"]),
        month_days=frozenset(lists["BYMONTHDAY"]),
        year_days=frozenset(lists["BYYEARDAY"]),
        weeks=frozenset(lists["BYWEEKNO"]),
        hours=lists["BYHOUR"],
        minutes=lists["BYMINUTE"],
        seconds=tuple(sorted({min(second, 59) for second in lists["BYSECOND"]})),
        positions=lists["BYSETPOS"],
    )
    _refuse_dense(rule)
    _refuse_never(rule)
    return rule


def _refusal(code: str, text: str, **limits: int) -> RuleError:
    return RuleError(code, rule=text[:80], line=None, **limits)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        if not piece.strip():
            continue
        name, equals, value = (word.strip() for word in piece.partition("="))
        if name.startswith("X-"):
            continue
        if name in {"RSCALE", "SKIP"}:
            if value not in {"GREGORIAN", "OMIT"}:
                raise _refusal("rule_scale", text)
            continue
        if not equals or name not in _KNOWN or name in parts:
            raise _refusal("rule_unreadable", text)
        parts[name] = value
    return parts


def _frequency(text: str, parts: dict[str, str]) -> Frequency:
    name = parts.get("FREQ", "")
    if name in _TOO_FREQUENT:
        raise _refusal("rule_too_frequent", text)
    if name not in Frequency.__members__:
        raise _refusal("rule_unreadable", text)
    return Frequency[name]


def _interval(text: str, value: str) -> int:
    if not value:
        return 1
    if not _INTEGER.match(value):
        raise _refusal("rule_unreadable", text)
    if not 1 <= int(value) <= MAX_RULE_INTERVAL:
        raise _refusal("rule_interval", text, limit=MAX_RULE_INTERVAL)
    return int(value)


def _count(text: str, value: str) -> int | None:
    """Some programs write COUNT=-1 for a rule without end."""
    if not value or value == "-1":
        return None
    if not _INTEGER.match(value):
        raise _refusal("rule_unreadable", text)
    if not 1 <= int(value) <= MAX_RULE_COUNT:
        raise _refusal("rule_count", text, limit=MAX_RULE_COUNT)
    return int(value)


def _until(text: str, value: str) -> dt.date | dt.datetime | None:
    if not value:
        return None
    if re.match(r"(?:2[2-9]|[3-9]\d)\d\d\d{4}(?:T\d{6}Z?)?$", value):
        return None  # centuries ahead: without end
    try:
        moment, in_utc = read_moment(value)
    except ValueError:
        raise _refusal("rule_unreadable", text) from None
    if isinstance(moment, dt.datetime) and in_utc:
        return moment.replace(tzinfo=dt.UTC)
    return moment


def _week_start(text: str, value: str) -> int:
    if not value:
        return 0
    if value not in WEEKDAYS:
        raise _refusal("rule_unreadable", text)
    return WEEKDAYS.index(value)


def _weekdays(text: str, value: str) -> frozenset[tuple[int, int]]:
    """Return pairs of weekday and ordinal, 0 meaning each."""
    days: set[tuple[int, int]] = set()
    for word in _words(text, value):
        match = _WEEKDAY.match(word)
        ordinal = int(match[1] or 0) if match else 99
        if match is None or abs(ordinal) > 53:
            raise _refusal("rule_unreadable", text)
        days.add((WEEKDAYS.index(match[2]), ordinal))
    return frozenset(days)


def _integers(text: str, value: str, low: int, high: int, signed: bool) -> tuple[int, ...]:  # noqa: FBT001  (spread from a table)
    numbers: set[int] = set()
    for word in _words(text, value):
        number = int(word) if _INTEGER.match(word) else high + 1
        if not low <= (abs(number) if signed else number) <= high:
            raise _refusal("rule_unreadable", text)
        numbers.add(number)
    return tuple(sorted(numbers))


def _words(text: str, value: str) -> list[str]:
    words = [word.strip() for word in value.split(",") if word.strip()]
    if len(words) > MAX_RULE_LIST:
        raise _refusal("rule_too_dense", text)
    return words


def _refuse_dense(rule: RecurrenceRule) -> None:
    times = max(len(rule.hours), 1) * max(len(rule.minutes), 1) * max(len(rule.seconds), 1)
    if times > MAX_TIMES_PER_DAY:
        raise _refusal("rule_too_dense", rule.text)


def _refuse_never(rule: RecurrenceRule) -> None:
    if not matches_some_day(rule):
        raise _refusal("rule_never", rule.text)
