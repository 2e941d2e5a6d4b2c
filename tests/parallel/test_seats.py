"""Who holds a seat: one at a time, and whoever came second is told so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from forum.models import Membership, Person, Seat
from forum.services.seats import close_seat, end_membership, fill_seat, succeed_in_seat
from tests.factories import make_membership, make_person
from tests.parallel.pages import Pages
from tests.parallel.together import MANY, at_once, codes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from forum.models import Forum, Organisation
    from tests.conftest import SignIn

JUNE = date(2026, 6, 1)


@pytest.fixture
def seat(council: Forum, neighbour: Organisation) -> Seat:
    """Vacant."""
    return Seat.objects.get(organisation=neighbour)


@pytest.fixture
def people(neighbour: Organisation) -> list[Person]:
    return [make_person(name=f"Person {number}", organisation=neighbour) for number in range(MANY)]


def _spans(seat: Seat) -> list[tuple[date, date]]:
    rows = seat.memberships.order_by("starts_on").values_list("starts_on", "ends_on")
    return [(starts, ends or date.max) for starts, ends in rows]


def _apart(spans: list[tuple[date, date]]) -> bool:
    return all(earlier[1] < later[0] for earlier, later in pairwise(spans))


def test_of_a_hundred_one_gets_the_seat(seat: Seat, people: list[Person]) -> None:
    answers = at_once([partial(fill_seat, seat=seat, person=person, starts_on=JUNE) for person in people])
    assert codes(answers) == {"done": 1, "conflict": MANY - 1}
    assert Membership.objects.filter(seat=seat).count() == 1


def test_a_hundred_terms_that_overlap_in_every_way(seat: Seat, people: list[Person]) -> None:
    """Ten terms of ten days each, ten who want each, and some that reach over several."""
    acts: list[Callable[[], Any]] = []
    for number, person in enumerate(people):
        first = JUNE + timedelta(days=number % 10 * 10)
        length = 14 if number % 7 == 0 else 9
        acts.append(
            partial(fill_seat, seat=seat, person=person, starts_on=first, ends_on=first + timedelta(days=length))
        )
    answers = codes(at_once(acts))
    assert set(answers) == {"done", "conflict"}
    assert len(_spans(seat)) == answers["done"]
    assert _apart(_spans(seat))


def test_successors_last_days_and_closing_at_the_same_time(seat: Seat, people: list[Person], now: datetime) -> None:
    held = make_membership(seat=seat, person=people[0], starts_on=JUNE)
    acts: list[Callable[[], Any]] = []
    for number, person in enumerate(people[1:]):
        day = JUNE + timedelta(days=number)
        acts += [
            partial(succeed_in_seat, seat=seat, person=person, starts_on=day),
            partial(end_membership, membership_id=held.pk, version=None, ends_on=day),
        ]
    acts = [*acts[: MANY - 1], partial(close_seat, seat_id=seat.pk, version=None, day=date(2026, 11, 24))]
    answers = codes(at_once(acts))
    assert set(answers) <= {"done", "conflict", "invalid"}
    assert _apart(_spans(seat))
    assert {ends for _starts, ends in _spans(seat) if ends > date(2026, 11, 24)} == set()


@pytest.mark.slow
def test_the_page_says_so_too(seat: Seat, people: list[Person], secretary: Person, signed_in: SignIn) -> None:
    browser = Pages(signed_in(secretary))
    address = reverse("seat-fill", args=[seat.pk])
    people = people[:50]  # each answer renders a page
    acts = [partial(browser.post, address, {"person": str(person.pk), "starts_on": "2026-06-01"}) for person in people]
    answers = at_once(acts)
    assert codes(answers) == {"302": 1, "422": 49}
    assert all("Person" in answer.content.decode() for answer in answers if answer.status_code == 422)
    assert Membership.objects.filter(seat=seat).count() == 1
