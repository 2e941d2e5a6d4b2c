"""When something is to be done, as people write it at a meeting: "15/12", "v. 51", "fre", "nästa möte", "löpande", in Swedish and English.

Pure: the day that counts as today is given. A day without a year is the next one; a week means its last working day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from forum.calendar.workdays import previous_working_day
from meetings.calendar.quick_words import MONTHS, NUMBERS, WEEKDAYS, any_of, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RECENT: Final = timedelta(days=30)
FRIDAY: Final = timedelta(days=4)
LATEST: Final = 2199
SHORT: Final = 5


@dataclass(frozen=True)
class Due:
    """A day, "next meeting" or "ongoing"; the words are those of `DueKind`."""

    kind: Literal["date", "next_meeting", "ongoing"]
    day: date | None = None


@dataclass(frozen=True)
class Found:
    """An expression in a line, from `start` to `end`. `due` is None for what looks like a day and is none, as 31/2."""

    start: int
    end: int
    due: Due | None
    doubtful: bool = False


NEXT_MEETING: Final = Due("next_meeting")
ONGOING: Final = Due("ongoing")


def dates_in(line: str, today: date) -> Iterator[Found]:
    """The expressions of a line, in their order."""
    plain, at = folded(line), 0
    while at < len(line):
        start = WORD_START.search(plain, at)
        if start is None:
            return
        found = _found_at(line, plain, start.start(), today)
        if found:
            yield found
        at = found.end if found else _word_end(plain, start.start())


def _found_at(line: str, plain: str, start: int, today: date) -> Found | None:
    lead = LEAD.match(plain, start)
    for begin in dict.fromkeys((lead.end() if lead else start, start)):
        for pattern, read in PATTERNS:
            match = pattern.match(plain, begin)
            if match and not _is_a_name(line, match):
                due = read(match, today)
                return Found(start, match.end("all"), due, due is None or _just_passed(match, due, today))
    return None


def _word_end(plain: str, start: int) -> int:
    match = WORD.match(plain, start)
    return match.end() if match else start + 1


def _is_a_name(line: str, match: re.Match[str]) -> bool:
    """Tor and Sun with a capital letter are names, "man" and "son" are words; a week beside them makes them days."""
    words = match.groupdict()
    if words.get("weekday") is None or len(words["weekday"]) > SHORT or words.get("week") or words.get("next"):
        return False
    written = line[slice(*match.span("weekday"))]
    return written[0].isupper() or written in {"man", "lor", "son"}


def _just_passed(match: re.Match[str], due: Due, today: date) -> bool:
    """A day without a year that was a short while ago: next year's, or a slip of the pen? A day that has passed is none."""
    if due.day is None:
        return False
    if due.day < today:
        return True
    yearless = "year" in match.re.groupindex and match["year"] is None and "month" in match.re.groupindex
    return yearless and due.day - today > timedelta(days=365) - RECENT


# What a match means


def _on(year: int, month: int, day: int) -> Due | None:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return Due("date", date(year, month, day))


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _by_month(match: re.Match[str], today: date) -> Due | None:
    words = match["month"]
    month, day = MONTHS.get(words) or int(words), int(match["day"])
    if match["year"]:
        year = _full_year(match["year"])
        return _on(year, month, day) if today.year - 1 <= year <= LATEST else None
    this_year = _on(today.year, month, day)
    if this_year and this_year.day and this_year.day >= today:
        return this_year
    return next((due for due in (_on(today.year + more, month, day) for more in range(1, 9)) if due), None)


def _day_of_month(match: re.Match[str], today: date) -> Due | None:
    day = int(match["day"])
    months = [(today.year + (today.month - 1 + more) // 12, (today.month - 1 + more) % 12 + 1) for more in range(13)]
    days = (_on(year, month, day) for year, month in months)
    return next((due for due in days if due and due.day and due.day >= today), None)


def _weekday(match: re.Match[str], today: date) -> Due | None:
    wanted = WEEKDAYS[match["weekday"]]
    if match["week"]:
        monday = _monday(int(match["week"]), match["year"], today, wanted)
        return Due("date", monday + timedelta(days=wanted)) if monday else None
    if match["next"]:
        return Due("date", today - timedelta(days=today.weekday()) + timedelta(days=7 + wanted))
    return Due("date", today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _week(match: re.Match[str], today: date) -> Due | None:
    monday = _monday(int(match["week"]), match["year"], today, 6)
    return _last_working_day(monday) if monday else None


def _monday(week: int, year: str | None, today: date, needed: int) -> date | None:
    """Monday of an ISO week: of the year that is given, else of the next one whose weekday `needed` has not passed."""
    first = _full_year(year) if year else today.isocalendar().year
    for candidate in [first] if year else range(first, first + 8):
        if not (1 <= week <= date(candidate, 12, 28).isocalendar().week):
            if week > 53 or year:
                return None
            continue
        monday = date.fromisocalendar(candidate, week, 1)
        if year or monday + timedelta(days=needed) >= today:
            return monday
    return None


def _last_working_day(monday: date) -> Due:
    return Due("date", max(monday, previous_working_day(monday + FRIDAY)))


def _named_week(match: re.Match[str], today: date) -> Due | None:
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if match["next"] else 0)
    due = _last_working_day(monday)
    return due if due.day and due.day >= today else Due("date", today)


def _near(match: re.Match[str], today: date) -> Due:
    if match["tomorrow"]:
        return Due("date", today + timedelta(days=1))
    return Due("date", today + timedelta(days=2 if match["after"] else 0))


def _span(match: re.Match[str], today: date) -> Due | None:
    number = NUMBERS.get(match["number"]) or int(match["number"])
    if match["months"]:
        month = today.month - 1 + number
        year, month = today.year + month // 12, month % 12 + 1
        return _on(year, month, min(today.day, calendar.monthrange(year, month)[1])) if year <= LATEST else None
    return Due("date", today + timedelta(days=number * (7 if match["weeks"] else 1)))


def _month_end(match: re.Match[str], today: date) -> Due:
    named = match["month"] or match["other"] or ""
    month = MONTHS.get(named, 12 if match["turn_of_year"] else today.month)
    year = today.year + (month < today.month)
    return Due("date", date(year, month, calendar.monthrange(year, month)[1]))


# Patterns, on folded text

END: Final = r"(?=[.,;:!?)]*(?:\s|$))"
WEEK: Final = r"(?:v|vecka|vecka\s+nr|week|wk|w)\.?\s?(?P<week>\d{1,2})(?:(?:\s+|/)(?P<year>20\d\d))?"
WORD: Final = re.compile(r"\S+")
WORD_START: Final = re.compile(r"(?<![^\s(,;])(?=[^\s(,;])")
LEAD: Final = re.compile(
    r"(?:(?:ska\s+vara\s+)?(?:klart|klar|fardigt|fardig|done|ready)\s+)?"
    r"(?:(?:att\s+vara\s+klart\s+)?(?:senast|till\s+och\s+med|t\.?o\.?m\.?|till|innan|fore|by|before|until|due(?:\s+by)?|on|pa)\s+)?"
    r"(?:(?:den|the)\s+)?"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<all>{text}){END}")


PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Due | None]], ...]] = (
    (_pattern(r"(?:nasta\s+(?:mote|sammantrade|gang)|next\s+(?:meeting|time))"), lambda _match, _today: NEXT_MEETING),
    (
        _pattern(r"(?:lopande|fortlopande|tills\s+vidare|ongoing|until\s+further\s+notice|continuously)"),
        lambda _match, _today: ONGOING,
    ),
    (_pattern(r"(?P<year>20\d\d|21\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})"), _by_month),
    (_pattern(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"), _by_month),
    (_pattern(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:(?:[-/]|\s+)(?P<year>20\d\d|21\d\d|\d\d))?"), _by_month),
    (_pattern(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)"), _by_month),
    (
        _pattern(
            rf"(?P<day>\d{{1,2}})(?::?e|:?a|st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>{any_of(MONTHS)})\.?(?:,?\s+(?P<year>20\d\d|21\d\d))?"
        ),
        _by_month,
    ),
    (
        _pattern(
            rf"(?P<month>{any_of(MONTHS)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>20\d\d|21\d\d))?"
        ),
        _by_month,
    ),
    (_pattern(WEEK), _week),
    (_pattern(rf"(?P<next>(?:nasta|next)\s+)?(?P<weekday>{any_of(WEEKDAYS)})\.?(?:\s+(?:i\s+)?{WEEK})?"), _weekday),
    (_pattern(r"(?:(?P<next>nasta\s+vecka|next\s+week)|denna\s+vecka|den\s+har\s+veckan|this\s+week)"), _named_week),
    (_pattern(r"(?:(?P<tomorrow>i\s?morgon|tomorrow)|(?P<after>i\s?overmorgon)|i\s?dag|today)"), _near),
    (
        _pattern(
            rf"(?:om|inom|in|within)\s+(?P<number>{any_of(NUMBERS)}|\d{{1,3}})\s+"
            r"(?:(?P<weeks>vecka|veckor|weeks?)|(?P<months>manad|manader|months?)|(?:dag|dagar|days?))"
        ),
        _span,
    ),
    (
        _pattern(
            rf"(?:(?P<turn_of_year>arsskiftet|(?:the\s+)?end\s+of\s+the\s+year)|manadsskiftet|(?:the\s+)?end\s+of\s+the\s+month"
            rf"|(?:slutet|utgangen)\s+av\s+(?:manaden|(?P<month>{any_of(MONTHS)}))|(?:the\s+)?end\s+of\s+(?P<other>{any_of(MONTHS)}))"
        ),
        _month_end,
    ),
    (_pattern(r"(?P<day>\d{1,2})(?P<marked>:[ea]|st|nd|rd|th)"), _day_of_month),
)
