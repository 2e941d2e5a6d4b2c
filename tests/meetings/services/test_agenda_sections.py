"""Headings of an agenda, and how points come under them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forum.errors import InvalidInputError, StaleVersionError
from forum.models import PersonActor
from meetings.enums import ItemOpenness
from meetings.selectors.agenda_rows import agenda_length, agenda_rows
from meetings.selectors.meeting_pages import agenda_for_reader
from meetings.services.agendas import add_item, move_item, set_heading
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import AgendaItem, Meeting


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council)


@pytest.fixture
def points(meeting: Meeting) -> list[AgendaItem]:
    """A and B under Information, C and D under Beslut."""
    return [
        make_item(meeting=meeting, title=title, section=section)
        for title, section in [("A", "Information"), ("B", "Information"), ("C", "Beslut"), ("D", "Beslut")]
    ]


def _sections(meeting: Meeting) -> list[str]:
    return [f"{item.title} {item.section}".strip() for item in meeting.items.order_by("position")]


def test_a_heading_stands_for_the_points_below_as_far_as_the_earlier_one(
    meeting: Meeting, points: list[AgendaItem]
) -> None:
    set_heading(item_id=points[1].pk, version=1, heading=" Laget\n ")
    assert _sections(meeting) == ["A Information", "B Laget", "C Beslut", "D Beslut"]


def test_without_a_heading_points_come_under_the_one_above(meeting: Meeting, points: list[AgendaItem]) -> None:
    set_heading(item_id=points[2].pk, version=1, heading="")
    assert _sections(meeting) == ["A Information", "B Information", "C Information", "D Information"]
    set_heading(item_id=points[0].pk, version=1, heading="")
    assert _sections(meeting) == ["A", "B", "C", "D"]


def test_a_heading_that_can_not_be(meeting: Meeting, points: list[AgendaItem]) -> None:
    with pytest.raises(InvalidInputError) as error:
        set_heading(item_id=points[0].pk, version=1, heading="x" * 121)
    assert error.value.field == "section"
    with pytest.raises(StaleVersionError):
        set_heading(item_id=points[0].pk, version=9, heading="Nytt")


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        (2, 2, ["A Information", "C Information", "B Information", "D Beslut"]),
        (1, 3, ["A Information", "C Beslut", "B Beslut", "D Beslut"]),
        (3, 1, ["D Information", "A Information", "B Information", "C Beslut"]),
        (1, 2, ["A Information", "B Information", "C Beslut", "D Beslut"]),
        (0, 99, ["B Information", "C Beslut", "D Beslut", "A Beslut"]),
    ],
)
def test_a_moved_point_comes_under_the_heading_where_it_lands(
    meeting: Meeting, points: list[AgendaItem], moved: int, to: int, order: list[str]
) -> None:
    move_item(item_id=points[moved].pk, version=1, to_position=to)
    assert _sections(meeting) == order


def test_a_new_point_comes_under_the_last_heading(meeting: Meeting, points: list[AgendaItem]) -> None:
    assert add_item(meeting=meeting, title="E").section == "Beslut"


def test_the_heading_of_a_restricted_point_is_not_told(meeting: Meeting, member: Person) -> None:
    make_item(meeting=meeting, title="Öppen", section="Information")
    make_item(meeting=meeting, title="Sluten", section="Uppsägningar", openness=ItemOpenness.NAMED_SEATS)
    make_item(meeting=meeting, title="Öppen igen", section="Information")
    meeting.noticed_at = meeting.starts_at - timedelta(days=7)
    meeting.save()
    items = agenda_for_reader(meeting, PersonActor(member))
    rows = agenda_rows(meeting, items)
    assert [(row.heading, row.item.section) for row in rows] == [
        ("Information", "Information"),
        ("", ""),
        ("", "Information"),
    ]


def test_slots_sum_and_what_does_not_fit(meeting: Meeting) -> None:
    items = [make_item(meeting=meeting, title=f"{minutes}", minutes=minutes) for minutes in (60, 45, None, 5)]
    rows = agenda_rows(meeting, items)
    starts = meeting.starts_at
    assert [(row.starts_at, row.ends_at, row.after_the_end) for row in rows] == [
        (starts, starts + timedelta(minutes=60), False),
        (starts + timedelta(minutes=60), starts + timedelta(minutes=105), True),
        (starts + timedelta(minutes=105), None, False),
        (None, None, False),
    ]
    length = agenda_length(meeting, items)
    assert (length.planned, length.length, length.over, length.left, length.unknown) == (110, 90, 20, 0, 1)
