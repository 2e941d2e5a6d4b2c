from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from forum.models import Membership, OutboxMessage, Person, Seat
from tests.factories import make_person, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from tests.conftest import SignIn

SEATS = "/forums/forum-brottsforebyggande-radet/seats/"


def vacant(council: Forum) -> Seat:
    return Seat.objects.get(forum=council, memberships=None)


def held(person: Person) -> Seat:
    return Seat.objects.get(memberships__person=person)


def test_who_may_read_the_seats_and_who_may_change_them(
    signed_in: SignIn, council: Forum, chair: Person, administrator: Person, member: Person, observer: Person,
    coordinator: Person, official: Person, stranger: Person,
) -> None:  # fmt: skip
    people = [chair, administrator, member, observer, coordinator, official, stranger]
    assert [signed_in(person).get(SEATS).status_code for person in people] == [200, 200, 200, 200, 403, 404, 404]
    assert [signed_in(person).get(f"{SEATS}new/").status_code for person in people] == [
        200,
        200,
        403,
        403,
        403,
        404,
        404,
    ]
    fill = f"/seats/{vacant(council).pk}/fill/"
    assert [signed_in(person).get(fill).status_code for person in people] == [200, 200, 403, 403, 404, 404, 404]


def test_a_protected_person_is_named_nowhere(
    signed_in: SignIn, council: Forum, chair: Person, host: Organisation
) -> None:
    hidden = make_person(name="Hemlig Person", organisation=host, protected=True)
    make_seat(forum=council, organisation=host, role_title="Kurator", person=hidden)
    html = signed_in(chair).get(SEATS).content.decode()
    assert ("Kurator" in html, "Hemlig Person" in html) == (True, False)
    assert "Hemlig Person" not in signed_in(chair).get(f"/seats/{held(hidden).pk}/fill/").content.decode()


def test_a_seat_is_added_for_a_municipality_that_is_only_known_by_its_code(
    signed_in: SignIn, council: Forum, chair: Person
) -> None:
    typed = {"role_title": "Säkerhetschef", "organisation": "0484", "office": "member"}
    answer = signed_in(chair).post(f"{SEATS}new/", typed)
    seat = Seat.objects.get(role_title="Säkerhetschef")
    assert answer["Location"] == f"/seats/{seat.pk}/fill/"
    assert seat.organisation.name == "Eskilstuna kommun"


def test_somebody_new_fills_a_seat_and_is_invited(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person
) -> None:
    seat = vacant(council)
    typed = {"name": "Nils Ny", "email": "Nils@Demo.example", "invite": "on", "starts_on": "2026-11-24"}
    assert signed_in(chair).post(f"/seats/{seat.pk}/fill/", typed).status_code == 302
    person = Person.objects.get(email="nils@demo.example")
    assert (held(person), person.organisation) == (seat, seat.organisation)
    assert list(OutboxMessage.objects.values_list("kind", "person__name")) == [("invitation", "Nils Ny")]


def test_an_address_that_is_known_is_that_person(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person, official: Person
) -> None:
    seat = vacant(council)
    typed = {"name": "Hanna H", "email": "official@demo.example", "starts_on": "2026-11-24"}
    assert signed_in(chair).post(f"/seats/{seat.pk}/fill/", typed).status_code == 302
    assert held(official) == seat


def test_holders_may_not_overlap_and_nothing_is_half_written(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person
) -> None:
    seat = vacant(council)
    Membership.objects.create(seat=seat, person=chair, starts_on=date(2027, 1, 1))
    typed = {"name": "Nils Ny", "email": "nils@demo.example", "starts_on": "2026-12-01"}
    answer = signed_in(chair).post(f"/seats/{seat.pk}/fill/", typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])
    assert 'value="Nils Ny"' in answer.content.decode()
    assert not Person.objects.filter(email="nils@demo.example").exists()


def test_a_term_may_not_end_before_it_starts(now: datetime, signed_in: SignIn, council: Forum, chair: Person) -> None:
    typed = {"person": "", "name": "Nils Ny", "starts_on": "2026-12-01", "ends_on": "2026-11-30"}
    answer = signed_in(chair).post(f"/seats/{vacant(council).pk}/fill/", typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ends_on"])


def test_nobody_chosen_and_a_wrong_day_are_both_told(signed_in: SignIn, council: Forum, chair: Person) -> None:
    browser, address = signed_in(chair), f"/seats/{vacant(council).pk}/fill/"
    assert list(browser.post(address, {"starts_on": "2026-11-24"}).context["form"].errors) == ["person"]
    wrong = browser.post(address, {"name": "Nils", "starts_on": "24 november"})
    assert wrong.context["form"].errors == {"starts_on": ["Write the day as year-month-day, for example 2026-12-11."]}


def test_a_successor_takes_over_the_day_after(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person, member: Person
) -> None:
    seat = held(member)
    after = str(seat.memberships.get().pk)
    typed = {"name": "Petra Polis", "email": "petra@demo.example", "starts_on": "2027-01-01", "after": after}
    assert signed_in(chair).post(f"/seats/{seat.pk}/fill/", typed).status_code == 302
    ends = seat.memberships.order_by("starts_on").values_list("person__name", "ends_on")
    assert list(ends) == [("Mikael Ledamot", date(2026, 12, 31)), ("Petra Polis", None)]


def test_who_saw_a_vacant_seat_pushes_nobody_out(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person, member: Person
) -> None:
    """The page was opened before somebody was given the seat, or before a successor was."""
    seat, browser = held(member), signed_in(chair)
    typed = {"name": "Petra Polis", "starts_on": "2027-01-01"}
    for saw in ("", str(uuid.uuid4())):
        answer = browser.post(f"/seats/{seat.pk}/fill/", {**typed, "after": saw})
        assert answer.status_code == 422
        assert member.name in answer.content.decode()
    assert seat.memberships.count() == 1


def test_a_holder_ends_and_a_seat_is_closed(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person, member: Person
) -> None:
    browser, membership = signed_in(secretary), Membership.objects.get(person=member)
    end = f"/memberships/{membership.pk}/end/"
    assert browser.post(end, {"ends_on": "2022-12-31", "version": membership.version}).status_code == 422
    assert browser.post(end, {"ends_on": "2026-11-30", "version": membership.version}).status_code == 302
    assert browser.post(end, {"ends_on": "2026-12-31", "version": membership.version}).status_code == 409
    seat = vacant(council)
    assert browser.post(f"/seats/{seat.pk}/close/", {"day": "2026-11-24", "version": seat.version}).status_code == 302
    assert browser.get(f"/seats/{seat.pk}/close/").status_code == 404


def test_the_number_of_statements_is_constant(
    signed_in: SignIn,
    chair: Person,
    council: Forum,
    host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(chair)
    for _round in range(2):
        with django_assert_num_queries(7):
            assert browser.get(SEATS).status_code == 200
        for number in range(2):
            person = make_person(name=f"Another {number}", organisation=host)
            make_seat(forum=council, organisation=host, person=person)
