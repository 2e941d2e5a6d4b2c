"""§ run through the year in a forum and are given once; tests/parallel has those who draw up at the same moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forum.enums import MinutesForm
from forum.errors import ConflictError
from forum.services.forums import set_first_paragraph
from meetings.services.agendas import add_item, move_item, remove_item
from meetings.services.minutes import draw_up_minutes
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum
    from meetings.models import Meeting

JANUARY = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)


def _held(forum: Forum, starts_at: datetime = JANUARY, *, items: int = 2) -> Meeting:
    meeting = make_meeting(forum=forum, starts_at=starts_at)
    for number in range(1, items + 1):
        make_item(meeting=meeting, title=f"Punkt {number}")
    return meeting


def _draw_up(meeting: Meeting) -> list[tuple[str, int | None, int | None]]:
    draw_up_minutes(meeting=meeting, drawn_up_by=None)
    return list(meeting.items.order_by("position").values_list("title", "paragraph_year", "paragraph"))


def test_they_run_through_the_year_and_begin_anew(council: Forum, network: Forum) -> None:
    assert _draw_up(_held(council)) == [("Punkt 1", 2026, 1), ("Punkt 2", 2026, 2)]
    assert _draw_up(_held(council, JANUARY + timedelta(days=30), items=1)) == [("Punkt 1", 2026, 3)]
    assert _draw_up(_held(council, JANUARY - timedelta(days=30), items=1)) == [("Punkt 1", 2025, 1)]
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in 2026 in Stockholm
    assert _draw_up(_held(council, new_year, items=1)) == [("Punkt 1", 2026, 4)]
    assert _draw_up(_held(network, items=0)) == []


def test_the_first_of_a_year_can_be_set(council: Forum) -> None:
    set_first_paragraph(forum=council, year=2026, first_number=41)
    assert _draw_up(_held(council)) == [("Punkt 1", 2026, 41), ("Punkt 2", 2026, 42)]
    set_first_paragraph(forum=council, year=2026, first_number=7)
    assert _draw_up(_held(council, JANUARY + timedelta(days=1), items=1)) == [("Punkt 1", 2026, 43)]


def test_notes_have_none(council: Forum) -> None:
    council.minutes_form = MinutesForm.NOTES
    council.save()
    assert _draw_up(_held(council, items=1)) == [("Punkt 1", None, None)]


def test_a_number_stays_with_its_point_and_a_late_one_gets_the_next(council: Forum) -> None:
    meeting = _held(council)
    _draw_up(meeting)
    move_item(item_id=meeting.items.get(title="Punkt 2").pk, version=None, to_position=1)
    add_item(meeting=meeting, title="Sent")
    assert _draw_up(meeting) == [("Punkt 2", 2026, 2), ("Punkt 1", 2026, 1), ("Sent", 2026, 3)]
    with pytest.raises(ConflictError):
        remove_item(item_id=meeting.items.get(title="Sent").pk, version=None)
