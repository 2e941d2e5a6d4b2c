"""Who a forum's series invite: the people, apart from rooms, lists and guests of a single meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.calendar.source import Attendee, EventSource, SeriesSource

_AWAY = {"DECLINED", "DELEGATED"}


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with an address. `declined`: said no to the series; `occasional`: invited to single meetings of it alone."""

    address: str
    name: str = ""
    organiser: bool = False
    declined: bool = False
    occasional: bool = False

    @property
    def domain(self) -> str:
        """The part of the address that tells the organisation."""
        return domain_of(self.address)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The people once each, the organiser first; names of distribution lists; names of people without an address."""

    people: tuple[Invited, ...]
    groups: tuple[str, ...]
    unreached: tuple[str, ...]


def who_is_invited(series: Iterable[SeriesSource]) -> Invitation:
    """Return who is invited to the series. Who calls one of them, or has not declined one of them, takes part."""
    people: dict[str, Invited] = {}
    groups: dict[str, None] = {}
    unreached: dict[str, None] = {}
    for one in series:
        for attendee, invited in (*_organisers(one), *_standing(one), *_occasional(one)):
            if attendee.is_place:
                continue
            if attendee.is_group:
                groups.setdefault(attendee.name or attendee.address)
            elif not attendee.address:
                unreached.setdefault(attendee.name)
            else:
                people[invited.address] = _joined(people.get(invited.address), invited)
    known = {one.name.casefold() for one in people.values()}
    ordered = sorted(people.values(), key=lambda one: not one.organiser)
    return Invitation(tuple(ordered), tuple(groups), tuple(name for name in unreached if name.casefold() not in known))


def _lasting(series: SeriesSource) -> EventSource:
    """Whose list counts from now on: the last change of this and all following meetings, else the series itself."""
    changes = [one for one in series.overrides if one.this_and_future]
    return changes[-1] if changes else series.leading


def _organisers(series: SeriesSource) -> list[tuple[Attendee, Invited]]:
    organiser = _lasting(series).organiser
    if organiser is None:
        return []
    return [(organiser, Invited(organiser.address, natural_name(organiser.name), organiser=True))]


def _standing(series: SeriesSource) -> list[tuple[Attendee, Invited]]:
    return [
        (one, Invited(one.address, natural_name(one.name), declined=one.status in _AWAY))
        for one in _lasting(series).attendees
    ]


def _occasional(series: SeriesSource) -> list[tuple[Attendee, Invited]]:
    standing = {one.address for one in _lasting(series).attendees}
    return [
        (one, Invited(one.address, natural_name(one.name), occasional=True))
        for event in series.overrides
        for one in event.attendees
        if one.address not in standing and standing and not one.is_group and one.address
    ]


def _joined(known: Invited | None, other: Invited) -> Invited:
    if known is None:
        return other
    organiser = known.organiser or other.organiser
    takes_part = organiser or not all(one.declined or one.occasional for one in (known, other))
    return Invited(
        known.address,
        known.name or other.name,
        organiser,
        declined=not takes_part and (known.declined or other.declined),
        occasional=not takes_part and known.occasional and other.occasional,
    )


def domain_of(address: str) -> str:
    """What stands after the sign."""
    return address.rsplit("@", 1)[-1]


def natural_name(name: str) -> str:
    """“Ek, Per” reads “Per Ek”; other names stay as they are."""
    last, comma, first = (part.strip() for part in name.partition(","))
    return f"{first} {last}" if comma and first and last and "," not in first else name
