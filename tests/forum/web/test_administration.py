from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from forum.errors import InvalidInputError
from forum.models import ApiClient, Organisation, OutboxMessage, Person, Unit
from forum.services.accounts import update_person
from tests.factories import make_api_client, make_person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.conftest import SignIn

ORGANISATIONS, PEOPLE, CLIENTS = (f"/administration/{part}/" for part in ("organisations", "people", "api-clients"))


@pytest.mark.parametrize(
    "address", ["/administration/", ORGANISATIONS, f"{ORGANISATIONS}new/", PEOPLE, f"{PEOPLE}new/", CLIENTS]
)
def test_only_administrators_come_in(
    address: str, signed_in: SignIn, administrator: Person, official: Person, stranger: Person
) -> None:
    people = [administrator, official, stranger]
    assert [signed_in(person).get(address).status_code for person in people] == [200, 403, 403]


def organisation(**changes: str) -> dict[str, str]:
    return {"code": "malarbostader", "name": "Mälarbostäder", "kind": "company", "organisation_number": ""} | changes


@pytest.mark.parametrize("number", ["123", "212000-0143", "811218-9876", "19811218-9876"])
def test_a_wrong_or_a_personal_number_is_told_and_kept(number: str, signed_in: SignIn, administrator: Person) -> None:
    answer = signed_in(administrator).post(f"{ORGANISATIONS}new/", organisation(organisation_number=number))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisation_number"])
    assert f'value="{number}"' in answer.content.decode()
    assert not Organisation.objects.filter(code="malarbostader").exists()


def test_an_organisation_is_added_changed_and_given_a_unit(signed_in: SignIn, administrator: Person) -> None:
    browser, here = signed_in(administrator), f"{ORGANISATIONS}malarbostader/"
    assert (
        browser.post(f"{ORGANISATIONS}new/", organisation(mail_domains="@Malar.example, x.example"))["Location"] == here
    )
    again = browser.post(f"{ORGANISATIONS}new/", organisation())
    assert list(again.context["form"].errors) == ["code"]
    made = Organisation.objects.get(code="malarbostader")
    assert made.mail_domains == ["malar.example", "x.example"]
    changed = organisation(organisation_number="556036-0793", version=str(made.version))
    assert browser.post(here, changed).status_code == 302
    assert Organisation.objects.get(code="malarbostader").organisation_number == "556036-0793"
    stale = browser.post(here, changed | {"name": "Mälarbostäder AB", "organisation_number": "556036-0793"})
    assert (stale.status_code, [row["label"] for row in stale.context["form"].conflict]) == (409, ["Name"])
    unit = {"name": "Trygghet", "kind": "department"}
    assert [browser.post(f"{here}units/new/", unit).status_code for _press in range(2)] == [302, 422]
    assert list(Unit.objects.values_list("name", flat=True)) == ["Trygghet"]


def person(**changes: str) -> dict[str, str]:
    return {"name": "Nils Ny", "email": "nils@demo.example", "language": "sv"} | changes


def test_a_person_is_added_and_invited_in_one_act(signed_in: SignIn, administrator: Person) -> None:
    assert signed_in(administrator).post(f"{PEOPLE}new/", person(invite="on")).status_code == 302
    assert list(OutboxMessage.objects.values_list("kind", "recipient")) == [("invitation", "nils@demo.example")]


def test_an_address_that_is_taken_is_told_and_nothing_is_written(
    signed_in: SignIn, administrator: Person, official: Person
) -> None:
    answer = signed_in(administrator).post(f"{PEOPLE}new/", person(email="Official@demo.example", invite="on"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert (Person.objects.count(), OutboxMessage.objects.count()) == (2, 0)


def test_an_invitation_without_an_address_writes_nothing(signed_in: SignIn, administrator: Person) -> None:
    answer = signed_in(administrator).post(f"{PEOPLE}new/", person(email="", invite="on"))
    assert (answer.status_code, Person.objects.count()) == (422, 1)


def test_a_person_is_changed_and_a_stale_version_shows_both(
    signed_in: SignIn, administrator: Person, official: Person, host: Organisation
) -> None:
    browser, here = signed_in(administrator), f"{PEOPLE}{official.pk}/"
    typed = person(name="Hanna", email="hanna@demo.example", organisation=str(host.pk), version=str(official.version))
    assert browser.post(here, typed).status_code == 302
    saved = Person.objects.get(pk=official.pk)
    assert (saved.email, list(saved.emailaddress_set.values_list("email", "verified"))) == (  # type: ignore[attr-defined]
        "hanna@demo.example",
        [("hanna@demo.example", True)],
    )
    assert browser.post(here, typed | {"name": "Hanna H"}).status_code == 409
    taken = browser.post(here, typed | {"email": "administrator@demo.example", "version": str(saved.version)})
    assert list(taken.context["form"].errors) == ["email"]


def test_a_name_longer_than_its_column_is_told_at_the_field(official: Person) -> None:
    with pytest.raises(InvalidInputError) as error:
        update_person(person_id=official.pk, version=None, name="x" * 201)
    assert (error.value.field, error.value.code) == ("name", "too_long")


def test_the_last_administrator_stays(signed_in: SignIn, administrator: Person) -> None:
    browser, here = signed_in(administrator), f"{PEOPLE}{administrator.pk}/"
    typed = person(name="Adam", email="administrator@demo.example")
    assert list(browser.post(here, typed).context["form"].errors) == ["is_administrator"]
    browser.post(f"{here}deactivate/")
    assert Person.objects.get(pk=administrator.pk).is_active


def test_somebody_shut_out_is_out_at_once_and_may_come_back(
    signed_in: SignIn, administrator: Person, official: Person
) -> None:
    browser, theirs, here = signed_in(administrator), signed_in(official), f"{PEOPLE}{official.pk}/"
    assert [browser.post(f"{here}deactivate/").status_code for _press in range(2)] == [302, 302]
    assert theirs.get("/forums/").status_code == 302
    assert browser.post(f"{here}invite/").status_code == 404
    assert browser.post(f"{here}reactivate/").status_code == 302
    assert theirs.get("/forums/").status_code == 200


def test_a_protected_persons_address_is_not_listed(signed_in: SignIn, administrator: Person, official: Person) -> None:
    update_person(person_id=official.pk, version=None, protected=True)
    html = signed_in(administrator).get(f"{PEOPLE}?q=official").content.decode()
    assert ("Hanna" in html, "official@demo" in html) == (False, False)


def test_a_client_shows_its_secret_once(signed_in: SignIn, administrator: Person, police: Organisation) -> None:
    browser = signed_in(administrator)
    typed = {"organisation": str(police.pk), "scopes": ["meetings:read"], "once": str(uuid.uuid4())}
    shown = browser.post(f"{CLIENTS}new/", typed)
    client = ApiClient.objects.get()
    assert (shown.status_code, client.client_id in shown.content.decode()) == (200, True)
    assert shown.context["secret"] != client.client_secret
    assert browser.post(f"{CLIENTS}new/", typed)["Location"] == CLIENTS
    assert ApiClient.objects.count() == 1
    assert [browser.post(f"{CLIENTS}{client.pk}/revoke/").status_code for _press in range(2)] == [302, 302]
    assert ApiClient.objects.get().revoked_at is not None


def test_a_client_without_scope_is_told(signed_in: SignIn, administrator: Person, police: Organisation) -> None:
    answer = signed_in(administrator).post(f"{CLIENTS}new/", {"organisation": str(police.pk), "scopes": ["root"]})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scopes"])


@pytest.mark.parametrize(("address", "statements"), [(ORGANISATIONS, 5), (PEOPLE, 5), (CLIENTS, 5)])
def test_the_number_of_statements_is_constant(
    address: str, statements: int, signed_in: SignIn, administrator: Person, django_assert_num_queries: DjangoAssertNumQueries,
    police: Organisation, county_board: Organisation, neighbour: Organisation,
) -> None:  # fmt: skip
    browser = signed_in(administrator)
    make_api_client(organisation=police)
    for _round in range(2):
        with django_assert_num_queries(statements):
            assert browser.get(address).status_code == 200
        for other in (county_board, neighbour):
            make_api_client(organisation=other, client_id=f"{other.code}-{_round}")
            make_person(name=f"Somebody {other.code} {_round}", organisation=other)
