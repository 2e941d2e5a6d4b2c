"""§ run through the year in a forum, are given once, and are never given twice, however many draw up at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from forum.enums import MinutesForm
from forum.errors import ConflictError
from forum.services.forums import set_first_paragraph
from meetings.models import AgendaItem
from meetings.services.agendas import add_item, move_item, remove_item
from meetings.services.minutes import draw_up_minutes
from tests.factories import make_forum, make_item, make_meeting, make_organisation

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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_who_draw_up_at_once_get_unique_consecutive_numbers() -> None:
    forum = make_forum(organisation=make_organisation(code="0486", name="Strängnäs kommun", is_host=True), name="Rådet")
    meetings = [_held(forum, JANUARY + timedelta(days=day)) for day in range(20)]
    together, errors = threading.Barrier(20), []

    def draw_up(meeting: Meeting) -> None:
        try:
            together.wait()
            draw_up_minutes(meeting=meeting, drawn_up_by=None)
        except Exception as error:  # noqa: BLE001  (told by the assertion)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=draw_up, args=(meeting,)) for meeting in meetings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(item.paragraph or 0 for item in AgendaItem.objects.all()) == list(range(1, 41))
    for meeting in meetings:
        first, second = meeting.items.order_by("position").values_list("paragraph", flat=True)
        assert (first or 0) + 1 == second
