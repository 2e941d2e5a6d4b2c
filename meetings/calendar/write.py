"""Feeds and invitations as iCalendar text (RFC 5545, 5546, 7986)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vDatetime, vDuration, vRecur, vText, vUri

from meetings.calendar.errors import WriteError
from meetings.calendar.write_zones import zone_component

if TYPE_CHECKING:
    from collections.abc import Iterable

PRODUCT: Final = "-//Samverka//Samverka//SV"
#: How often a calendar program should fetch a feed.
REFRESH: Final = dt.timedelta(hours=1)

Method = Literal["REQUEST", "CANCEL"]
Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True, slots=True)
class Invitee:
    """An address in an invitation."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """One meeting, or one whole series when ``rule_text`` is given.

    Times are aware and are written in ``zone``; all-day meetings have dates, the end not
    included. ``stamp`` is when this version was made (DTSTAMP). ``slot`` says which occurrence
    of the series with the same UID this is (RECURRENCE-ID). ``alarm``: how long before the start the
    reader's program says so.
    """

    uid: str
    starts_at: dt.date | dt.datetime
    ends_at: dt.date | dt.datetime
    stamp: dt.datetime
    summary: str
    zone: str = "Europe/Stockholm"
    sequence: int = 0
    status: Status = "confirmed"
    location: str = ""
    url: str = ""
    description: str = ""
    last_modified: dt.datetime | None = None
    organizer: Invitee | None = None
    attendees: tuple[Invitee, ...] = ()
    rule_text: str = ""
    excluded: tuple[dt.date | dt.datetime, ...] = ()
    slot: dt.date | dt.datetime | None = None
    alarm: dt.timedelta | None = None


def write_calendar(entries: Iterable[MeetingEntry], *, name: str = "", method: Method | None = None) -> bytes:
    """Return a feed, or with a method an invitation or its cancellation.

    The same entries give the same bytes. Raises WriteError: naive_time, and with a method
    organizer_missing, attendee_missing, several_meetings, not_cancelled.
    """
    listed = list(entries)
    if method is not None:
        _check_invitation(listed, method)
    calendar = _header(name, method)
    for zone in sorted({entry.zone for entry in listed if _is_timed(entry.starts_at)}):
        years = [entry.starts_at.year for entry in listed if entry.zone == zone]
        calendar.add_component(zone_component(zone, min(years), max(years)))
    for entry in listed:
        calendar.add_component(_event(entry, invites=method is not None))
    return bytes(calendar.to_ical())


def _check_invitation(entries: list[MeetingEntry], method: Method) -> None:
    if len({entry.uid for entry in entries}) != 1:
        raise WriteError("several_meetings")
    for entry in entries:
        if entry.organizer is None:
            raise WriteError("organizer_missing")
        if not entry.attendees:
            raise WriteError("attendee_missing")
        if method == "CANCEL" and entry.status != "cancelled":
            raise WriteError("not_cancelled")


def _header(name: str, method: Method | None) -> Calendar:
    """No UID here: vdirsyncer would take the whole feed for one entry."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if method is not None:
        calendar.add("method", method)
        return calendar
    if name:
        calendar["NAME"] = vText(name)
        calendar["X-WR-CALNAME"] = vText(name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    return calendar


def _event(entry: MeetingEntry, *, invites: bool) -> Event:
    event = Event()
    event["UID"] = vText(entry.uid)
    event["DTSTAMP"] = _utc(entry.stamp)
    event.add("dtstart", _local(entry, entry.starts_at))
    event.add("dtend", _local(entry, entry.ends_at))
    if entry.slot is not None:
        event.add("recurrence-id", _local(entry, entry.slot))
    if entry.rule_text:
        event["RRULE"] = vRecur.from_ical(entry.rule_text)
    if entry.excluded:
        event.add("exdate", [_local(entry, moment) for moment in entry.excluded])
    event["SUMMARY"] = vText(entry.summary)
    event.add("sequence", entry.sequence)
    event["STATUS"] = vText(entry.status.upper())
    for key, text in (("LOCATION", entry.location), ("DESCRIPTION", entry.description)):
        if text:
            event[key] = vText(text)
    if entry.url:
        event["URL"] = vUri(entry.url)
    if entry.last_modified is not None:
        event["LAST-MODIFIED"] = _utc(entry.last_modified)
    if invites:
        _add_people(event, entry)
    if entry.alarm is not None:
        event.add_component(_alarm(entry.summary, entry.alarm))
    return event


def _alarm(text: str, before: dt.timedelta) -> Alarm:
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = vText(text)
    alarm.add("trigger", -before)
    return alarm


def _add_people(event: Event, entry: MeetingEntry) -> None:
    if entry.organizer is not None:
        event["ORGANIZER"] = _address(entry.organizer)
    for invitee in entry.attendees:
        address = _address(invitee)
        address.params["CUTYPE"] = "INDIVIDUAL"
        address.params["ROLE"] = "REQ-PARTICIPANT"
        if entry.status != "cancelled":
            address.params["PARTSTAT"] = "NEEDS-ACTION"
            address.params["RSVP"] = "TRUE"
        event.add("attendee", address, encode=False)


def _address(invitee: Invitee) -> vCalAddress:
    address = vCalAddress(f"mailto:{invitee.address}")
    if invitee.name:
        address.params["CN"] = invitee.name.replace('"', "'")
    return address


def _local(entry: MeetingEntry, moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if not isinstance(moment, dt.datetime):
        return moment
    if moment.tzinfo is None:
        raise WriteError("naive_time")
    return moment.astimezone(ZoneInfo(entry.zone))


def _utc(moment: dt.datetime) -> vDatetime:
    if moment.tzinfo is None:
        raise WriteError("naive_time")
    return vDatetime(moment.astimezone(dt.UTC).replace(microsecond=0))


def _is_timed(moment: dt.date | dt.datetime) -> bool:
    return isinstance(moment, dt.datetime)
