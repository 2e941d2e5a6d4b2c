"""Who may do what: the table says what the policies answer for real people with real seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from forum.enums import Office
from forum.models import PersonActor
from meetings.web.powers import POWERS, powers_table
from tests.factories import make_person, make_seat

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn


def said() -> dict[str, dict[str, str]]:
    roles, rows = powers_table(None)
    return {
        str(power.label): {str(role.label): cell.kind for role, cell in zip(roles, cells, strict=True)}
        for power, cells in rows
    }


@pytest.mark.parametrize("office", Office)
def test_the_table_says_what_holds_for_a_real_holder_of_the_office(
    office: Office, council: Forum, police: Organisation
) -> None:
    person = make_person(name="Någon", organisation=police)
    make_seat(forum=council, organisation=police, office=office, person=person)
    actor, table = PersonActor(person), said()

    for power in POWERS:
        assert (table[str(power.label)][str(office.label)] == "yes") == power.ask(actor, council), power.label


def test_the_rules_that_everybody_asks_about(council: Forum) -> None:
    table = said()
    drafts, settings = table["Read drafts"], table["Change settings and seats"]

    assert (drafts["Secretary"], drafts["Member"], drafts["Observer"]) == ("yes", "some", "no")
    assert (settings["Administrator"], settings["Member"]) == ("yes", "no")
    assert table["Report on an action, give it another day"]["API client"] == "some"


def test_everybody_who_is_signed_in_reads_the_page(
    council: Forum, coordinator: Person, member: Person, signed_in: SignIn
) -> None:
    page = signed_in(member).get(reverse("powers")).content.decode()

    assert ("Prepare the agenda" in page, "Coordinator without a seat" in page) == (True, True)
