"""One VEVENT of a file to an EventSource, or the reason why it cannot be used."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Final

from meetings.calendar.details import read_details
from meetings.calendar.errors import EntryError, RuleError
from meetings.calendar.event_dates import (
    alike,
    event_moment,
    excluded_dates,
    extra_dates,
    has_clock,
    moment_beside,
)
from meetings.calendar.limits import (
    MAX_PROPERTIES_PER_ENTRY,
    MAX_RULES_PER_ENTRY,
)
from meetings.calendar.people import place_with_rooms, read_attendees, read_organiser, read_place, read_title
from meetings.calendar.rule_text import check_rule
from meetings.calendar.source import EventSource, Moment, ReadWarning
from meetings.calendar.values import (
    read_duration,
    read_integer,
    read_moment,
    read_text,
)
from meetings.calendar.zones import zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from meetings.calendar.components import Component
    from meetings.calendar.recurrence import RecurrenceRule
    from meetings.calendar.zones import Zones

_DAY: Final = dt.timedelta(days=1)
_NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
_ANSWERS: Final = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})


def read_event(component: Component, zones: Zones, method: str, *, details: bool = False) -> EventSource:
    """Return the entry, with link and description where ``details`` are asked for; times become aware in an IANA zone, dates stay dates.

    Raises EntryError or RuleError with the line that is wrong.
    """
    _refuse_unusable(component, method)
    start, zone = _start(component, zones)
    end = _end(component, zones, start)
    uid = read_text(component.first("UID"))
    recurrence_id = _recurrence_id(component, zones, start)
    if not uid:
        uid = _made_uid(component)
        zones.warnings.append(ReadWarning(component.line, "no_uid", {}))
    location = read_place(component)
    attendees = read_attendees(component, location)
    return EventSource(
        line=component.line,
        uid=uid,
        start=start,
        end=end,
        zone=zone,
        summary=read_title(component),
        location=place_with_rooms(location, attendees),
        cancelled=method == "CANCEL" or component.text("STATUS").upper() == "CANCELLED",
        sequence=read_integer(component.first("SEQUENCE")),
        stamps=(_stamp(component, "DTSTAMP"), _stamp(component, "LAST-MODIFIED")),
        organiser=read_organiser(component),
        attendees=attendees,
        rules=() if recurrence_id is not None else _rules(component),
        extra=() if recurrence_id is not None else extra_dates(component, zones, start),
        excluded=excluded_dates(component, zones, start),
        recurrence_id=recurrence_id,
        this_and_future=_is_this_and_future(component),
        details=read_details(component) if details else None,
    )


def _refuse_unusable(component: Component, method: str) -> None:
    if not component.finished:
        raise EntryError("unfinished", line=component.line)
    if len(component.properties) > MAX_PROPERTIES_PER_ENTRY:
        raise EntryError("too_many_properties", line=component.line, limit=MAX_PROPERTIES_PER_ENTRY)
    if method in _ANSWERS:
        raise EntryError("answer_not_event", line=component.line)


def _start(component: Component, zones: Zones) -> tuple[Moment, ZoneInfo]:
    found = component.first("DTSTART")
    if found is None:
        raise EntryError("no_start", line=component.line)
    start = event_moment(found, zones)
    if not isinstance(start, dt.datetime):
        return start, zones.default
    if component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE" and not has_clock(start):
        return start.date(), zones.default
    return start, zone_of(start)


def _end(component: Component, zones: Zones, start: Moment) -> Moment:
    """Without an end a day is one day long and a time has no length (RFC 5545, 3.6.1)."""
    found = component.first("DTEND")
    end = alike(event_moment(found, zones), start) if found is not None else _after(start, component)
    if end < start:
        raise EntryError("end_before_start", line=(found or component).line)
    if end == start and not isinstance(start, dt.datetime):
        end = start + _DAY
    return end


def _after(start: Moment, component: Component) -> Moment:
    found = component.first("DURATION")
    if found is None:
        return start
    try:
        return start + read_duration(found.value)
    except (ValueError, OverflowError):
        raise EntryError("bad_duration", line=found.line, value=found.value[:60]) from None


def _recurrence_id(component: Component, zones: Zones, start: Moment) -> Moment | None:
    found = component.first("RECURRENCE-ID")
    if found is None:
        return None
    return moment_beside(found, zones, start, found.value)


def _rules(component: Component) -> tuple[RecurrenceRule, ...]:
    excluding = component.first("EXRULE")
    if excluding is not None:
        raise RuleError("rule_exclusion", line=excluding.line)
    found = [line for line in component.all("RRULE") if line.value]
    if len(found) > MAX_RULES_PER_ENTRY:
        raise RuleError("rule_several", line=found[0].line, limit=MAX_RULES_PER_ENTRY)
    rules: dict[str, RecurrenceRule] = {}
    for line in found:
        try:
            rule = check_rule(line.value)
        except RuleError as error:
            raise error.at_line(line.line) from None
        rules[rule.text] = rule
    return tuple(rules.values())


def _stamp(component: Component, name: str) -> dt.datetime:
    found = component.first(name)
    if found is None:
        return _NEVER
    try:
        moment, _ = read_moment(found.value)
    except ValueError:
        return _NEVER
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    return moment.replace(tzinfo=dt.UTC)


def _is_this_and_future(component: Component) -> bool:
    found = component.first("RECURRENCE-ID")
    return found is not None and found.params.get("RANGE", "").upper() == "THISANDFUTURE"


def _made_uid(component: Component) -> str:
    """The same entry gets the same UID in the next export."""
    parts = [component.text(name) for name in ("DTSTART", "DTEND", "SUMMARY", "RRULE")]
    return "made-" + hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:32]
