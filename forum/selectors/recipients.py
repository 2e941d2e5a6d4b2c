from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.models import Membership, Organisation, Person, Seat, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from forum.enums import Office
    from forum.models import Coordinator


@dataclass(frozen=True)
class Recipient:
    """Whom a message reaches, and the sentence that tells him or her why, in the reader's language.

    `reads_agenda` is False for those who are only called to a point.
    """

    address: str
    language: str
    reason: str
    person: Person | None = None
    reads_agenda: bool = True


def seats_with_holders(seats: QuerySet[Seat], day: date | None = None) -> QuerySet[Seat]:
    """Seats with the day's (today's) holder and the holders of their substitutes' seats, in a constant number of statements."""
    held = Membership.objects.on(day or timezone.localdate()).select_related("person")
    substitutes = Seat.objects.filter(closed_on__isnull=True).prefetch_related(
        Prefetch("memberships", held, to_attr="held_now")
    )
    return seats.select_related("organisation", "unit", "forum").prefetch_related(
        Prefetch("memberships", held, to_attr="held_now"),
        Prefetch("substitutes", substitutes, to_attr="substitute_seats"),
    )


def holder_of(seat: Seat) -> Person | None:
    """Who holds the seat today; needs `held_now` as `seats_with_holders` loads it."""
    held: list[Membership] = seat.held_now  # type: ignore[attr-defined]
    return held[0].person if held else None


def reached(person: Person | None) -> bool:
    return bool(person and person.is_active and person.email)


def recipient_for_seat(seat: Seat) -> Recipient | None:
    """The holder, else a substitute, else the contact of the unit or organisation: never somebody who left. Needs `seats_with_holders`."""
    holder = holder_of(seat)
    if holder and reached(holder):
        return recipient_for_person(holder, seat=seat)
    for substitute in seat.substitute_seats:  # type: ignore[attr-defined]
        deputy = holder_of(substitute)
        if deputy and reached(deputy):
            with override(deputy.language):
                reason = _("You get this because you stand in for %(seat)s.") % {"seat": seat.role_title}
            return Recipient(deputy.email or "", deputy.language, reason, deputy)
    return recipient_for_organisation(seat.organisation, unit=seat.unit, seat=seat)


def recipient_for_person(person: Person, *, seat: Seat | None = None) -> Recipient | None:
    """A person by name, or as the holder of a seat; None without a usable address."""
    if not reached(person):
        return None
    with override(person.language):
        reason = (
            _("You get this because you hold the seat %(seat)s in %(forum)s.")
            % {"seat": seat.role_title, "forum": seat.forum.name}
            if seat
            else _("You get this because you have been given the action.")
        )
    return Recipient(person.email or "", person.language, reason, person)


def recipient_for_coordinator(row: Coordinator) -> Recipient | None:
    """Who holds the topic together, else the deputy; None when neither can be reached."""
    return recipient_for_person(row.person) or (recipient_for_person(row.deputy) if row.deputy else None)


def recipient_for_organisation(
    organisation: Organisation, *, unit: Unit | None = None, seat: Seat | None = None
) -> Recipient | None:
    """The unit's or organisation's contact address, in the installation's language; None when neither has one."""
    address = (unit and unit.contact_address) or organisation.contact_address
    if not address:
        return None
    with override(settings.LANGUAGE_CODE):
        reason = (
            _("You get this because the seat %(seat)s has no holder that we can reach.") % {"seat": seat.role_title}
            if seat
            else _("You get this because the action was given to %(organisation)s.")
            % {"organisation": unit or organisation}
        )
    return Recipient(address, settings.LANGUAGE_CODE, reason)


def recipient_for_address(address: str) -> Recipient:
    """Somebody known by address alone."""
    with override(settings.LANGUAGE_CODE):
        return Recipient(address, settings.LANGUAGE_CODE, _("You get this because you have been given the action."))


def recipients_in_forums(forum_ids: Iterable[object], offices: Iterable[Office]) -> dict[object, list[Recipient]]:
    """By forum: everybody whom its open seats of these offices reach, once each."""
    seats = seats_with_holders(
        Seat.objects.filter(forum__in=list(forum_ids), office__in=list(offices), closed_on__isnull=True)
    )
    found: dict[object, list[Recipient]] = {}
    for seat in seats:
        recipient = recipient_for_seat(seat)
        those = found.setdefault(seat.forum_id, [])
        if recipient and recipient.address not in {other.address for other in those}:
            those.append(recipient)
    return found
