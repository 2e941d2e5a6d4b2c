from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forum.models import Membership, Person, Seat
from tests.factories import make_forum, make_membership, make_person, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from tests.conftest import SignIn

SEATS = "/forums/forum-brottsforebyggande-radet/seats/"
RENEW, PAST = f"{SEATS}renew/", f"{SEATS}past/"


def typed_in(browser: Client, **said: str) -> dict[str, Any]:
    """What the page would send as it opens, with `said` over it."""
    form = browser.get(RENEW).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in shown.items() if value not in (None, False)} | said


def test_who_may_renew_and_who_may_see_past_holders(
    signed_in: SignIn, council: Forum, chair: Person, administrator: Person, member: Person, coordinator: Person,
    stranger: Person,
) -> None:  # fmt: skip
    people = [chair, administrator, member, coordinator, stranger]
    assert [signed_in(person).get(RENEW).status_code for person in people] == [200, 200, 403, 403, 404]
    assert [signed_in(person).get(PAST).status_code for person in people] == [200, 200, 200, 403, 404]


def test_all_seats_are_looked_at_and_then_renewed(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person, secretary: Person
) -> None:
    browser = signed_in(chair)
    seat = Seat.objects.get(memberships__person=secretary)
    typed = typed_in(browser, **{f"{seat.pk.hex}_what": "replace", f"{seat.pk.hex}_name": "Nils Ny"})
    look = browser.post(RENEW, typed | {"look": "1"})
    assert (look.status_code, "Nils Ny" in look.content.decode()) == (200, True)
    assert Membership.objects.count() == 5
    assert browser.post(RENEW, typed | {"save": "1"})["Location"] == SEATS
    held = Membership.objects.on(date(2027, 1, 1)).order_by("seat__position")
    assert [one.person.name for one in held] == [
        "Karin Ordforande",
        "Nils Ny",
        "Mikael Ledamot",
        "Eva Ersättare",
        "Olle Observatör",
    ]
    assert {one.ends_on for one in held} == {date(2030, 12, 31)}


def test_a_mistake_keeps_what_was_typed_at_its_seat(
    now: datetime, signed_in: SignIn, council: Forum, chair: Person
) -> None:
    browser = signed_in(chair)
    vacant = Seat.objects.get(forum=council, memberships=None)
    typed = typed_in(browser, **{f"{vacant.pk.hex}_what": "replace", "ends_on": "2031-12-31"})
    for button in ("look", "save"):
        answer = browser.post(RENEW, typed | {button: "1"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"{vacant.pk.hex}_person"])
        assert 'value="2031-12-31"' in answer.content.decode()


def test_one_term(now: datetime, signed_in: SignIn, council: Forum, chair: Person, member: Person) -> None:
    Membership.objects.filter(person=member).update(ends_on=date(2026, 12, 31))
    held = Membership.objects.get(person=member)
    address = f"/memberships/{held.pk}/renew/"
    assert address in signed_in(chair).get(SEATS).content.decode()
    assert signed_in(member).get(address).status_code == 403
    answer = signed_in(chair).post(address, {"version": held.version, "ends_on": "2030-12-31"})
    assert answer["Location"] == SEATS
    assert Membership.objects.filter(person=member, starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31)).exists()


def test_past_holders_are_those_of_this_forum_and_protected_ones_are_not_named(
    now: datetime, signed_in: SignIn, council: Forum, school_group: Forum, chair: Person, host: Organisation
) -> None:
    hidden = make_person(name="Hemlig Person", organisation=host, protected=True)
    former = make_person(name="Föregående Ordförande", organisation=host)
    seat = Seat.objects.get(memberships__person=chair)
    make_membership(seat=seat, person=former, starts_on=date(2019, 1, 1), ends_on=date(2020, 12, 31))
    make_membership(seat=seat, person=hidden, starts_on=date(2021, 1, 1), ends_on=date(2022, 12, 31))
    other = Seat.objects.get(forum=school_group)
    make_membership(seat=other, person=chair, starts_on=date(2021, 1, 1), ends_on=date(2022, 12, 31))
    html = signed_in(chair).get(PAST).content.decode()
    assert ["Föregående Ordförande" in html, "Hemlig Person" in html, "Läcker" in html] == [True, False, False]


def test_the_number_of_queries_does_not_grow(
    now: datetime, signed_in: SignIn, host: Organisation, administrator: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = signed_in(administrator)
    for number in (1, 3):
        forum = make_forum(organisation=host, name=f"Forum {number}")
        for place in range(number):
            person = make_person(name=f"Person {number} {place}", organisation=host)
            make_seat(forum=forum, organisation=host, person=person)
        with django_assert_num_queries(8):
            assert browser.get(f"/forums/forum-{number}/seats/renew/").status_code == 200
