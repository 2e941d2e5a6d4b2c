"""Actions: given, changed, done, moved, sent back; every step leaves a line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import OutboxMessage
from meetings.enums import ActionState, Answer, DueKind, UpdateKind, Via
from meetings.models import ActionItem
from meetings.services.action_owners import edit_action
from meetings.services.actions import (
    Actor,
    Owner,
    add_note,
    change_state,
    give_action,
    move_due_date,
    return_action,
)
from tests.factories import make_action, make_item, make_meeting, make_unit

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Person
    from meetings.models import AgendaItem

BARE = Owner(address="Rektor@Skolan.Example")


@pytest.fixture
def item(council: Forum, now: datetime) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council))


def _lines(action: ActionItem) -> list[tuple[str, str]]:
    return [(row.kind.value, row.text) for row in action.updates.all()]


def test_numbers_run_in_the_forum_and_leave_its_version_alone(item: AgendaItem, network: Forum) -> None:
    other = make_item(meeting=make_meeting(forum=network))
    given = [give_action(item=one, text=" Ring  skolan\r\n", owner=BARE) for one in (item, item, other)]
    assert [(row.number, row.text, row.owner_address, row.state) for row in given] == [
        (number, " Ring  skolan", "rektor@skolan.example", ActionState.OPEN) for number in (1, 2, 1)
    ]
    assert (item.refreshed().answer, item.forum.refreshed().version) == (Answer.ACTION_GIVEN, 1)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": " "}, "text"),
        ({"owner": {}}, "owner"),
        ({"owner": {"address": "a@b.example", "organisation": "police"}}, "owner"),
        ({"owner": {"address": "ingen adress"}}, "owner_address"),
        ({"owner": {"seat": "network"}}, "owner_seat"),
        ({"owner": {"organisation": "police", "unit": "host"}}, "owner_unit"),
        ({"due_kind": DueKind.DATE}, "due_on"),
    ],
)
def test_what_is_refused(
    facts: dict[str, Any], field: str, item: AgendaItem, network: Forum, police: Organisation, host: Organisation
) -> None:
    rows = {"network": network.seats.first(), "police": police, "host": make_unit(organisation=host)}
    if "owner" in facts:
        facts = {"owner": Owner(**{name: rows.get(value, value) for name, value in facts["owner"].items()})}
    with pytest.raises(InvalidInputError) as error:
        give_action(**{"item": item, "text": "Gör", "owner": BARE, **facts})
    assert error.value.field == field
    assert (ActionItem.objects.count(), item.refreshed().answer) == (0, "")


def test_editing_keeps_the_old_day(item: AgendaItem) -> None:
    action = give_action(item=item, text="Gör", owner=BARE, due_kind=DueKind.DATE, due_on=date(2026, 12, 1))
    edited = edit_action(
        action_id=action.pk,
        version=1,
        text="Gör om",
        owner=Owner(organisation=item.forum.organisation),
        due_kind=DueKind.ONGOING,
        due_on=None,
        actor=Actor(),
    )
    assert (edited.text, edited.owner_address, edited.owner_organisation, edited.due_on) == (
        "Gör om",
        "",
        item.forum.organisation,
        None,
    )
    due, owner = action.updates.all()
    assert (due.kind, due.old_due_on, due.new_due_on) == (UpdateKind.DUE, date(2026, 12, 1), None)
    assert owner.kind == UpdateKind.OWNER
    with pytest.raises(StaleVersionError):
        edit_action(
            action_id=action.pk, version=1, text="X", owner=BARE, due_kind=DueKind.ONGOING, due_on=None, actor=Actor()
        )


def test_done_by_mail_link_twice_is_done_once(item: AgendaItem, now: datetime) -> None:
    action = make_action(origin=item)
    actor = Actor(address="rektor@skolan.example", via=Via.MAIL_LINK)
    for _ in range(2):
        done = change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=actor, text="Klart nu")
    assert (done.state, done.finished_at) == (ActionState.DONE, now)
    (update,) = action.updates.all()
    assert (update.kind, update.text, update.via, update.by_address, update.old_state, update.new_state) == (
        UpdateKind.STATE,
        "Klart nu",
        Via.MAIL_LINK,
        "rektor@skolan.example",
        "open",
        "done",
    )


def test_closing_needs_a_reason_and_can_be_undone(item: AgendaItem) -> None:
    action = make_action(origin=item)
    with pytest.raises(InvalidInputError) as error:
        change_state(action_id=action.pk, version=1, state=ActionState.CLOSED, actor=Actor(), reason=" ")
    assert error.value.field == "reason"
    closed = change_state(action_id=action.pk, version=1, state=ActionState.CLOSED, actor=Actor(), reason="Behövs inte")
    assert (closed.closed_reason, closed.finished_at is not None) == ("Behövs inte", True)
    opened = change_state(action_id=action.pk, version=closed.version, state=ActionState.IN_PROGRESS, actor=Actor())
    assert (opened.closed_reason, opened.finished_at) == ("", None)
    with pytest.raises(StaleVersionError):
        change_state(action_id=action.pk, version=1, state=ActionState.DONE, actor=Actor())


@pytest.mark.parametrize(
    ("facts", "kind", "field"),
    [
        ({"due_on": date(2026, 11, 23)}, InvalidInputError, "due_on"),
        ({"reason": ""}, InvalidInputError, "reason"),
        ({"version": 5}, StaleVersionError, None),
    ],
)
def test_more_time_needs_a_day_to_come_and_a_reason(
    facts: dict[str, Any], kind: type[Exception], field: str | None, item: AgendaItem
) -> None:
    action = make_action(origin=item)
    with pytest.raises(kind) as error:
        move_due_date(
            **{
                "action_id": action.pk,
                "version": 1,
                "due_on": date(2026, 12, 1),
                "reason": "Mer tid",
                "actor": Actor(),
                **facts,
            }
        )
    assert error.value.field == field  # type: ignore[attr-defined]
    assert (_lines(action), action.refreshed().version) == ([], 1)


def test_a_finished_action_is_neither_moved_nor_sent_back(item: AgendaItem) -> None:
    action = make_action(origin=item, state=ActionState.DONE)
    with pytest.raises(ConflictError):
        move_due_date(action_id=action.pk, version=1, due_on=date(2026, 12, 1), reason="Mer tid", actor=Actor())
    with pytest.raises(ConflictError):
        return_action(action_id=action.pk, actor=Actor(), text="Inte min")


def test_sent_back_twice_tells_the_secretary_once(item: AgendaItem, secretary: Person) -> None:
    action = make_action(origin=item)
    for _ in range(2):
        return_action(
            action_id=action.pk, actor=Actor(address="a@b.example", via=Via.MAIL_LINK), text="Hör till vården"
        )
    assert _lines(action) == [("returned", "Hör till vården")]
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [secretary.email]


def test_a_note_has_words(item: AgendaItem) -> None:
    action = make_action(origin=item)
    with pytest.raises(InvalidInputError):
        add_note(action_id=action.pk, text="", actor=Actor())
    add_note(action_id=action.pk, text="På gång", actor=Actor())
    assert _lines(action) == [("note", "På gång")]
