"""What can be wrong with a calendar, in codes that callers translate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


def gettext_noop(text: str) -> str:
    """Marks a sentence for the translators without needing Django."""
    return text


#: The file as a whole cannot be used.
FILE_MESSAGES: Final[Mapping[str, str]] = {
    "file_too_large": gettext_noop("The file is larger than %(megabytes)s MB. Export a shorter period."),
    "file_empty": gettext_noop("The file is empty. Export the calendar again."),
    "not_text": gettext_noop("The file is not text. Export the calendar in the iCalendar format (.ics)."),
    "not_a_calendar": gettext_noop("The file holds no calendar. Export the calendar in the iCalendar format (.ics)."),
    "truncated": gettext_noop(
        "The file ends in the middle of a calendar that begins on line %(line)s. Export or download it again."
    ),
    "too_many_entries": gettext_noop("The file has more than %(limit)s entries. Export a shorter period."),
    "unknown_default_zone": gettext_noop("There is no time zone called %(zone)s."),
}

#: One entry of the file cannot be used; the others can.
ENTRY_MESSAGES: Final[Mapping[str, str]] = {
    "unfinished": gettext_noop("The entry has no end."),
    "no_start": gettext_noop("The entry has no start time."),
    "bad_date": gettext_noop("%(property)s is not a date or time: %(value)s"),
    "bad_duration": gettext_noop("The duration cannot be read: %(value)s"),
    "end_before_start": gettext_noop("The entry ends before it starts."),
    "too_many_properties": gettext_noop("The entry has more than %(limit)s lines."),
    "too_many_dates": gettext_noop("The entry lists more than %(limit)s dates."),
    "answer_not_event": gettext_noop("The entry is an answer to an invitation, not a meeting."),
}

#: A recurrence rule is refused, with the entry that has it.
RULE_MESSAGES: Final[Mapping[str, str]] = {
    "rule_unreadable": gettext_noop("The recurrence rule cannot be read: %(rule)s"),
    "rule_too_frequent": gettext_noop("The rule recurs more than once a day, which no meeting does: %(rule)s"),
    "rule_interval": gettext_noop("The interval of the rule must be 1 to %(limit)s: %(rule)s"),
    "rule_count": gettext_noop("The rule may have 1 to %(limit)s occurrences: %(rule)s"),
    "rule_too_dense": gettext_noop("The rule lists too many values: %(rule)s"),
    "rule_never": gettext_noop("No day fits the rule: %(rule)s"),
    "rule_scale": gettext_noop("Only the Gregorian calendar is supported: %(rule)s"),
    "rule_exclusion": gettext_noop("Exclusion rules (EXRULE) are not supported; list the dates instead."),
    "rule_several": gettext_noop("The entry has more than %(limit)s recurrence rules."),
    "rule_not_plain": gettext_noop("The rule is more than a form can show: %(rule)s"),
}

#: A sentence about how often a series meets cannot be understood.
SENTENCE_MESSAGES: Final[Mapping[str, str]] = {
    "sentence_empty": gettext_noop("Write how often you meet, for example “first Tuesday of the month, except July”."),
    "sentence_word": gettext_noop(
        "“%(word)s” is not understood. Write for example “first Tuesday of the month, except July”."
    ),
    "sentence_day": gettext_noop("Name a weekday or a day of the month."),
    "sentence_which": gettext_noop("Say which one in the month: the first, second, third, fourth or last."),
    "sentence_odd": gettext_noop("This can't be followed as it stands. Say one rhythm, and add other dates by hand."),
}

#: The entry is used, but something in it was read with a guess.
WARNING_MESSAGES: Final[Mapping[str, str]] = {
    "zone_unknown": gettext_noop("The time zone %(zone)s is unknown; %(used)s was used."),
    "zone_converted": gettext_noop("The time zone %(zone)s is the file's own; its times were moved to %(used)s."),
    "date_ignored": gettext_noop("%(property)s has a date that cannot be read: %(value)s"),
    "no_uid": gettext_noop("The entry has no identity of its own; one was made from its content."),
    "duplicate_uid": gettext_noop("Several entries share one identity; the newest was used."),
}

#: What would be written is not a valid calendar.
WRITE_MESSAGES: Final[Mapping[str, str]] = {
    "organizer_missing": gettext_noop("An invitation needs an organiser."),
    "attendee_missing": gettext_noop("An invitation needs at least one attendee."),
    "several_meetings": gettext_noop("One invitation carries one meeting."),
    "not_cancelled": gettext_noop("A cancellation must carry a cancelled meeting."),
    "naive_time": gettext_noop("A timed meeting needs a time with zone."),
}

MESSAGES: Final[Mapping[str, str]] = {
    **FILE_MESSAGES,
    **ENTRY_MESSAGES,
    **RULE_MESSAGES,
    **SENTENCE_MESSAGES,
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


class SentenceError(CalendarError):
    """What somebody wrote says no rhythm that is understood."""


class WriteError(CalendarError):
    """What was to be written breaks RFC 5545 or RFC 5546."""
