"""A new term of office: who keeps a seat, who comes after whom, and which seats are left empty, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Renewed
from forum.errors import ConflictError, DomainError, InvalidInputError
from forum.models import Membership, Seat
from forum.services.days import LAST_DAY, refuse_wrong_order
from forum.services.locks import lock_forum, lock_seat
from forum.services.seating import seat_person
from forum.services.seats import fill_seat
from forum.services.versions import lock_version
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from forum.models import Forum, Person

TERM_YEARS = 4
FIRST_TERM = 2023


@dataclass(frozen=True)
class SeatChoice:
    """What becomes of one seat. `holder`: the membership that the writer saw there, None = the seat was shown as vacant."""

    seat: Seat
    what: Renewed
    holder: uuid.UUID | None = None
    person: Person | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class SeatOutcome:
    """What became of one seat: who leaves it, who holds it then; the same person twice = kept for another term."""

    seat: Seat
    what: Renewed
    before: Person | None
    after: Person | None


def coming_term(today: date) -> tuple[date, date]:
    """The first day after the turn of the year and the last of the term of municipal office that it belongs to.

    Terms last four years from 1 January after the general election (kommunallagen 2017:725, 5 kap. 10 §, 6 kap. 23 §).
    """
    first = date(today.year + 1, 1, 1)
    gone = (first.year - FIRST_TERM) % TERM_YEARS
    return first, date(first.year + TERM_YEARS - gone - 1, 12, 31)


def seats_to_renew(forum: Forum) -> list[Seat]:
    """The seats in use, each with `holders`: who holds it now and later, the earliest first."""
    held = Membership.objects.exclude(ends_on__lt=timezone.localdate()).select_related("person").order_by("starts_on")
    rows = Seat.objects.filter(forum=forum, closed_on__isnull=True).select_related("organisation", "unit")
    return list(rows.prefetch_related(Prefetch("memberships", held, to_attr="holders")))


@transaction.atomic
def renew_seats(
    *,
    forum: Forum,
    starts_on: date,
    choices: Sequence[SeatChoice],
    ends_on: date | None = None,
    invited_by: Person | None = None,
    dry_run: bool = False,
) -> list[SeatOutcome]:
    """Gives all seats of a forum their holders for a new term, from a day to a day (both included); all or nothing.

    `dry_run` does the same and takes it back: what would become of each seat. Chair, secretary, administrator.
    Raises `InvalidInputError` and `ConflictError`; their field names the seat: its id in hexadecimal, “_” and the field.
    """
    refuse_wrong_order(starts_on, ends_on, field="ends_on")
    lock_forum(pk=forum.pk)
    outcomes = [
        _renew(choice, starts_on, ends_on, invited_by)
        for choice in sorted(choices, key=lambda choice: choice.seat.pk)
        if choice.what != Renewed.UNTOUCHED
    ]
    readdress_letters(forum=forum)
    if dry_run:
        transaction.set_rollback(True)
    return sorted(outcomes, key=lambda outcome: outcome.seat.position)


def _renew(choice: SeatChoice, starts_on: date, ends_on: date | None, invited_by: Person | None) -> SeatOutcome:
    seat = choice.seat
    try:
        before = _leave(choice, starts_on)
        after: Person | None = None
        if choice.what == Renewed.KEEP:
            after = _kept(choice, before, starts_on, ends_on)
        elif choice.what == Renewed.REPLACE:
            facts: dict[str, Any] = {"person": choice.person, "name": choice.name, "email": choice.email}
            after = seat_person(seat=seat, starts_on=starts_on, ends_on=ends_on, invited_by=invited_by, **facts).person
    except DomainError as error:
        field = "what" if error.field in {"starts_on", "seat", None} else error.field
        raise type(error)(error.message, code=error.code, field=f"{seat.pk.hex}_{field}") from error
    return SeatOutcome(seat, choice.what, before.person if before else None, after)


def _leave(choice: SeatChoice, starts_on: date) -> Membership | None:
    """Ends the term of whoever holds the seat the day before; somebody else than the writer saw stays."""
    lock_seat(choice.seat.pk)
    held = choice.seat.memberships.exclude(ends_on__lt=timezone.localdate()).select_related("person")
    before = held.order_by("-starts_on").first()
    if (before.pk if before else None) != choice.holder:
        raise ConflictError(_("Somebody else was given the seat meanwhile. Look at the seat again."), field="what")
    if before and before.starts_on >= starts_on:
        raise ConflictError(
            _("The seat already has somebody for that term. Leave it as it is, or end that time first."), field="what"
        )
    if before and (before.ends_on is None or before.ends_on >= starts_on):
        before.ends_on = starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    return before


def _kept(choice: SeatChoice, before: Membership | None, starts_on: date, ends_on: date | None) -> Person:
    if before is None:
        raise InvalidInputError(_("Nobody holds the seat. Choose who is to, or leave it vacant."), field="what")
    if not before.person.is_active:
        raise InvalidInputError(_("The holder has left. Choose a successor, or leave the seat vacant."), field="what")
    return fill_seat(seat=choice.seat, person=before.person, starts_on=starts_on, ends_on=ends_on).person


@transaction.atomic
def renew_term(*, membership_id: uuid.UUID, version: int | None, ends_on: date | None) -> Membership:
    """Gives a holder another term from the day after the last; until further notice without an end. Chair, secretary, administrator.

    Raises `InvalidInputError` for a term without an end or an end before its first day, `ConflictError` where a successor
    is in the way, `StaleVersionError`.
    """
    lock_seat(Seat.objects.get(memberships=membership_id).pk)
    former = lock_version(Membership, membership_id, version)
    if former.ends_on is None or former.ends_on > LAST_DAY:
        raise InvalidInputError(_("The term has no last day, so there is nothing to renew."))
    if not former.person.is_active:
        raise InvalidInputError(_("The holder has left. Choose a successor instead."))
    first = former.ends_on + timedelta(days=1)
    return fill_seat(seat=former.seat, person=former.person, starts_on=first, ends_on=ends_on)
