"""A rule as people say it, in Swedish or English: "första tisdagen i månaden, utom juli", "every other Wednesday"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from meetings.calendar.errors import RuleError, SentenceError
from meetings.calendar.quick_words import MONTHS, NUMBERS, WEEKDAYS, folded
from meetings.calendar.rules import LAST, Repeat, Rule

if TYPE_CHECKING:
    import datetime as dt

LONGEST: Final = 300
_ORDINALS: Final = {
    word: number
    for words, number in (
        ("forsta forste first", 1),
        ("andra andre second", 2),
        ("tredje third", 3),
        ("fjarde fourth", 4),
        ("femte fifth", 5),
        ("sjatte sixth", 6),
        ("sista siste last", LAST),
    )
    for word in words.split()
}
_EVERY: Final = frozenset(["var", "vart", "varje", "every", "each"])
_OTHER: Final = frozenset(["varannan", "vartannat", "varannat", "other", "alternate"])
_WEEK: Final = frozenset(["vecka", "veckan", "veckor", "veckorna", "week", "weeks", "weekly"])
_MONTH: Final = frozenset(["manad", "manaden", "manadens", "manader", "manaderna", "month", "months", "monthly"])
_QUARTER: Final = frozenset(["kvartal", "kvartalet", "kvartalets", "quarter", "quarterly"])
_DAY: Final = frozenset(["dag", "dagen", "day"])
_PARITY: Final = {
    "jamn": "even",
    "jamna": "even",
    "even": "even",
    "udda": "odd",
    "ojamn": "odd",
    "ojamna": "odd",
    "odd": "odd",
}
_FILLERS: Final = frozenset(
    ["den", "det", "i", "pa", "under", "av", "och", "samt", "the", "of", "on", "in", "and", "a", "an", ",", ".", ";"]
)
_TO: Final = frozenset(["till", "to", "until", "through", "tom"]) | {"-"}
_EXCEPT: Final = re.compile(r"\b(?:utom|forutom|undantaget|inte|ej|except(?:\s+for)?|but\s+not|not)\b")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|\S")
_ENDING: Final = re.compile(r"(\d)(?::?[ae]|st|nd|rd|th)\b")
_WEEKDAY_ENDING: Final = re.compile(r"(?<=dag)(?:arna|ar|en|s)$|(?<=day)s$")


@dataclass
class _Heard:
    """What has been understood so far. `waiting`: a number whose meaning the next word tells."""

    by_month: bool
    waiting: list[int] = field(default_factory=list)
    every: bool = False
    interval: int = 1
    weekly: bool = False
    weekdays: list[int] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    range_open: bool = False
    weeks: str = ""

    def take_waiting(self) -> list[int]:
        taken, self.waiting = self.waiting, []
        self.every = False
        return taken


def read_sentence(text: str, *, start: dt.date | None = None) -> Rule:
    """Return the rule. ``start``: the day whose weekday "every second week" means when it names none.

    Raises SentenceError: sentence_empty, sentence_word (with the word), sentence_day, sentence_which, sentence_odd.
    """
    plain = _ENDING.sub(r"\1", " ".join(folded(text[:LONGEST]).replace("–", "-").split()))
    if not plain:
        raise SentenceError("sentence_empty")
    try:
        return _read(plain, start)
    except SentenceError as error:
        raise _in_own_words(error, text) from error
    except RuleError as error:
        raise SentenceError("sentence_odd") from error


def _in_own_words(error: SentenceError, text: str) -> SentenceError:
    """The word as it was written, with its accents."""
    written = [word for word in _TOKEN.findall(text) if folded(word) == error.params.get("word")]
    return SentenceError(error.code, word=written[0]) if written else error


def _read(plain: str, start: dt.date | None) -> Rule:
    head, *tails = _EXCEPT.split(plain, maxsplit=1)
    tokens = _TOKEN.findall(head)
    heard = _Heard(by_month=any(token in _MONTH | _QUARTER for token in tokens))
    for token in tokens:
        _hear(heard, _WEEKDAY_ENDING.sub("", token))
    left = heard.take_waiting()
    heard.days += [number for number in left if number != LAST]
    months = _less(heard.months, _months_of(tails[0])) if tails else heard.months
    return _rule(heard, tuple(sorted(set(months))), start)


def _hear(heard: _Heard, word: str) -> None:
    if word in WEEKDAYS:
        _hear_weekday(heard, WEEKDAYS[word])
    elif word in MONTHS:
        heard.days += heard.take_waiting()
        _add_month(heard, MONTHS[word])
    elif word in _WEEK | _MONTH | _QUARTER | _DAY:
        _hear_unit(heard, word)
    elif word in _PARITY:
        heard.weeks = _PARITY[word]
    elif word in _TO and heard.months:
        heard.range_open = True
    elif not _hear_number(heard, word) and word not in _FILLERS:
        raise SentenceError("sentence_word", word=word)


def _hear_number(heard: _Heard, word: str) -> bool:
    """How many, or which one; what it counts comes after."""
    if word in _EVERY:
        heard.days += heard.take_waiting()
        heard.every = True
    elif word in _OTHER:
        heard.waiting, heard.every = [2], True
    elif word in _ORDINALS:
        heard.waiting.append(_ORDINALS[word])
    elif word.isdecimal() and 0 < int(word) <= 31:
        heard.waiting.append(int(word))
    elif word in NUMBERS and heard.every:
        heard.waiting.append(NUMBERS[word])
    else:
        return False
    return True


def _hear_weekday(heard: _Heard, weekday: int) -> None:
    every, numbers = heard.every, heard.take_waiting()
    if numbers and every and not heard.by_month and numbers != [LAST]:
        heard.interval, heard.weekly = numbers[-1], True
    else:
        heard.ordinals += numbers
    heard.weekly = heard.weekly or (every and not heard.ordinals)
    heard.weekdays.append(weekday)


def _hear_unit(heard: _Heard, word: str) -> None:
    """What stands before "week", "month", "quarter" or "day"."""
    every, numbers = heard.every, heard.take_waiting()
    if word in _DAY:
        heard.days += numbers
    elif word in _WEEK:
        heard.weekly = True
        heard.interval = numbers[-1] if numbers else heard.interval
    elif word in _QUARTER:
        heard.interval = 3
    elif every and numbers:
        heard.interval = numbers[-1]
    else:
        heard.days += numbers


def _add_month(heard: _Heard, month: int) -> None:
    if heard.range_open and heard.months:
        first = heard.months[-1]
        heard.months += [(number - 1) % 12 + 1 for number in range(first + 1, first + (month - first) % 12)]
    heard.range_open = False
    heard.months.append(month)


def _months_of(text: str) -> list[int]:
    """The months after "except"; nothing else can stand there."""
    heard = _Heard(by_month=False)
    for token in _TOKEN.findall(text):
        if token in MONTHS:
            _add_month(heard, MONTHS[token])
        elif token in _TO and heard.months:
            heard.range_open = True
        elif token not in _FILLERS:
            raise SentenceError("sentence_word", word=token)
    return heard.months


def _less(months: list[int], out: list[int]) -> list[int]:
    left = [month for month in months or range(1, 13) if month not in out]
    if not left:
        raise SentenceError("sentence_odd")
    return left


def _rule(heard: _Heard, months: tuple[int, ...], start: dt.date | None) -> Rule:
    weekdays = tuple(sorted(set(heard.weekdays)))
    if heard.days and not weekdays:
        if len(set(heard.days)) > 1:
            raise SentenceError("sentence_odd")
        return Rule(Repeat.MONTHLY, heard.interval, day=heard.days[0], months=months)
    if heard.days:
        raise SentenceError("sentence_odd")
    if heard.ordinals:
        ordinals = tuple(dict.fromkeys(heard.ordinals))
        return Rule(Repeat.MONTHLY, heard.interval, weekdays, ordinals, months=months)
    if weekdays and heard.by_month and not heard.weekly:
        raise SentenceError("sentence_which")
    if not weekdays and start is not None and (heard.weekly or heard.weeks):
        weekdays = (start.weekday(),)
    if not weekdays:
        raise SentenceError("sentence_day")
    return Rule(Repeat.WEEKLY, heard.interval, weekdays, months=months, weeks=heard.weeks)
