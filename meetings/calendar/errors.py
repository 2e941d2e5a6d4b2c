"""What can be wrong with a calendar, in codes that callers translate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The file as a whole cannot be used.
FILE_MESSAGES: Final[Mapping[str, str]] = {
    "file_too_large": "The file is larger than %(megabytes)s MB. Export a shorter period.",
    "file_empty": "The file is empty. Export the calendar again.",
    "not_text": "The file is not text. Export the calendar in the iCalendar format (.ics).",
    "not_a_calendar": ("The file holds no calendar. Export the calendar in the iCalendar format (.ics)."),
    "truncated": (
        "The file ends in the middle of a calendar that begins on line %(line)s. Export or download it again."
    ),
    "too_many_entries": "The file has more than %(limit)s entries. Export a shorter period.",
    "unknown_default_zone": "There is no time zone called %(zone)s.",
}

#: One entry of the file cannot be used; the others can.
ENTRY_MESSAGES: Final[Mapping[str, str]] = {
    "unfinished": "The entry has no end.",
    "no_start": "The entry has no start time.",
    "bad_date": "%(property)s is not a date or time: %(value)s",
    "bad_duration": "The duration cannot be read: %(value)s",
    "end_before_start": "The entry ends before it starts.",
    "too_many_properties": "The entry has more than %(limit)s lines.",
    "too_many_dates": "The entry lists more than %(limit)s dates.",
    "answer_not_event": "The entry is an answer to an invitation, not a meeting.",
}

#: A recurrence rule is refused, with the entry that has it.
RULE_MESSAGES: Final[Mapping[str, str]] = {
    "rule_unreadable": "The recurrence rule cannot be read: %(rule)s",
    "rule_too_frequent": "The rule recurs more than once a day, which no meeting does: %(rule)s",
    "rule_interval": "The interval of the rule must be 1 to %(limit)s: %(rule)s",
    "rule_count": "The rule may have 1 to %(limit)s occurrences: %(rule)s",
    "rule_too_dense": "The rule lists too many values: %(rule)s",
    "rule_never": "No day fits the rule: %(rule)s",
    "rule_scale": "Only the Gregorian calendar is supported: %(rule)s",
    "rule_exclusion": "Exclusion rules (EXRULE) are not supported; list the dates instead.",
    "rule_several": "The entry has more than %(limit)s recurrence rules.",
    "rule_not_plain": "The rule is more than a form can show: %(rule)s",
}

#: The entry is used, but something in it was read with a guess.
WARNING_MESSAGES: Final[Mapping[str, str]] = {
    "zone_unknown": "The time zone %(zone)s is unknown; %(used)s was used.",
    "zone_converted": "The time zone %(zone)s is the file's own; its times were moved to %(used)s.",
    "date_ignored": "%(property)s has a date that cannot be read: %(value)s",
    "no_uid": "The entry has no identity of its own; one was made from its content.",
    "duplicate_uid": "Several entries share one identity; the newest was used.",
}

#: What would be written is not a valid calendar.
WRITE_MESSAGES: Final[Mapping[str, str]] = {
    "organizer_missing": "An invitation needs an organiser.",
    "attendee_missing": "An invitation needs at least one attendee.",
    "several_meetings": "One invitation carries one meeting.",
    "not_cancelled": "A cancellation must carry a cancelled meeting.",
    "naive_time": "A timed meeting needs a time with zone.",
}

MESSAGES: Final[Mapping[str, str]] = {
    **FILE_MESSAGES,
    **ENTRY_MESSAGES,
    **RULE_MESSAGES,
    **WARNING_MESSAGES,
    **WRITE_MESSAGES,
}


class CalendarError(Exception):
    """A calendar cannot be read or written.

    ``code`` is a key of MESSAGES, ``message`` its English text with ``%(name)s`` places for
    ``params``; ``line`` is the line of the file where known.
    """

    def __init__(self, code: str, *, line: int | None = None, **params: object) -> None:
        self.code = code
        self.line = line
        self._details = params
        self.params: Mapping[str, object] = params if line is None else {"line": line, **params}
        self.message = MESSAGES[code]
        super().__init__(self.message % self.params)

    def at_line(self, line: int) -> Self:
        """Return the same error with the line where it was found."""
        return type(self)(self.code, line=line, **self._details)


class EntryError(CalendarError):
    """One entry cannot be used."""


class RuleError(CalendarError):
    """A recurrence rule is refused."""


class WriteError(CalendarError):
    """What was to be written breaks RFC 5545 or RFC 5546."""
