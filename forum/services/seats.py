from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Office
from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum, Membership, Organisation, Person, Seat
from forum.services.belonging import refuse_unit_of_others
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_forum, lock_seat
from forum.services.text import clean_text
from forum.services.versions import lock_version
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Unit


@transaction.atomic
def add_seat(
    *,
    forum: Forum,
    role_title: str,
    organisation: Organisation,
    office: Office = Office.MEMBER,
    unit: Unit | None = None,
    substitute_for: Seat | None = None,
) -> Seat:
    """A place in the forum, held by function. Chair, secretary, administrator.

    Raises `InvalidInputError` for a missing title, a unit of another organisation, or a substitute for a seat of another forum.
    """
    title = clean_text(role_title, single_line=True)
    if not title:
        raise InvalidInputError(_("Write the role, for example “Municipal police officer”."), field="role_title")
    refuse_unit_of_others(unit, organisation.pk)
    if substitute_for and substitute_for.forum_id != forum.pk:
        raise InvalidInputError(_("A substitute stands in for a seat of the same forum."), field="substitute_for")
    lock_forum(pk=forum.pk)
    seat = Seat(
        forum=forum,
        role_title=title,
        organisation=organisation,
        office=office,
        unit=unit,
        substitute_for=substitute_for,
        position=forum.seats.count() + 1,
    )
    refuse_what_does_not_fit(seat)
    seat.save()
    return seat


@transaction.atomic
def fill_seat(*, seat: Seat, person: Person, starts_on: date, ends_on: date | None = None) -> Membership:
    """Puts a person in a seat from a day to a day (both included; no end = until further notice). Chair, secretary, administrator.

    Raises `InvalidInputError` when the end is before the start, `ConflictError` for somebody who has left, for a closed seat, or one that
    somebody holds in that time.
    """
    refuse_wrong_order(starts_on, ends_on, field="ends_on")
    if not person.is_active:
        raise ConflictError(
            _("The person's account is closed. Ask an administrator to open it, or choose somebody else."),
            field="person",
        )
    if lock_seat(seat.pk).closed_on:
        raise ConflictError(_("The seat is no longer in use. Add a new one."), field="seat")
    taken = (
        seat.memberships.filter(starts_on__lte=ends_on or starts_on.max)
        .exclude(ends_on__lt=starts_on)
        .select_related("person")
        .first()
    )
    if taken:
        raise _occupied(taken)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(seat=seat, person=person, starts_on=starts_on, ends_on=ends_on)
    except IntegrityError as error:  # somebody filled the seat between our look and our write
        raise _occupied(None) from error
    readdress_letters(forum=seat.forum)
    return membership


def _occupied(holder: Membership | None) -> ConflictError:
    if holder is None:
        return ConflictError(
            _("Somebody else was just given the seat for that time. Look at the seat again."), field="starts_on"
        )
    return ConflictError(
        _("%(person)s holds the seat in that time. Let it end the day before, or choose a later first day.")
        % {"person": holder.person.shown_name},
        field="starts_on",
    )


@transaction.atomic
def succeed_in_seat(
    *, seat: Seat, person: Person, starts_on: date, ends_on: date | None = None, after: uuid.UUID | None = None
) -> Membership:
    """Lets whoever holds the seat leave the day before and puts the successor in. Raises as `fill_seat`.

    `after`: the membership that the writer saw; somebody else who was given the seat meanwhile stays (`ConflictError`).
    """
    lock_seat(seat.pk)
    previous = seat.memberships.on(starts_on).first()
    if previous and after and previous.pk != after:
        raise _occupied(previous)
    if previous and previous.starts_on >= starts_on:
        raise InvalidInputError(
            _("The seat was filled that very day. Choose a later day, or correct the holder."), field="starts_on"
        )
    if previous:
        previous.ends_on = starts_on - timedelta(days=1)
        previous.save(update_fields=["ends_on"])
    return fill_seat(seat=seat, person=person, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def end_membership(*, membership_id: uuid.UUID, version: int | None, ends_on: date) -> Membership:
    """The last day of a holder. Chair, secretary, administrator. Raises `InvalidInputError` before the first day,
    `ConflictError` into a successor's time, `StaleVersionError`.
    """
    lock_seat(Seat.objects.get(memberships=membership_id).pk)
    membership = lock_version(Membership, membership_id, version)
    refuse_wrong_order(membership.starts_on, ends_on, field="ends_on")
    membership.ends_on = ends_on
    try:
        with transaction.atomic():
            membership.save(update_fields=["ends_on"])
    except IntegrityError as error:
        raise ConflictError(
            _("Somebody else holds the seat after that. Choose a last day before the successor begins."),
            field="ends_on",
        ) from error
    readdress_letters(forum=membership.seat.forum)
    return membership.refreshed()


@transaction.atomic
def close_seat(*, seat_id: uuid.UUID, version: int | None, day: date) -> Seat:
    """Takes a seat out of use from today or an earlier day on; who held it stays readable. Chair, secretary, administrator.

    Raises `InvalidInputError` for a day to come (end the membership then) or before a holder's first, `StaleVersionError`.
    """
    seat, today = lock_version(Seat, seat_id, version), timezone.localdate()
    if day > today:
        raise InvalidInputError(
            _("Choose today or an earlier day. For a later day, let the holder's time end then."), field="day"
        )
    if seat.memberships.filter(starts_on__gt=day, starts_on__lte=today).exists():
        raise InvalidInputError(_("Somebody was given the seat after that day. Choose a later day."), field="day")
    seat.closed_on = day
    seat.save(update_fields=["closed_on"])
    seat.memberships.filter(starts_on__gt=day).delete()
    seat.memberships.exclude(ends_on__lt=day).update(ends_on=day)
    readdress_letters(forum=seat.forum)
    return seat.refreshed()
