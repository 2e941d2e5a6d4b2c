"""Filling, leaving and closing seats: no two holders at once, whoever is faster."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import Office
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Forum, Seat
from forum.services.seats import add_seat, close_seat, end_membership, fill_seat, succeed_in_seat
from tests.factories import make_membership, make_seat, make_unit

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Organisation, Person

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


@pytest.fixture
def seat(council: Forum, neighbour: Organisation) -> Seat:
    return Seat.objects.get(organisation=neighbour)


def test_add_seat_comes_last(council: Forum, police: Organisation) -> None:
    unit = make_unit(organisation=police)
    seat = add_seat(forum=council, role_title="  Kommun­polis ", organisation=police, unit=unit, office=Office.CO_OPTED)
    assert (seat.role_title, seat.office, seat.unit, seat.position) == ("Kommunpolis", Office.CO_OPTED, unit, 7)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"role_title": "\u200b "}, "role_title"),
        ({"role_title": "x" * 201}, "role_title"),
        ({"unit": "other"}, "unit"),
        ({"substitute_for": "other"}, "substitute_for"),
    ],
)
def test_add_seat_refuses(
    facts: dict[str, Any], field: str, council: Forum, network: Forum, host: Organisation, police: Organisation
) -> None:
    if "unit" in facts:
        facts = {"unit": make_unit(organisation=host)}
    if "substitute_for" in facts:
        facts = {"substitute_for": network.seats.first()}
    before = Seat.objects.count()
    with pytest.raises(InvalidInputError) as error:
        add_seat(**{"forum": council, "role_title": "Roll", "organisation": police, **facts})
    assert error.value.field == field
    assert Seat.objects.count() == before


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((JUNE, JULY), (AUGUST, None), True),
        ((JUNE, JULY), (JULY, None), False),
        ((JUNE, None), (AUGUST, None), False),
        ((JULY, AUGUST), (JUNE, date(2026, 6, 30)), True),
        ((JULY, AUGUST), (JUNE, JULY), False),
        ((JUNE, AUGUST), (JULY, JULY), False),
    ],
)
def test_no_two_holders_at_once(
    first: tuple[date, date | None],
    second: tuple[date, date | None],
    fits: bool,
    seat: Seat,
    official: Person,
    stranger: Person,
) -> None:
    fill_seat(seat=seat, person=official, starts_on=first[0], ends_on=first[1])
    if fits:
        fill_seat(seat=seat, person=stranger, starts_on=second[0], ends_on=second[1])
    else:
        with pytest.raises(ConflictError) as error:
            fill_seat(seat=seat, person=stranger, starts_on=second[0], ends_on=second[1])
        assert error.value.field == "starts_on"
        assert official.name in str(error.value)
    assert seat.memberships.count() == (2 if fits else 1)


def test_a_protected_holder_is_not_named_to_who_comes_after(seat: Seat, official: Person, stranger: Person) -> None:
    official.protected = True
    official.save()
    make_membership(seat=seat, person=official, starts_on=JUNE)
    with pytest.raises(ConflictError) as error:
        fill_seat(seat=seat, person=stranger, starts_on=JULY)
    assert official.name not in str(error.value)


def test_fill_refuses_an_end_before_the_start_and_a_closed_seat(seat: Seat, official: Person) -> None:
    with pytest.raises(InvalidInputError) as error:
        fill_seat(seat=seat, person=official, starts_on=JULY, ends_on=JUNE)
    assert error.value.field == "ends_on"
    official.is_active = False
    with pytest.raises(ConflictError) as closed:
        fill_seat(seat=seat, person=official, starts_on=JULY)
    assert closed.value.field == "person"
    official.is_active = True
    Seat.objects.filter(pk=seat.pk).update(closed_on=JUNE)
    with pytest.raises(ConflictError):
        fill_seat(seat=seat, person=official, starts_on=JULY)
    assert not seat.memberships.exists()


def test_a_successor_lets_the_holder_leave_the_day_before(seat: Seat, official: Person, stranger: Person) -> None:
    make_membership(seat=seat, person=official, starts_on=JUNE)
    succeed_in_seat(seat=seat, person=stranger, starts_on=AUGUST)
    assert list(seat.memberships.values_list("person__name", "starts_on", "ends_on")) == [
        (stranger.name, AUGUST, None),
        (official.name, JUNE, date(2026, 7, 31)),
    ]


def test_a_successor_on_the_first_day_is_refused_and_nothing_changes(
    seat: Seat, official: Person, stranger: Person
) -> None:
    make_membership(seat=seat, person=official, starts_on=JUNE)
    with pytest.raises(InvalidInputError):
        succeed_in_seat(seat=seat, person=stranger, starts_on=JUNE)
    make_membership(seat=make_seat(forum=seat.forum, organisation=seat.organisation), person=official, starts_on=JUNE)
    assert list(seat.memberships.values_list("ends_on", flat=True)) == [None]


def test_a_last_day_in_the_successors_time_is_a_sentence(seat: Seat, official: Person, stranger: Person) -> None:
    held = make_membership(seat=seat, person=official, starts_on=JUNE, ends_on=date(2026, 6, 30))
    make_membership(seat=seat, person=stranger, starts_on=JULY)
    with pytest.raises(ConflictError) as error:
        end_membership(membership_id=held.pk, version=1, ends_on=AUGUST)
    assert error.value.field == "ends_on"
    with pytest.raises(InvalidInputError):
        end_membership(membership_id=held.pk, version=1, ends_on=date(2026, 5, 1))
    with pytest.raises(StaleVersionError):
        end_membership(membership_id=held.pk, version=7, ends_on=JUNE)
    assert end_membership(membership_id=held.pk, version=1, ends_on=JUNE).ends_on == JUNE


def test_closing_a_seat_ends_its_holder_and_forgets_who_would_have_come(
    seat: Seat, official: Person, stranger: Person, now: datetime
) -> None:
    make_membership(seat=seat, person=official, starts_on=JUNE, ends_on=date(2026, 12, 31))
    make_membership(seat=seat, person=stranger, starts_on=date(2027, 1, 1))
    with pytest.raises(InvalidInputError) as error:
        close_seat(seat_id=seat.pk, version=1, day=date(2026, 11, 25))
    assert error.value.field == "day"
    with pytest.raises(InvalidInputError) as early:
        close_seat(seat_id=seat.pk, version=1, day=date(2025, 11, 24))  # the holder began after that
    assert early.value.field == "day"
    closed = close_seat(seat_id=seat.pk, version=1, day=date(2026, 11, 24))
    assert closed.closed_on == date(2026, 11, 24)
    assert list(seat.memberships.values_list("starts_on", "ends_on")) == [(JUNE, date(2026, 11, 24))]
