from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from forum.enums import Renewed
from forum.errors import ConflictError, InvalidInputError
from forum.models import Membership, OutboxMessage, Person, Seat
from forum.services.renewal import SeatChoice, coming_term, renew_seats, renew_term
from tests.factories import make_membership

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum

FIRST, LAST = date(2027, 1, 1), date(2030, 12, 31)


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def choice(person: Person, what: Renewed, **facts: object) -> SeatChoice:
    held = of(person)
    return SeatChoice(seat=held.seat, what=what, holder=held.pk, **facts)  # type: ignore[arg-type]


def terms(seat: Seat) -> list[tuple[str, str, str]]:
    rows = seat.memberships.order_by("starts_on")
    return [(one.person.name, str(one.starts_on), str(one.ends_on)) for one in rows]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 24), FIRST, LAST),
        (date(2027, 1, 1), date(2028, 1, 1), LAST),
        (date(2029, 12, 31), date(2030, 1, 1), LAST),
        (date(2030, 3, 1), date(2031, 1, 1), date(2034, 12, 31)),
    ],
)
def test_the_term_follows_the_general_elections(today: date, first: date, last: date) -> None:
    assert coming_term(today) == (first, last)


def test_each_seat_is_kept_replaced_or_left_vacant_without_overlap(
    now: datetime, council: Forum, chair: Person, secretary: Person, member: Person, observer: Person
) -> None:
    seats = [of(person).seat for person in (chair, secretary, member, observer)]
    choices = [
        choice(chair, Renewed.KEEP),
        choice(secretary, Renewed.REPLACE, name="Nils Ny", email="nils@demo.example"),
        choice(member, Renewed.VACATE),
        choice(observer, Renewed.UNTOUCHED),
    ]
    outcomes = renew_seats(forum=council, starts_on=FIRST, ends_on=LAST, choices=choices, invited_by=chair)
    assert [terms(seat) for seat in seats] == [
        [("Karin Ordforande", "2023-01-01", "2026-12-31"), ("Karin Ordforande", "2027-01-01", "2030-12-31")],
        [("Sara Sekreterare", "2023-01-01", "2026-12-31"), ("Nils Ny", "2027-01-01", "2030-12-31")],
        [("Mikael Ledamot", "2023-01-01", "2026-12-31")],
        [("Olle Observatör", "2023-01-01", "None")],
    ]
    assert [(one.before and one.before.name, one.after and one.after.name) for one in outcomes] == [
        ("Karin Ordforande", "Karin Ordforande"),
        ("Sara Sekreterare", "Nils Ny"),
        ("Mikael Ledamot", None),
    ]
    assert list(OutboxMessage.objects.values_list("kind", "recipient")) == [("invitation", "nils@demo.example")]


def test_a_look_writes_nothing(now: datetime, council: Forum, chair: Person) -> None:
    choices = [choice(chair, Renewed.REPLACE, name="Nils Ny", email="nils@demo.example")]
    outcomes = renew_seats(forum=council, starts_on=FIRST, choices=choices, invited_by=chair, dry_run=True)
    assert [one.after and one.after.name for one in outcomes] == ["Nils Ny"]
    assert terms(of(chair).seat) == [("Karin Ordforande", "2023-01-01", "None")]
    assert (Person.objects.filter(name="Nils Ny").count(), OutboxMessage.objects.count()) == (0, 0)


def test_one_seat_that_cannot_be_renewed_stops_all_and_is_named(
    now: datetime, council: Forum, chair: Person, secretary: Person, member: Person
) -> None:
    choices = [choice(chair, Renewed.VACATE), choice(secretary, Renewed.REPLACE)]
    with pytest.raises(InvalidInputError) as raised:
        renew_seats(forum=council, starts_on=FIRST, choices=choices)
    assert raised.value.field == f"{of(secretary).seat.pk.hex}_person"
    assert terms(of(chair).seat) == [("Karin Ordforande", "2023-01-01", "None")]


def test_a_seat_that_somebody_else_filled_meanwhile_stays(now: datetime, council: Forum, chair: Person) -> None:
    vacant = Seat.objects.get(forum=council, memberships=None)
    stale = SeatChoice(seat=vacant, what=Renewed.VACATE)
    make_membership(seat=vacant, person=chair, starts_on=date(2026, 11, 1))
    with pytest.raises(ConflictError, match=r"under tiden") as raised:
        renew_seats(forum=council, starts_on=FIRST, choices=[stale])
    assert raised.value.field == f"{vacant.pk.hex}_what"


def test_a_seat_that_has_somebody_for_the_new_term_is_left_to_them(
    now: datetime, council: Forum, chair: Person
) -> None:
    vacant = Seat.objects.get(forum=council, memberships=None)
    later = make_membership(seat=vacant, person=chair, starts_on=FIRST)
    with pytest.raises(ConflictError, match=r"redan någon"):
        renew_seats(forum=council, starts_on=FIRST, choices=[SeatChoice(vacant, Renewed.VACATE, later.pk)])


def test_nobody_can_keep_a_vacant_seat_nor_one_whose_holder_left(now: datetime, council: Forum, member: Person) -> None:
    Person.objects.filter(pk=member.pk).update(is_active=False)
    vacant = Seat.objects.get(forum=council, memberships=None)
    for wrong in (SeatChoice(vacant, Renewed.KEEP), choice(member, Renewed.KEEP)):
        with pytest.raises(InvalidInputError):
            renew_seats(forum=council, starts_on=FIRST, choices=[wrong])


def test_one_term_is_renewed_the_day_after_its_last(now: datetime, council: Forum, chair: Person) -> None:
    held = of(chair)
    held.ends_on = date(2026, 12, 31)
    held.save()
    renew_term(membership_id=held.pk, version=held.refreshed().version, ends_on=LAST)
    assert terms(held.seat)[1] == ("Karin Ordforande", "2027-01-01", "2030-12-31")


def test_a_term_without_an_end_needs_no_renewal(now: datetime, council: Forum, chair: Person) -> None:
    with pytest.raises(InvalidInputError):
        renew_term(membership_id=of(chair).pk, version=None, ends_on=LAST)
