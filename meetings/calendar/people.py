"""Organiser, attendees and place of an entry, without links, telephone numbers and codes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from meetings.calendar.lines import Property
from meetings.calendar.source import Attendee
from meetings.calendar.values import read_text, unescape

if TYPE_CHECKING:
    from meetings.calendar.components import Component

_ADDRESS: Final = re.compile(r"[^\s@<>()\",;:]{1,64}@[^\s@<>()\",;:]{1,190}$")
_LINK: Final = re.compile(
    r"\b(?:(?:https?|msteams|zoommtg)://|(?:tel|sip|callto|im):)\S*|\bwww\.\S+"
    r"|\b[\w.-]{1,100}\.(?:com|eu|io|net|org|se|us)/\S+",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"\b(?:pin|pin-?kod|kod|code|passcode|password|lösenord|(?:meeting|conference|möte(?:s|ts)?)"
    r"[ -]?(?:id|nummer|kod)|access code|telefonkonferens)\b[^,;|]{0,60}?\d"
    r"|,,\s?\d|\d#",
    re.IGNORECASE,
)
_ROOM_ADDRESS: Final = re.compile(
    r"(?:rum|room|konf(?:erens)?-?rum|m[oö]tes-?rum|sammantr[aä]desrum|meeting-?room|conf(?:erence)?-?room|resurs|lokal)[-._\d]"
)
_ROOM_NAME: Final = re.compile(
    r"(?:rum|konf(?:erens)?\.?rum|mötesrum|sammanträdesrum|lokal|(?:meeting |conference )?room)\b", re.IGNORECASE
)
_BRACKETED: Final = re.compile(r"\s*<[^<>]{0,300}@[^<>]{0,300}>")
_PARTS: Final = re.compile(r"[\n;|]|, ")


def read_organiser(component: Component) -> Attendee | None:
    """Return who calls the meeting, when an address or a name is given."""
    found = component.first("ORGANIZER")
    if found is None:
        return None
    organiser = _attendee(found)
    return organiser if organiser.address or organiser.name else None


def read_attendees(component: Component, location: str = "") -> tuple[Attendee, ...]:
    """Return attendees, groups and rooms, each address once; whoever has the name of the place is a room."""
    places = {part.strip().casefold() for part in _PARTS.split(location)} - {""}
    found: dict[str, Attendee] = {}
    for line in component.all("ATTENDEE"):
        attendee = _attendee(line)
        if attendee.name.casefold() in places and not attendee.is_group:
            attendee = replace(attendee, kind="ROOM")
        key = attendee.address or attendee.name
        if key:
            found.setdefault(key, attendee)
    return tuple(found.values())


def _attendee(found: Property) -> Attendee:
    params = found.params
    name = " ".join(unescape(params.get("CN", "")).split())[:200]
    address = _address(found.value) or _address(params.get("EMAIL", "")) or _address(name)
    name = "" if _address(name) else _BRACKETED.sub("", name).strip(" '")
    return Attendee(
        address=address,
        name=name,
        kind=_kind(params.get("CUTYPE", "INDIVIDUAL").upper()[:20], address, name),
        role=params.get("ROLE", "REQ-PARTICIPANT").upper()[:20],
        status=params.get("PARTSTAT", "NEEDS-ACTION").upper()[:20],
    )


def _kind(said: str, address: str, name: str) -> str:
    """What the invitation says; where it says nothing, what addresses and names of rooms and shared calendars look like."""
    if said in {"ROOM", "RESOURCE", "GROUP"}:
        return said
    local, _at, domain = address.partition("@")
    if domain.startswith("resource.calendar."):
        return "ROOM"
    if domain.startswith(("group.calendar.", "calendar.google.")):
        return "GROUP"
    return "ROOM" if _ROOM_ADDRESS.match(local) or _ROOM_NAME.match(name) else said


def _address(value: str) -> str:
    """Exchange writes invalid:nomail or a directory path where it has no address."""
    text = value.strip().strip("<>'\"")
    if text[:7].lower() == "mailto:":
        text = text[7:].strip().strip("<>'\"")
    return text.lower() if len(text) <= 254 and _ADDRESS.match(text) else ""


def read_title(component: Component) -> str:
    """Return the title without links."""
    title = read_text(component.first("SUMMARY"))
    if not _LINK.search(title):
        return title
    return " ".join(_LINK.sub(" ", title).split()).strip(" -–:,;|")


def read_place(component: Component) -> str:
    """Return the place; parts that are a link, a telephone conference or a code are left out."""
    found = component.first("LOCATION")
    if found is None:
        return ""
    text = unescape(found.value)[:5_000]
    if not _LINK.search(text) and not _CODE.search(text):
        return read_text(found)
    kept = (part.strip() for part in _PARTS.split(_LINK.sub("", text)) if not _CODE.search(part))
    return read_text(Property(found.name, ", ".join(part for part in kept if part), {}, found.line))


def place_with_rooms(location: str, attendees: tuple[Attendee, ...]) -> str:
    """The place, and the rooms that were booked where it does not name them already.

    Exchange writes rooms as resources too; a resource counts only where nothing else tells the place, since it may be a projector.
    """
    booked = [one for one in attendees if one.is_place and one.status != "DECLINED"]
    names = [one.name or _room_of(one.address) for one in booked if one.kind == "ROOM" or not location]
    known = location.casefold()
    fresh = [
        name
        for name in dict.fromkeys(names)
        if name.casefold() not in known and (not known or known not in name.casefold())
    ]
    return ", ".join(filter(None, [location, *fresh]))


def _room_of(address: str) -> str:
    local, _at, domain = address.partition("@")
    return (
        ""
        if domain == "resource.calendar.google.com"
        else local.replace(".", " ").replace("_", " ").strip().capitalize()
    )
