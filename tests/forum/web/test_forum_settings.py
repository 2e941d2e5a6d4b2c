from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Forum, ParagraphSeries
from tests.factories import make_person
from tests.forum.web.test_acting import SETTINGS, settings_of

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Person
    from tests.conftest import SignIn

SLUG = "forum-brottsforebyggande-radet"


def test_who_may_change_settings(
    signed_in: SignIn, council: Forum, chair: Person, secretary: Person, administrator: Person, member: Person,
    observer: Person, coordinator: Person, official: Person, stranger: Person,
) -> None:  # fmt: skip
    people = [chair, secretary, administrator, member, observer, coordinator, official, stranger]
    assert [signed_in(person).get(SETTINGS).status_code for person in people] == [
        200,
        200,
        200,
        403,
        403,
        403,
        404,
        404,
    ]
    assert [signed_in(person).post(SETTINGS, {}).status_code for person in people] == [
        422,
        422,
        422,
        403,
        403,
        403,
        404,
        404,
    ]


def test_the_settings_are_saved(signed_in: SignIn, chair: Person, council: Forum) -> None:
    answer = signed_in(chair).post(SETTINGS, settings_of(council, name="Rådet", parent_body="Kommunstyrelsen"))
    assert (answer.status_code, answer["Location"]) == (302, f"/forums/{SLUG}/")
    saved = Forum.objects.get()
    assert (saved.name, saved.parent_body) == ("Rådet", "Kommunstyrelsen")


def test_a_wrong_address_is_told_at_its_field_and_kept(signed_in: SignIn, chair: Person, council: Forum) -> None:
    answer = signed_in(chair).post(SETTINGS, settings_of(council, contact_address="not an address"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["contact_address"]
    assert 'value="not an address"' in answer.content.decode()
    assert Forum.objects.get().contact_address == ""


def test_the_first_paragraph_of_a_year(now: datetime, signed_in: SignIn, secretary: Person, council: Forum) -> None:
    address = f"{SETTINGS}first-paragraph/"
    assert signed_in(secretary).post(address, {"year": "2026", "first_number": "0"}).status_code == 422
    assert signed_in(secretary).post(address, {"year": "2026", "first_number": "41"}).status_code == 302
    assert list(ParagraphSeries.objects.values_list("year", "first_number")) == [(2026, 41)]


def test_only_administrators_archive_and_twice_is_once(
    signed_in: SignIn, chair: Person, administrator: Person, council: Forum
) -> None:
    address = f"/forums/{SLUG}/archive/"
    assert signed_in(chair).post(address, {"version": council.version}).status_code == 403
    browser = signed_in(administrator)
    assert [browser.post(address, {"version": council.version}).status_code for _press in range(2)] == [302, 302]
    assert Forum.objects.get().archived_at is not None


def test_the_number_of_statements_is_constant(
    signed_in: SignIn,
    chair: Person,
    council: Forum,
    host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(chair)
    for _round in range(2):
        with django_assert_num_queries(8):
            assert browser.get(SETTINGS).status_code == 200
        make_person(name="Another", organisation=host)
