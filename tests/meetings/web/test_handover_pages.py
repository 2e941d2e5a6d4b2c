from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import Office
from meetings.enums import ActionState, HandoverState, UpdateKind
from meetings.models import ActionItem, Handover
from meetings.services.actions import Actor, change_state
from meetings.services.handovers import hand_over_action
from tests.conftest import LEAK
from tests.factories import make_action, make_forum, make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HANDOVER_QUERIES = 11


@pytest.fixture
def keeper(host: Organisation) -> Person:
    return make_person(name="Greta Gruppsekreterare", email="keeper@demo.example", organisation=host)


@pytest.fixture
def group(host: Organisation, keeper: Person, now: datetime) -> Forum:
    """Another forum, with a secretary who has no seat in the council."""
    group = make_forum(organisation=host, name="Skolgruppen")
    make_seat(forum=group, organisation=host, office=Office.SECRETARY, role_title="Sekreterare", person=keeper)
    make_meeting(forum=group)
    return group


@pytest.fixture
def action(council: Forum, group: Forum) -> ActionItem:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    item = make_item(meeting=make_meeting(forum=council), title=f"{LEAK} punkt", notes=f"{LEAK} ord")
    return make_action(origin=item, text="Ta fram statistik", owner_seat=seat)


@pytest.fixture
def asked(action: ActionItem, group: Forum) -> Handover:
    return hand_over_action(action_id=action.pk, version=None, forum=group, reason="Skolans sak", handed_by=None)


def test_the_secretary_asks_a_forum_that_she_knows(
    action: ActionItem, network: Forum, group: Forum, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    address = f"/actions/{action.pk}/hand-over/"
    browser = signed_in(secretary)
    page = browser.get(f"/actions/{action.pk}/").text
    assert ("Länsnätverket" in page, "Skolgruppen" in page) == (True, False)
    assert signed_in(member).post(address, {"hand-forum": str(network.pk)}).status_code == 403
    refused = browser.post(address, {"hand-forum": str(network.pk), "hand-reason": ""})
    elsewhere = browser.post(address, {"hand-forum": str(group.pk), "hand-reason": "Hela länet"})
    assert (refused.status_code, elsewhere.status_code, "Hela länet" in elsewhere.text) == (422, 422, True)
    stale = browser.post(address, {"hand-forum": str(network.pk), "hand-reason": "Hela länet", "hand-version": "9"})
    assert stale.status_code == 409
    assert browser.post(address, {"hand-forum": str(network.pk), "hand-reason": "Hela länet"}).status_code == 302
    assert "has been asked to take it over" in browser.get(f"/actions/{action.pk}/").text


def test_the_other_secretary_takes_it_and_both_see_the_chain(
    asked: Handover, action: ActionItem, group: Forum, keeper: Person, secretary: Person, signed_in: SignIn
) -> None:
    browser, page = signed_in(keeper), f"/actions/handovers/{asked.pk}/"
    text = browser.get(page).text
    assert ("Skolans sak" in text, "Ta fram statistik" in text, LEAK in text) == (True, True, False)
    seat = group.seats.get()
    data = {"take-text": "Statistik från skolorna", "take-owner": f"seat:{seat.pk}", "take-due_kind": "ongoing"}
    assert browser.post(f"{page}take/", {**data, "take-owner": ""}).status_code == 422
    answer = browser.post(f"{page}take/", data)
    taken = ActionItem.objects.get(forum=group)
    assert (answer.status_code, answer["Location"]) == (302, f"/actions/{taken.pk}/")

    theirs, ours = browser.get(f"/actions/{taken.pk}/").text, signed_in(secretary).get(f"/actions/{action.pk}/").text
    assert ("Forum brottsförebyggande rådet" in theirs, LEAK in theirs) == (True, False)
    assert (f"/actions/{action.pk}/" in theirs, f"/actions/{taken.pk}/" in ours) == (False, False)
    assert ("Skolgruppen" in ours, "Handed over" in ours, "Take it up again" in ours) == (True, True, False)
    assert [row.pk for row in signed_in(secretary).get("/actions/?state=handed_over").context["page"].rows] == [
        action.pk
    ]


def test_no_with_a_reason_and_the_question_taken_back(
    asked: Handover, action: ActionItem, group: Forum, keeper: Person, secretary: Person, signed_in: SignIn
) -> None:
    page = f"/actions/handovers/{asked.pk}/"
    assert signed_in(keeper).post(f"{page}refuse/", {"refuse-reason": ""}).status_code == 422
    assert signed_in(keeper).post(f"{page}withdraw/").status_code == 403
    assert signed_in(secretary).post(f"{page}refuse/", {"refuse-reason": "Nej"}).status_code == 403
    signed_in(keeper).post(f"{page}refuse/", {"refuse-reason": "Polisen har den"})
    assert "Polisen har den" in signed_in(secretary).get(f"/actions/{action.pk}/").text
    again = hand_over_action(action_id=action.pk, version=None, forum=group, reason="Ändå", handed_by=None)
    signed_in(secretary).post(f"/actions/handovers/{again.pk}/withdraw/")
    assert [row.state for row in Handover.objects.all()] == [HandoverState.REFUSED, HandoverState.WITHDRAWN]


def test_strangers_and_ordinary_members_of_the_other_forum_find_nothing(
    asked: Handover, group: Forum, stranger: Person, host: Organisation, signed_in: SignIn
) -> None:
    ordinary = make_person(name="Ledamot", email="ordinary@demo.example", organisation=host)
    make_seat(forum=group, organisation=host, person=ordinary)
    for person in (stranger, ordinary):
        for rest in ("", "take/", "refuse/", "withdraw/"):
            browser = signed_in(person)
            address = f"/actions/handovers/{asked.pk}/{rest}"
            assert (browser.post(address) if rest else browser.get(address)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_question_costs_a_constant_number_of_statements(
    asked: Handover, group: Forum, keeper: Person, host: Organisation, signed_in: SignIn, number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(number):
        make_seat(forum=group, organisation=host)
    browser = signed_in(keeper)
    with django_assert_num_queries(HANDOVER_QUERIES):
        browser.get(f"/actions/handovers/{asked.pk}/")


def test_not_my_task_goes_back_by_the_page(
    action: ActionItem, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    address = f"/actions/{action.pk}/send-back/"
    assert signed_in(secretary).post(address, {"return-text": "x"}).status_code == 403
    assert signed_in(member).post(address, {"return-text": "Kommunpolisen"}).status_code == 302
    (update,) = action.updates.all()
    assert (update.kind, update.text, update.by_person) == (UpdateKind.RETURNED, "Kommunpolisen", member)


def test_a_slip_is_undone_on_the_page(action: ActionItem, member: Person, signed_in: SignIn) -> None:
    change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=Actor(person=member))
    browser = signed_in(member)
    assert "Undo, it is not done" in browser.get(f"/actions/{action.pk}/").text
    browser.post(f"/actions/{action.pk}/undo/")
    assert action.refreshed().state == ActionState.OPEN
