"""The stored past in the reader's words: names for ids, labels for states, a difference word by word for long texts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils.translation import gettext as _

from forum.enums import ReminderKind
from forum.models import ApiClient, Organisation, Person, Seat, Unit
from forum.models.fields import EnumField
from forum.templatetags.people import person_words
from forum.templatetags.samverka import day
from meetings.models import AgendaItem
from meetings.services.minutes_changes import Piece, compare
from meetings.templatetags.history import moment_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meetings.selectors.history import Change, Entry
    from meetings.selectors.history_parts import Part

LONGEST_COMPARED: Final = 20_000
FULL_NAMES: Final[dict[type[models.Model], Callable[[Any], str]]] = {
    Person: person_words,
    Seat: lambda seat: f"{seat.role_title}, {seat.organisation.name}",
    Unit: lambda unit: unit.name,
    Organisation: lambda organisation: organisation.name,
    AgendaItem: lambda item: _("point %(number)d, %(title)s") % {"number": item.position, "title": item.title},
}
WITH: Final = {Seat: ("organisation",)}


@dataclass(frozen=True)
class Told:
    """One field: what stood there and what stands there; `pieces` instead where both are long texts."""

    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)
    restore: str = ""


@dataclass(frozen=True)
class Happening:
    """What happened to one row."""

    heading: str
    op: str
    told: list[Told]
    part: str
    event: int


@dataclass
class Moment:
    """What one person did at one moment, by which door."""

    at: datetime
    who: str
    door: str
    happenings: list[Happening] = field(default_factory=list)


def moments_of(entries: list[Entry], *, may_restore: bool) -> list[Moment]:
    """The entries in words, those of one moment and person together. A constant number of queries for what they point at."""
    names = _Names(entries)
    moments: list[Moment] = []
    for entry in entries:
        who, door = names.who(entry), _door(entry)
        if not moments or (moments[-1].at, moments[-1].who, moments[-1].door) != (entry.at, who, door):
            moments.append(Moment(entry.at, who, door))
        moments[-1].happenings.append(_happening(entry, names, may_restore=may_restore))
    return moments


def _door(entry: Entry) -> str:
    if entry.by.get("api_client"):
        return _("by API")
    return _("by mail link") if entry.by.get("link") else ""


def _happening(entry: Entry, names: _Names, *, may_restore: bool) -> Happening:
    told = [_told(entry, change, names) for change in entry.changes]
    if not may_restore:
        told = [Told(one.label, one.before, one.after, one.pieces) for one in told]
    return Happening(_heading(entry, names), entry.op, told, entry.part.name, entry.event)


def _heading(entry: Entry, names: _Names) -> str:
    part, label = entry.part, str(entry.part.label)
    if part.about and (about := names.of(part, part.about, entry.values[part.about])):
        return f"{label}: {about}"
    own = entry.values.get(part.name_field) if part.name_field else None
    return f"{label}: {own}" if own else label


def _told(entry: Entry, change: Change, names: _Names) -> Told:
    part = entry.part
    before, after = (names.of(part, change.name, value) for value in (change.before, change.after))
    column = part.model._meta.get_field(change.name)
    is_long = isinstance(column, models.TextField) and before and after
    pieces = compare(before, after) if is_long and len(before) + len(after) < LONGEST_COMPARED else []
    can_return = change.name in part.restorable and before and entry.op == "update"
    return Told(str(part.fields[change.name]), before, after, pieces, change.name if can_return else "")


class _Names:
    """The things that entries point at, read by one statement for each kind."""

    def __init__(self, entries: list[Entry]) -> None:
        wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        for entry in entries:
            for name, value in _pointers(entry):
                wanted[_target(entry.part, name)].add(value)
        wanted[Person] |= {entry.by["user"] for entry in entries if entry.by.get("user")}
        self.known = {model: _read(model, keys) for model, keys in wanted.items()}
        self.clients = _read(ApiClient, {entry.by["api_client"] for entry in entries if entry.by.get("api_client")})

    def who(self, entry: Entry) -> str:
        """The person, else the system; nobody is Samverka itself."""
        if client := self.clients.get(str(entry.by.get("api_client"))):
            return str(client.name)
        person = self.known[Person].get(str(entry.by.get("user")))
        if person:
            return person_words(person)
        return _("The receiver of a mail") if entry.by.get("link") else "Samverka"

    def of(self, part: Part, name: str, value: Any) -> str:
        """A stored value as the page says it."""
        column = part.model._meta.pk if name == "pgh_obj" else part.model._meta.get_field(name)
        if value in (None, ""):
            return ""
        if name == "pgh_obj" or isinstance(column, models.ForeignKey):
            model = _target(part, name)
            found = self.known[model].get(str(value))
            return FULL_NAMES.get(model, str)(found) if found else ""
        return _plain(column, value)


def _plain(column: Any, value: Any) -> str:
    if isinstance(column, EnumField) and column.enumeration:
        return str(column.to_python(value).label)
    if isinstance(value, dict):  # days of reminders, by kind
        days = {ReminderKind(kind): ", ".join(map(str, numbers)) for kind, numbers in value.items()}
        return "; ".join(f"{kind.label}: {numbers}" for kind, numbers in days.items())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(column, models.DateTimeField):
        return moment_words(datetime.fromisoformat(value))
    if isinstance(column, models.DateField):
        return day(date.fromisoformat(value))
    return str(value)


def _pointers(entry: Entry) -> Iterable[tuple[str, Any]]:
    names = {change.name for change in entry.changes} | ({entry.part.about} if entry.part.about else set())
    changed = {change.name: change for change in entry.changes}
    for name in names:
        if name != "pgh_obj" and not isinstance(entry.part.model._meta.get_field(name), models.ForeignKey):
            continue
        change = changed.get(name)
        for value in (entry.values.get(name), change.before if change else None):
            if value:
                yield name, value


def _target(part: Part, name: str) -> type[models.Model]:
    return part.model if name == "pgh_obj" else part.model._meta.get_field(name).related_model  # type: ignore[return-value]


def _read(model: type[models.Model], keys: set[Any]) -> dict[str, Any]:
    if not keys:
        return {}
    rows = model._default_manager.select_related(*WITH.get(model, ())) if model in WITH else model._default_manager
    return {str(row.pk): row for row in rows.filter(pk__in=[uuid.UUID(str(key)) for key in keys])}
