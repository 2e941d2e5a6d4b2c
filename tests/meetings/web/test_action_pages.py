from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meetings.enums import ActionState, DueKind, UpdateKind
from meetings.models import ActionItem, ActionLink, ActionUpdate
from meetings.services.actions import Actor, change_state
from tests.factories import make_action, make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

LIST_QUERIES = 8
PAGE_QUERIES = 17


@pytest.fixture
def action(now: datetime, council: Forum) -> ActionItem:
    """The member's, due on 1 December."""
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    item = make_item(meeting=make_meeting(forum=council), title="Hemlig punkt")
    return make_action(
        origin=item, text="Ta fram statistik", owner_seat=seat, due_kind=DueKind.DATE, due_on=date(2026, 12, 1)
    )


def page(action: ActionItem, rest: str = "") -> str:
    return f"/actions/{action.pk}/{rest}"


def test_the_owner_sees_it_at_once_and_others_do_not(
    action: ActionItem, member: Person, substitute: Person, stranger: Person, signed_in: SignIn
) -> None:
    assert "Ta fram statistik" in signed_in(member).get("/actions/").text
    assert signed_in(member).get(page(action)).status_code == 200
    for person in (substitute, stranger):
        assert "Ta fram statistik" not in signed_in(person).get("/actions/").text
        assert signed_in(person).get(page(action)).status_code == 404


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ["Försenat", "Ta fram statistik"]),
        ("?state=overdue", ["Försenat"]),
        ("?state=done", ["Gjort"]),
        ("?state=all", ["Försenat", "Gjort", "Ta fram statistik"]),
        ("?whose=mine", []),
        ("?forum=forum-brottsforebyggande-radet&state=done", ["Gjort"]),
        ("?state=rubbish&forum=nowhere&whose=x", ["Försenat", "Ta fram statistik"]),
    ],
)
def test_filters_live_in_the_address(
    action: ActionItem, secretary: Person, signed_in: SignIn, address: str, shown: list[str]
) -> None:
    make_action(origin=action.origin, text="Försenat", due_kind=DueKind.DATE, due_on=date(2026, 11, 2))
    make_action(origin=action.origin, text="Gjort", state=ActionState.DONE)

    text = signed_in(secretary).get(f"/actions/{address}").text

    assert [words for words in ("Försenat", "Gjort", "Ta fram statistik") if f"{words}</a>" in text] == shown


def test_the_owner_finishes_and_takes_up_again(action: ActionItem, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)

    browser.post(page(action, "state/"), {"state": "done", "version": action.version})
    action.refresh_from_db()
    assert action.state == ActionState.DONE

    browser.post(page(action, "state/"), {"state": "in_progress", "version": action.version})
    action.refresh_from_db()
    assert action.state == ActionState.IN_PROGRESS
    assert [update.by_person for update in ActionUpdate.objects.all()] == [member, member]


def test_a_new_day_needs_a_reason(action: ActionItem, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)

    response = browser.post(page(action, "due/"), {"due-due_on": "2026-12-11", "due-reason": ""})
    assert response.status_code == 422
    assert "2026-12-11" in response.text
    assert browser.post(page(action, "due/"), {"due-due_on": "2026-01-01", "due-reason": "Sjuk"}).status_code == 422
    assert (
        browser.post(
            page(action, "due/"), {"due-due_on": "2026-12-11", "due-reason": "Sjuk", "due-version": action.version}
        ).status_code
        == 302
    )

    action.refresh_from_db()
    assert action.due_on == date(2026, 12, 11)
    assert "Sjuk" in browser.get(page(action)).text


def test_the_later_writer_sees_that_somebody_was_first(action: ActionItem, member: Person, signed_in: SignIn) -> None:
    change_state(action_id=action.pk, version=None, state=ActionState.IN_PROGRESS, actor=Actor())

    response = signed_in(member).post(
        page(action, "due/"), {"due-due_on": "2026-12-11", "due-reason": "Sjuk", "due-version": action.version}
    )

    assert response.status_code == 409
    assert "Sjuk" in response.text


def test_notes_and_closing(action: ActionItem, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)
    browser.post(page(action, "note/"), {"note-text": "Beställt."})
    assert browser.post(page(action, "close/"), {"close-reason": ""}).status_code == 422
    browser.post(page(action, "close/"), {"close-reason": "Inte längre aktuellt."})

    action.refresh_from_db()
    assert (action.state, action.closed_reason) == (ActionState.CLOSED, "Inte längre aktuellt.")
    assert [update.kind for update in ActionUpdate.objects.order_by("pk")] == [UpdateKind.NOTE, UpdateKind.STATE]


def test_the_secretary_gives_it_to_somebody_else(
    action: ActionItem, secretary: Person, member: Person, police: Organisation, signed_in: SignIn
) -> None:
    link = ActionLink.objects.create(
        action=action, digest="x", address="member@demo.example", expires_at="2027-01-01T00:00Z"
    )
    assert signed_in(member).post(page(action, "owner/"), {"owner-owner": f"org:{police.pk}"}).status_code == 403

    response = signed_in(secretary).post(
        page(action, "owner/"), {"owner-owner": f"org:{police.pk}", "owner-version": action.version}
    )

    assert response.status_code == 302
    action.refresh_from_db()
    link.refresh_from_db()
    assert (action.owner_seat, action.owner_organisation) == (None, police)
    assert link.revoked_at is not None


def test_members_who_do_not_own_it_may_not_change_it(
    action: ActionItem, council: Forum, chair: Person, host: Organisation, signed_in: SignIn
) -> None:
    colleague = make_person(name="Kollega", email="colleague@demo.example", organisation=host)
    make_seat(forum=council, organisation=host, person=colleague)
    browser = signed_in(colleague)

    assert browser.get(page(action)).status_code == 200
    assert browser.post(page(action, "state/"), {"state": "done"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_a_constant_number_of_statements(
    action: ActionItem,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number - 1):
        make_action(origin=action.origin, text=f"Uppdrag {index}", owner_seat=action.owner_seat)
    browser = signed_in(secretary)

    with django_assert_num_queries(LIST_QUERIES):
        browser.get("/actions/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_a_constant_number_of_statements(
    action: ActionItem,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(secretary)
    for index in range(number):
        browser.post(page(action, "note/"), {"note-text": f"Anteckning {index}"})

    with django_assert_num_queries(PAGE_QUERIES):
        browser.get(page(action))
