from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from forum.errors import ConflictError, InvalidInputError
from forum.models import Membership, Person
from forum.selectors.people import people_at
from forum.services.accounts import update_person
from forum.services.people import create_person
from meetings.models import ActionItem
from meetings.services.merging import merge_people
from tests.factories import make_action, make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from forum.models import Forum, Organisation
    from tests.conftest import SignIn


@pytest.fixture
def double(host: Organisation, council: Forum) -> Person:
    """The secretary once more, with a seat and an action."""
    person = make_person(name="Sara Sekreterare", email="sara@demo.example", organisation=host, title="Utredare")
    make_seat(forum=council, organisation=host, role_title="Utredare", person=person)
    make_action(origin=make_item(meeting=make_meeting(forum=council)), owner_person=person)
    return person


def test_only_administrators_merge(
    signed_in: SignIn, secretary: Person, chair: Person, administrator: Person, council: Forum
) -> None:
    address = f"/administration/people/{secretary.pk}/merge/"
    assert [signed_in(one).get(address).status_code for one in (administrator, chair)] == [200, 403]


def test_what_moves_is_looked_at_and_then_moved(
    signed_in: SignIn, administrator: Person, secretary: Person, double: Person
) -> None:
    browser, address = signed_in(administrator), f"/administration/people/{secretary.pk}/merge/"
    look = browser.post(address, {"double": str(double.pk), "look": "1"})
    assert (look.status_code, look.context["rows"]) == (200, [("Seats held", 1), ("Actions", 1)])
    assert Membership.objects.filter(person=double).count() == 1
    answer = browser.post(address, {"double": str(double.pk), "version": double.version, "save": "1"})
    assert answer["Location"] == f"/administration/people/{secretary.pk}/"
    assert (Membership.objects.filter(person=secretary).count(), ActionItem.objects.get().owner_person) == (
        2,
        secretary,
    )
    gone, kept = double.refreshed(), secretary.refreshed()
    assert (gone.is_active, gone.email, gone.merged_into) == (False, None, secretary)
    assert (kept.email, kept.title) == ("secretary@demo.example", "Utredare")
    assert "sara@demo.example" not in browser.get("/administration/people/?q=Sara").content.decode()


def test_an_address_that_is_lacking_comes_along(host: Organisation, double: Person) -> None:
    kept = make_person(name="Sara Sekreterare", organisation=host)
    merge_people(kept_id=kept.pk, double_id=double.pk)
    assert kept.refreshed().email == "sara@demo.example"


def test_neither_an_administrator_nor_oneself_is_a_double(administrator: Person, double: Person) -> None:
    with pytest.raises(ConflictError):
        merge_people(kept_id=double.pk, double_id=administrator.pk)
    with pytest.raises(InvalidInputError):
        merge_people(kept_id=double.pk, double_id=double.pk)


def test_the_double_lives_on_as_a_further_address(
    signed_in: SignIn, administrator: Person, secretary: Person, double: Person, council: Forum
) -> None:
    merge_people(kept_id=secretary.pk, double_id=double.pk)
    secretary.set_password("ett-langt-losenord")
    secretary.save()
    browser = Client()
    assert browser.login(email="sara@demo.example", password="ett-langt-losenord")
    assert people_at(["sara@demo.example", "secretary@demo.example"]) == {
        "sara@demo.example": secretary,
        "secretary@demo.example": secretary,
    }
    with pytest.raises(ConflictError):
        create_person(name="Sara Igen", email="sara@demo.example")
    update_person(person_id=secretary.pk, version=None, email="ny@demo.example")
    page = f"/administration/people/{secretary.pk}/"
    [further] = signed_in(administrator).get(page).context["further"]
    assert further.email == "sara@demo.example"
    assert signed_in(administrator).post(f"{page}addresses/{further.pk}/forget/").status_code == 302
    assert people_at(["sara@demo.example"]) == {}


@pytest.mark.parametrize("changed", ["kept", "double"])
def test_who_changed_after_the_look_is_looked_at_again(
    changed: str, signed_in: SignIn, administrator: Person, secretary: Person, double: Person
) -> None:
    browser, address = signed_in(administrator), f"/administration/people/{secretary.pk}/merge/"
    seen = {"double": str(double.pk), "version": double.version, "kept_version": secretary.version, "save": "1"}
    Person.objects.filter(pk={"kept": secretary, "double": double}[changed].pk).update(title="Ny titel")
    again = browser.post(address, seen)
    assert (again.status_code, double.refreshed().merged_into) == (409, None)
    now = {"version": double.refreshed().version, "kept_version": secretary.refreshed().version}
    assert f'name="kept_version" value="{now["kept_version"]}"' in again.content.decode()
    assert browser.post(address, seen | now).status_code == 302
