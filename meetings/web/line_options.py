"""What the page offers while a line is written: completions of a name or a day, and how the line can be understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from forum.templatetags.samverka import day, week
from meetings.calendar.quick_dates import NEXT_MEETING, ONGOING, Due, dates_in
from meetings.calendar.quick_line import read_line
from meetings.calendar.quick_owners import mentions_in
from meetings.calendar.quick_words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from meetings.calendar.quick_line import Reading
    from meetings.calendar.quick_owners import Party

MOST: Final = 7
OWNERS: Final = 4


@dataclass(frozen=True)
class LineOption:
    """One row of the list: `choice` saves the line so, `line` writes it further (with the caret at `caret`)."""

    lead: str
    strong: str
    detail: str = ""
    choice: str = ""
    line: str = ""
    caret: int = 0
    preset: bool = False


@dataclass(frozen=True)
class LineContext:
    """What a line is read against."""

    parties: Sequence[Party]
    today: date
    next_meeting: date | None
    place: str

    def read(self, line: str) -> Reading:
        return read_line(line, parties=self.parties, today=self.today)

    @property
    def usual_due(self) -> Due:
        """What an action without a day gets."""
        return NEXT_MEETING if self.next_meeting else ONGOING


def options_for(line: str, caret: int, about: LineContext) -> list[LineOption]:
    """Names while a name is being written, else readings, then days that the last word may become. The first may be preset."""
    caret = min(max(caret, 0), len(line))
    if names := list(_names(line, caret, about.parties)):
        return names
    reading = about.read(line)
    if not reading.line:
        return []
    return [*_readings(reading, about), *_days(line, caret, reading, about)][:MOST]


def _names(line: str, caret: int, parties: Sequence[Party]) -> Iterator[LineOption]:
    """While the caret stands directly after "@kom"; a name that is complete needs no completion."""
    writing = next((who for who in mentions_in(line[:caret], parties) if who.end == caret and not who.address), None)
    if writing is None or line[caret : caret + 1].strip():
        return
    fitting = writing.parties if writing.name else [party for party in parties if party.is_seat]
    if any(folded(writing.name) in (folded(party.label), folded(party.title)) for party in fitting):
        return
    for number, party in enumerate(fitting[:MOST]):
        written = f"{line[: writing.start]}@{party.label} "
        yield LineOption(
            lead="",
            strong=party.title,
            detail=party.organisation or _("the whole organisation"),
            line=written + line[caret:].lstrip(),
            caret=len(written),
            preset=number == 0 and bool(writing.name),
        )


def _readings(reading: Reading, about: LineContext) -> Iterator[LineOption]:
    """An action to each whom the name fits, with other days; then the line as decision and as note."""
    if reading.kind == "action":
        yield from _actions(reading, about)
    alone = reading.kind != "action"
    decision = LineOption(
        _("Save as"), _("decision"), about.place, choice="decision", preset=alone and reading.kind == "decision"
    )
    note = LineOption(_("Save as"), _("note"), about.place, choice="note", preset=reading.kind == "note")
    yield from (note, decision) if reading.kind == "note" else (decision, note)


def _actions(reading: Reading, about: LineContext) -> Iterator[LineOption]:
    first = reading.due or about.usual_due
    owners = _with_substitutes(reading.owners, about.parties)
    rest = list(dict.fromkeys((*reading.other_days, NEXT_MEETING, ONGOING)))
    others = [] if reading.due and not reading.other_days else [due for due in rest if due != first]
    pairs: list[tuple[Party | None, Due]] = [(owner, first) for owner in owners]
    pairs += [(owner, due) for due in others[:2] for owner in owners[:1]]
    if reading.address:
        pairs = [(None, due) for due in (first, *others[:2])]
    for number, (owner, due) in enumerate(pairs):
        yield LineOption(
            lead=_("Action to"),
            strong=_named(owner) if owner else reading.address,
            detail=due_detail(due, about.next_meeting),
            choice=f"action|{owner.key if owner else ''}|{due.kind}|{due.day or ''}",
            preset=number == 0 and "words" not in reading.doubts,
        )


def _with_substitutes(owners: Sequence[Party], parties: Sequence[Party]) -> list[Party]:
    """The best first, then who stands in for it, then the others."""
    if not owners:
        return []
    standing_in = [party for party in parties if party.stands_in_for and f"seat:{party.stands_in_for}" == owners[0].key]
    return list(dict.fromkeys((owners[0], *standing_in, *owners[1:])))[:OWNERS]


def _named(party: Party) -> str:
    return f"{party.title}, {party.organisation}" if party.organisation else party.title


def due_detail(due: Due, next_meeting: date | None) -> str:
    """When, in the words of the page."""
    if due.kind == "next_meeting":
        return (
            _("by the next meeting, %(day)s") % {"day": day(next_meeting)} if next_meeting else _("by the next meeting")
        )
    if due.day is None:
        return _("ongoing, no day")
    return _("done by %(day)s, %(week)s") % {"day": day(due.day), "week": week(due.day)}


def _days(line: str, caret: int, reading: Reading, about: LineContext) -> Iterator[LineOption]:
    """What the last word may become, when somebody is named and nothing stands after the caret."""
    word = line[:caret].split(" ")[-1]
    if reading.kind != "action" or reading.due or len(word) < 2 or line[caret:].strip() or word.startswith("@"):
        return
    for phrase in _phrases(about.today):
        if folded(phrase).startswith(folded(word)):
            written = f"{line[: caret - len(word)]}{phrase}"
            due = next(iter(dates_in(phrase, about.today))).due or ONGOING
            yield LineOption(_("Write"), phrase, due_detail(due, about.next_meeting), line=written, caret=len(written))


def _phrases(today: date) -> list[str]:
    number = today.isocalendar().week
    weeks = [_("week %(number)d") % {"number": number + more} for more in (1, 2, 3) if number + more <= 52]
    days = [str(WEEKDAYS[number]).lower() for number in range(5)]
    return [_("next meeting"), _("ongoing"), *days, *weeks]
