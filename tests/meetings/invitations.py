"""Calendars with invitations, for tests of what becomes of the invited."""

from __future__ import annotations

HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Demo//SV"]


def entry(*lines: str, uid: str = "rad", start: str = "20261006T130000", rule: str = "FREQ=MONTHLY;COUNT=8") -> str:
    """One series with the lines of its invitation."""
    end = start.replace("T13", "T14")
    zone = ";TZID=Europe/Stockholm"
    given = [f"UID:{uid}@demo.example", "DTSTAMP:20260101T000000Z", f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}"]
    rules = [f"RRULE:{rule}"] if rule else []
    return "\n".join(["BEGIN:VEVENT", *given, *rules, "SUMMARY:Rådet", *lines, "END:VEVENT"])


def changed(day: str, *lines: str, uid: str = "rad", all_following: bool = False) -> str:
    """One meeting of the series that differs."""
    following = ";RANGE=THISANDFUTURE" if all_following else ""
    return entry(
        f"RECURRENCE-ID{following};TZID=Europe/Stockholm:{day}T130000", *lines, uid=uid, start=f"{day}T130000", rule=""
    )


def calendar(*entries: str) -> bytes:
    """The file."""
    return "\r\n".join([*HEAD, *"\n".join(entries).split("\n"), "END:VCALENDAR", ""]).encode()


def person(address: str, name: str = "", more: str = "") -> str:
    """An ATTENDEE line."""
    cn = f';CN="{name}"' if name else ""
    return f"ATTENDEE{cn};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED{more}:mailto:{address}"


def organiser(address: str, name: str = "") -> str:
    """The ORGANIZER line."""
    cn = f';CN="{name}"' if name else ""
    return f"ORGANIZER{cn}:mailto:{address}"
