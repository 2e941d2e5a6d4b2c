from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from forum.errors import ConflictError, DomainError, InvalidInputError, StaleVersionError
from meetings.enums import ActionState, DueKind
from meetings.services.action_progress import undo_done, update_action
from meetings.services.actions import Actor, change_state
from tests.factories import make_action, make_item, make_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum
    from meetings.models import ActionItem

FIRST, LATER = date(2026, 12, 1), date(2026, 12, 15)


@pytest.fixture
def action(council: Forum, now: datetime) -> ActionItem:
    item = make_item(meeting=make_meeting(forum=council))
    return make_action(origin=item, due_kind=DueKind.DATE, due_on=FIRST)


def _update(action: ActionItem, **facts: Any) -> ActionItem:
    values = {"version": action.version, "state": action.state, "due_on": action.due_on, "reason": "", "actor": Actor()}
    return update_action(action_id=action.pk, **{**values, **facts})


@pytest.mark.parametrize(
    ("facts", "after", "lines"),
    [
        ({}, ("open", FIRST), []),
        ({"state": ActionState.IN_PROGRESS}, ("in_progress", FIRST), ["state"]),
        ({"due_on": LATER, "reason": "Sjuk"}, ("open", LATER), ["due"]),
        (
            {"state": ActionState.IN_PROGRESS, "due_on": LATER, "reason": "Sjuk"},
            ("in_progress", LATER),
            ["state", "due"],
        ),
        ({"state": ActionState.DONE, "due_on": None}, ("done", FIRST), ["state"]),
        ({"state": ActionState.DONE, "due_on": LATER}, ("done", FIRST), ["state"]),
        ({"state": ActionState.CLOSED, "reason": "Behövs inte"}, ("closed", FIRST), ["state"]),
    ],
)
def test_state_and_day_in_one_go(
    action: ActionItem, facts: dict[str, Any], after: tuple[str, date], lines: list[str]
) -> None:
    changed = _update(action, **facts)
    assert (changed.state, changed.due_on) == after
    assert [row.kind for row in action.updates.all()] == lines


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"due_on": LATER}, InvalidInputError, "reason"),
        ({"due_on": date(2026, 11, 1), "reason": "Sjuk"}, InvalidInputError, "due_on"),
        ({"due_on": None}, InvalidInputError, "due_on"),
        ({"state": ActionState.CLOSED}, InvalidInputError, "reason"),
        ({"state": ActionState.IN_PROGRESS, "due_on": LATER}, InvalidInputError, "reason"),
        ({"version": 7, "state": ActionState.DONE}, StaleVersionError, None),
    ],
)
def test_nothing_is_saved_unless_all_can_be(
    action: ActionItem, facts: dict[str, Any], error: type[DomainError], field: str | None
) -> None:
    with pytest.raises(error) as raised:
        _update(action, **facts)
    row = action.refreshed()
    assert (raised.value.field, row.state, row.due_on, row.version, row.updates.count()) == (
        field,
        ActionState.OPEN,
        FIRST,
        action.version,
        0,
    )


def test_next_meeting_keeps_moving_with_the_meeting(council: Forum, now: datetime) -> None:
    item = make_item(meeting=make_meeting(forum=council))
    action = make_action(origin=item, due_kind=DueKind.NEXT_MEETING, due_on=FIRST)
    assert _update(action, due_on=None, state=ActionState.IN_PROGRESS).due_kind == DueKind.NEXT_MEETING


@pytest.mark.parametrize("before", [ActionState.OPEN, ActionState.IN_PROGRESS])
def test_undo_leads_back_to_what_it_was(action: ActionItem, before: ActionState) -> None:
    for state in (before, ActionState.DONE):
        change_state(action_id=action.pk, version=None, state=state, actor=Actor())
    for _ in range(2):
        undone = undo_done(action_id=action.pk, actor=Actor())
        assert (undone.state, undone.finished_at) == (before, None)


def test_undo_has_an_end_and_does_not_reopen_what_was_closed(action: ActionItem) -> None:
    action.state, action.finished_at = ActionState.DONE, timezone.now() - timedelta(days=14)
    action.save()
    with pytest.raises(ConflictError):
        undo_done(action_id=action.pk, actor=Actor())
    action.state, action.finished_at = ActionState.CLOSED, timezone.now()
    action.save()
    with pytest.raises(ConflictError):
        undo_done(action_id=action.pk, actor=Actor())
