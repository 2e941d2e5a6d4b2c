"""Content lines to calendars with their entries and time zones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetings.calendar.errors import CalendarError
from meetings.calendar.limits import MAX_DEPTH, MAX_ENTRIES, MAX_PROPERTIES, MAX_PROPERTIES_PER_ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.calendar.lines import Property


@dataclass(slots=True)
class Component:
    """A BEGIN … END block of the file."""

    kind: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    finished: bool = False

    def first(self, name: str) -> Property | None:
        """Return the first property of that name."""
        return next((found for found in self.properties if found.name == name), None)

    def all(self, name: str) -> list[Property]:
        """Return all properties of that name."""
        return [found for found in self.properties if found.name == name]

    def text(self, name: str) -> str:
        """Return the value of the first property of that name, or nothing."""
        found = self.first(name)
        return "" if found is None else found.value


_KEPT_IN = {
    "VCALENDAR": frozenset({"VEVENT", "VTIMEZONE"}),
    "VTIMEZONE": frozenset({"STANDARD", "DAYLIGHT"}),
}


def read_components(properties: Iterable[Property]) -> list[Component]:
    """Return the calendars of a file; what is neither event nor time zone is left out.

    Raises CalendarError: not_a_calendar, truncated, too_many_entries.
    """
    calendars: list[Component] = []
    stack: list[Component] = []
    entries = 0
    for kept, found in enumerate(properties):
        word = found.value.strip().upper() if found.name in {"BEGIN", "END"} else ""
        if found.name == "BEGIN" and (stack or word == "VCALENDAR"):
            _begin(calendars, stack, word, found.line)
            entries += word == "VEVENT"
        elif found.name == "END":
            _end(stack, word)
        elif stack and len(stack[-1].properties) <= MAX_PROPERTIES_PER_ENTRY:
            stack[-1].properties.append(found)
        if entries > MAX_ENTRIES or kept > MAX_PROPERTIES:
            raise CalendarError("too_many_entries", limit=MAX_ENTRIES)
    if stack:
        raise CalendarError("truncated", line=stack[0].line)
    if not calendars:
        raise CalendarError("not_a_calendar")
    return calendars


def _begin(calendars: list[Component], stack: list[Component], kind: str, line: int) -> None:
    # An entry never holds an entry: the one before was left without its end.
    if kind in {"VEVENT", "VTIMEZONE"}:
        del stack[1:]
    elif kind == "VCALENDAR":
        stack.clear()
    elif len(stack) >= MAX_DEPTH:
        raise CalendarError("truncated", line=stack[0].line)
    component = Component(kind, line)
    if not stack:
        calendars.append(component)
    elif kind in _KEPT_IN.get(stack[-1].kind, ()):
        stack[-1].children.append(component)
    stack.append(component)


def _end(stack: list[Component], kind: str) -> None:
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].kind == kind:
            stack[depth].finished = True
            del stack[depth:]
            return
