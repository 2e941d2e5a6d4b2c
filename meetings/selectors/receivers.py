"""Whom what is sent from a forum reaches, and who answers for the forum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forum.enums import EDITING, SITTING, Office
from forum.models import Organisation
from forum.selectors.recipients import recipient_for_seat, recipients_in_forums
from meetings.selectors.upcoming import seats_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Forum, Seat
    from forum.selectors.recipients import Recipient


@dataclass(frozen=True)
class Receiver:
    """A seat and the address that its notice goes to, "" when nobody can be reached.

    `instead`: it is not the seat's holder. `withheld`: the address is of somebody with protected identity.
    """

    seat: Seat
    address: str
    instead: bool
    reads_agenda: bool
    withheld: bool = False


def receivers_of_notice(forum: Forum) -> list[Receiver]:
    """The open seats that are called, in their order; observers are not. A constant number of statements."""
    found = []
    for seat in seats_of(forum).filter(office__in=[*SITTING, Office.CO_OPTED]):
        recipient = recipient_for_seat(seat)
        held_by = {membership.person_id for membership in seat.held_now}  # type: ignore[attr-defined]  # by seats_with_holders
        instead = bool(recipient and (recipient.person is None or recipient.person.pk not in held_by))
        address = recipient.address if recipient else ""
        withheld = bool(recipient and recipient.person and recipient.person.protected)
        found.append(Receiver(seat, address, instead, seat.office in SITTING, withheld))
    return found


def organisations_that_read(forum: Forum) -> QuerySet[Organisation]:
    """Those that have an open seat from which agendas and minutes are read, in the order of their names."""
    sitting = Organisation.objects.filter(seats__forum=forum, seats__closed_on__isnull=True, seats__office__in=SITTING)
    return sitting.distinct().order_by("name")


def who_answers(forum: Forum) -> list[Recipient]:
    """The forum's secretary, or its chair when there is none; nobody where neither can be reached."""
    secretaries = recipients_in_forums([forum.pk], [Office.SECRETARY]).get(forum.pk)
    return (secretaries or recipients_in_forums([forum.pk], EDITING).get(forum.pk, []))[:1]
