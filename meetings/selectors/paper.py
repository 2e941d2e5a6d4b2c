"""Who gets the notice on paper, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forum.enums import SITTING, ItemKind, Office
from forum.selectors.recipients import holder_of
from meetings.selectors.agenda_rows import agenda_rows
from meetings.selectors.upcoming import seats_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forum.models import Forum, Person, Seat
    from meetings.models import AgendaItem, Meeting
    from meetings.selectors.agenda_rows import AgendaRow


@dataclass
class PaperReceiver:
    """Somebody without e-mail who is called. `lines`: the address as it stands in the window of the envelope.

    `reads_agenda` is False for those who are only called to a point; `addressed`: whether a postal address is known.
    """

    person: Person
    seat: Seat
    lines: list[str]
    reads_agenda: bool
    addressed: bool


@dataclass
class AgendaGroup:
    """The points under one heading, which may be empty."""

    label: str
    rows: list[AgendaRow] = field(default_factory=list)


def receivers_on_paper(forum: Forum) -> list[PaperReceiver]:
    """Those who hold a seat that is called and have no e-mail, each once, in the order of the seats. A constant number of statements."""
    found: dict[object, PaperReceiver] = {}
    seats = seats_of(forum).filter(office__in=[*SITTING, Office.CO_OPTED])
    for seat in seats:
        person = holder_of(seat)
        if person is None or person.email or not person.is_active:
            continue
        sits = seat.office in SITTING
        if known := found.get(person.pk):
            known.reads_agenda = known.reads_agenda or sits
        else:
            lines, addressed = _address(person, seat)
            found[person.pk] = PaperReceiver(person, seat, lines, sits, addressed)
    return list(found.values())


def _address(person: Person, seat: Seat) -> tuple[list[str], bool]:
    """Of somebody with protected identity the seat and the organisation's address, never a name or an own address."""
    organisation = seat.organisation
    unit = [seat.unit.name] if seat.unit else []
    if person.protected:
        place = organisation.postal_address
        first = [seat.role_title, *unit, organisation.name]
    else:
        place = person.postal_address or organisation.postal_address
        first = [person.name, *([] if person.postal_address else [*unit, organisation.name])]
    return [*first, *place.splitlines()], bool(place)


def agenda_groups(meeting: Meeting, items: Sequence[AgendaItem]) -> list[AgendaGroup]:
    """The points in their order under the agenda's own headings; where it has none under their kinds, if each kind stands together."""
    rows = agenda_rows(meeting, items)
    if any(row.heading for row in rows):
        return _under_headings(rows)
    groups: list[AgendaGroup] = []
    kinds: list[ItemKind] = []
    for row in rows:
        if not kinds or kinds[-1] != row.item.kind:
            kinds.append(row.item.kind)
            groups.append(AgendaGroup(str(ItemKind(row.item.kind).label)))
        groups[-1].rows.append(row)
    if len(groups) > 1 and len(set(kinds)) == len(kinds):
        return groups
    return [AgendaGroup("", rows)] if rows else []


def _under_headings(rows: Sequence[AgendaRow]) -> list[AgendaGroup]:
    """A point that is restricted for the reader does not end a heading."""
    groups: list[AgendaGroup] = []
    for row in rows:
        ended = getattr(row.item, "in_full", True) and not row.item.section and groups and groups[-1].label
        if not groups or row.heading or ended:
            groups.append(AgendaGroup(row.heading))
        groups[-1].rows.append(row)
    return groups
