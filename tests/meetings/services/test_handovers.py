"""An action goes from the council to the network: asked, taken or refused, with the chain on both sides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from forum.enums import MessageKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import OutboxMessage, PersonActor, Reminder
from meetings.enums import ActionState, DueKind, HandoverState
from meetings.models import ActionItem, Handover
from meetings.services.actions import Actor, Owner, change_state, give_action
from meetings.services.handovers import hand_over_action, refuse_handover, take_over_action, withdraw_handover
from tests.factories import make_action, make_forum, make_item, make_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Person

OURS = Owner(address="kansli@demo.example")


@pytest.fixture
def action(council: Forum, now: datetime) -> ActionItem:
    item = make_item(meeting=make_meeting(forum=council), title="Hemlig punkt")
    dated = {"due_kind": DueKind.DATE, "due_on": date(2026, 12, 15)}
    return give_action(item=item, text="Ta fram statistik", owner=Owner(address="rektor@demo.example"), **dated)  # type: ignore[arg-type]


def _ask(action: ActionItem, forum: Forum, by: Person | None = None) -> Handover:
    return hand_over_action(action_id=action.pk, version=None, forum=forum, reason="Hela länet", handed_by=by)


def _letters() -> list[tuple[str, str]]:
    return list(
        OutboxMessage.objects.filter(kind=MessageKind.HANDOVER).order_by("pk").values_list("recipient", "subject")
    )


def test_asking_tells_the_other_secretary_and_leaves_the_action_where_it_is(
    action: ActionItem, network: Forum, secretary: Person, chair: Person
) -> None:
    handover = _ask(action, network, chair)
    assert (handover.state, handover.text, handover.reason, handover.handed_by) == (
        HandoverState.WAITING, "Ta fram statistik", "Hela länet", chair,
    )  # fmt: skip
    assert (action.refreshed().state, [row.text for row in action.updates.all()]) == (
        ActionState.OPEN,
        ["Länsnätverket: Hela länet"],
    )
    assert [recipient for recipient, _subject in _letters()] == [secretary.email]


def test_taking_gives_it_anew_in_the_other_forum_and_ends_it_here(
    action: ActionItem, council: Forum, network: Forum, secretary: Person
) -> None:
    ahead = make_meeting(forum=network)
    make_action(origin=make_item(meeting=ahead), text="Annat")
    handover = _ask(action, network)
    taken = take_over_action(handover_id=handover.pk, text="Statistik för länet", owner=OURS, taken_by=secretary)
    action, handover = action.refreshed(), handover.refreshed()
    assert (taken.forum, taken.number, taken.text, taken.origin.meeting) == (network, 2, "Statistik för länet", ahead)
    assert taken.origin.title == "Uppdrag från Forum brottsförebyggande rådet: Ta fram statistik"
    assert (action.state, action.finished_at is not None) == (ActionState.HANDED_OVER, True)
    assert (handover.state, handover.became, handover.answered_by) == (HandoverState.TAKEN, taken, secretary)
    assert not Reminder.objects.planned().filter(object_id=action.pk).exists()
    assert len(_letters()) == 2
    with pytest.raises(ConflictError):
        change_state(action_id=action.pk, version=None, state=ActionState.OPEN, actor=Actor())
    with pytest.raises(ConflictError):
        take_over_action(handover_id=handover.pk, text="Igen", owner=OURS, taken_by=secretary)
    assert ActionItem.objects.filter(forum=network).count() == 2


def test_a_chain_of_three_forums(action: ActionItem, network: Forum, council: Forum, secretary: Person) -> None:
    make_meeting(forum=network)
    first = take_over_action(handover_id=_ask(action, network).pk, text="Till länet", owner=OURS, taken_by=None)
    back = take_over_action(handover_id=_ask(first, council).pk, text="Och åter", owner=OURS, taken_by=None)
    assert (back.came_from.action, back.came_from.action.came_from.action) == (first, action)


def test_refusing_and_taking_back_leave_it_open_and_let_another_be_asked(
    action: ActionItem, network: Forum, secretary: Person
) -> None:
    handover = _ask(action, network)
    with pytest.raises(ConflictError):
        _ask(action, network)
    with pytest.raises(InvalidInputError):
        refuse_handover(handover_id=handover.pk, reason=" ", answered_by=secretary)
    refuse_handover(handover_id=handover.pk, reason="Polisen har den", answered_by=secretary)
    assert (handover.refreshed().state, action.refreshed().state) == (HandoverState.REFUSED, ActionState.OPEN)
    again = _ask(action, network)
    withdraw_handover(handover_id=again.pk, withdrawn_by=secretary)
    assert again.refreshed().state == HandoverState.WITHDRAWN
    with pytest.raises(ConflictError):
        refuse_handover(handover_id=again.pk, reason="Nej", answered_by=secretary)


def test_what_is_refused(action: ActionItem, council: Forum, network: Forum, host: Organisation) -> None:
    empty = make_forum(organisation=host, name="Ingen svarar")
    for forum in (council, empty):
        with pytest.raises(InvalidInputError) as error:
            _ask(action, forum)
        assert error.value.field == "forum"
    with pytest.raises(StaleVersionError):
        hand_over_action(action_id=action.pk, version=9, forum=network, reason="Hela länet", handed_by=None)
    with pytest.raises(InvalidInputError):
        hand_over_action(action_id=action.pk, version=None, forum=network, reason="", handed_by=None)
    handover = _ask(action, network)
    with pytest.raises(ConflictError):  # no meeting ahead
        take_over_action(handover_id=handover.pk, text="Ja", owner=OURS, taken_by=None)
    make_meeting(forum=network)
    change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=Actor())
    with pytest.raises(ConflictError):  # finished meanwhile
        take_over_action(handover_id=handover.pk, text="Ja", owner=OURS, taken_by=None)
    with pytest.raises(ConflictError):
        _ask(action, network)
    assert ActionItem.objects.filter(forum=network).count() == 0


def test_the_question_is_read_by_both_sides_and_nobody_else(
    action: ActionItem, network: Forum, secretary: Person, chair: Person, member: Person, stranger: Person,
    administrator: Person,
) -> None:  # fmt: skip
    handover = _ask(action, network)
    seen = [
        Handover.objects.visible_to(PersonActor(p)).count() for p in (secretary, chair, member, stranger, administrator)
    ]
    assert (handover.text, seen) == ("Ta fram statistik", [1, 1, 0, 0, 0])
