"""What a calendar file says, sorted by series; the parts that a forum's calendar needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings.calendar.errors import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from meetings.calendar.details import Details
    from meetings.calendar.recurrence import RecurrenceRule

Moment = dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that could not be used, with a code of ENTRY_MESSAGES or RULE_MESSAGES."""

    line: int
    reason_code: str
    params: Mapping[str, object]

    @property
    def reason(self) -> str:
        """The reason in English."""
        return MESSAGES[self.reason_code] % self.params


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something that was read with a guess, with a code of WARNING_MESSAGES."""

    line: int
    code: str
    params: Mapping[str, object]

    @property
    def message(self) -> str:
        """The warning in English."""
        return MESSAGES[self.code] % self.params


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody, or some room, in the invitation; the address in lower case, possibly empty."""

    address: str
    name: str = ""
    kind: str = "INDIVIDUAL"
    role: str = "REQ-PARTICIPANT"
    status: str = "NEEDS-ACTION"

    @property
    def is_place(self) -> bool:
        """Rooms and equipment are no people."""
        return self.kind in {"ROOM", "RESOURCE"}

    @property
    def is_group(self) -> bool:
        """A distribution list or a shared calendar, which is nobody in particular."""
        return self.kind == "GROUP"


@dataclass(frozen=True, slots=True)
class ExtraDate:
    """One RDATE; a PERIOD brings its own length."""

    start: Moment
    length: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class EventSource:
    """One VEVENT. All-day entries have dates, others aware times; the end is not included."""

    line: int
    uid: str
    start: Moment
    end: Moment
    zone: ZoneInfo
    summary: str
    location: str
    cancelled: bool
    sequence: int
    stamps: tuple[dt.datetime, dt.datetime]
    organiser: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    rules: tuple[RecurrenceRule, ...] = ()
    extra: tuple[ExtraDate, ...] = ()
    excluded: tuple[Moment, ...] = ()
    recurrence_id: Moment | None = None
    this_and_future: bool = False
    details: Details | None = None

    @property
    def all_day(self) -> bool:
        """Whether it has dates instead of times."""
        return not isinstance(self.start, dt.datetime)

    @property
    def recurs(self) -> bool:
        """Whether it gives more than its own start."""
        return bool(self.rules or self.extra)


@dataclass(frozen=True, slots=True)
class SeriesSource:
    """All entries with one UID: the series itself and the occurrences that differ.

    A file that holds only a changed occurrence has no master.
    """

    uid: str
    master: EventSource | None
    overrides: tuple[EventSource, ...] = ()

    @property
    def leading(self) -> EventSource:
        """The master, or the first changed occurrence where there is none."""
        return self.master or self.overrides[0]

    @property
    def line(self) -> int:
        """The line of the file where the series begins."""
        return self.leading.line

    @property
    def summary(self) -> str:
        """The title."""
        return self.leading.summary

    @property
    def location(self) -> str:
        """The place, without links and codes."""
        return self.leading.location

    @property
    def organiser(self) -> Attendee | None:
        """Who calls the meeting."""
        return self.leading.organiser

    @property
    def people(self) -> tuple[Attendee, ...]:
        """Attendees of the series and of its changed occurrences, each address once."""
        return tuple(one for one in self._attendees() if not one.is_place)

    @property
    def places(self) -> tuple[Attendee, ...]:
        """Rooms that were invited."""
        return tuple(one for one in self._attendees() if one.is_place)

    @property
    def rule_text(self) -> str | None:
        """The recurrence rule; None for a single entry and for several rules."""
        rules = self.leading.rules
        return rules[0].text if len(rules) == 1 else None

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which the series recurs."""
        return self.leading.zone.key

    @property
    def all_day(self) -> bool:
        """Whether the series has dates instead of times."""
        return self.leading.all_day

    @property
    def recurs(self) -> bool:
        """Whether it is more than a single entry."""
        return self.master is None or self.master.recurs or bool(self.overrides)

    @property
    def cancelled(self) -> bool:
        """Whether the whole series is cancelled."""
        return self.leading.cancelled

    @property
    def sequence(self) -> int:
        """The highest SEQUENCE."""
        return max(one.sequence for one in (self.leading, *self.overrides))

    def _attendees(self) -> list[Attendee]:
        found: dict[str, Attendee] = {}
        for event in (self.leading, *self.overrides):
            for attendee in event.attendees:
                found.setdefault(attendee.address or attendee.name, attendee)
        return list(found.values())


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file as read: name, series in the order of the file, what was skipped or guessed."""

    name: str
    series: tuple[SeriesSource, ...]
    skipped: tuple[SkippedEntry, ...]
    warnings: tuple[ReadWarning, ...]
