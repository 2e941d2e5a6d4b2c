from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Forum, Membership

if TYPE_CHECKING:
    from forum.models import Organisation, Person
    from tests.conftest import SignIn

NEW = "/forums/new/"


def typed(**changes: str) -> dict[str, str]:
    return {"name": "EST-gruppen", "kind": "est", "organisation_code": "0486", "minutes_form": "notes"} | changes


def test_who_may_write_a_forum_in(signed_in: SignIn, official: Person, administrator: Person, stranger: Person) -> None:
    people = [official, administrator, stranger]
    assert [signed_in(person).get(NEW).status_code for person in people] == [200, 200, 403]


def test_an_official_gets_the_secretarys_seat_even_unasked(signed_in: SignIn, official: Person) -> None:
    answer = signed_in(official).post(NEW, typed())
    assert (answer.status_code, answer["Location"]) == (302, "/forums/est-gruppen/")
    seats = Membership.objects.values_list("person__name", "seat__office", "seat__forum__name")
    assert list(seats) == [("Hanna Handläggare", "secretary", "EST-gruppen")]
    assert signed_in(official).get("/forums/est-gruppen/").status_code == 200


def test_an_administrator_need_not_sit(signed_in: SignIn, administrator: Person) -> None:
    assert signed_in(administrator).post(NEW, typed(organisation_code="0484", external="on")).status_code == 302
    found = Forum.objects.get()
    assert (found.organisation.name, found.external, found.seats.count()) == ("Eskilstuna kommun", True, 0)


def test_the_same_name_and_a_missing_name_are_told(signed_in: SignIn, official: Person, host: Organisation) -> None:
    browser = signed_in(official)
    browser.post(NEW, typed())
    again = browser.post(NEW, typed(name="EST-gruppen "))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    missing = browser.post(NEW, typed(name="", organisation_code="9999", kind="sip"))
    assert sorted(missing.context["form"].errors) == ["kind", "name", "organisation_code"]
    assert Forum.objects.count() == 1


def test_a_forum_called_new_gets_an_address_of_its_own(signed_in: SignIn, administrator: Person) -> None:
    assert signed_in(administrator).post(NEW, typed(name="New"))["Location"] == "/forums/new-2/"
