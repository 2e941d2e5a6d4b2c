"""What came of a meeting, before, during and after it: attendance, notes, decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from forum.enums import Office
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from meetings.enums import Answer, MeetingState, Presence
from meetings.models import Attendance, Decision, Meeting
from meetings.services.outcomes import (
    add_guest,
    edit_decision,
    record_decision,
    remove_decision,
    set_attendance,
    set_attendances,
    write_outcome,
)
from tests.factories import make_action, make_item, make_meeting, make_membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Forum, Person
    from meetings.models import AgendaItem


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return make_item(meeting=meeting)


def test_whoever_held_the_seat_that_day_is_remembered(
    meeting: Meeting, council: Forum, chair: Person, official: Person
) -> None:
    seat = council.seats.get(office=Office.CHAIR)
    seat.memberships.update(ends_on=date(2026, 12, 3))
    make_membership(seat=seat, person=official, starts_on=date(2026, 12, 4))
    assert set_attendance(meeting=meeting, seat=seat, presence=Presence.REMOTE).person == chair


def test_a_second_note_changes_the_row_and_versions_are_compared(meeting: Meeting, council: Forum) -> None:
    seat = council.seats.get(office=Office.CHAIR)
    first = set_attendance(meeting=meeting, seat=seat, presence=Presence.SUBSTITUTE, substitute_name=" Eva  Ek ")
    assert (first.substitute_name, first.version) == ("Eva Ek", 1)
    second = set_attendance(meeting=meeting, seat=seat, presence=Presence.PRESENT, version=1, substitute_name="Eva Ek")
    assert (second.pk, second.substitute_name, second.version) == (first.pk, "", 2)
    with pytest.raises(StaleVersionError):
        set_attendance(meeting=meeting, seat=seat, presence=Presence.ABSENT, version=1)


def test_all_or_none(meeting: Meeting, council: Forum, network: Forum) -> None:
    own, foreign = council.seats.get(office=Office.CHAIR), network.seats.first()
    assert foreign is not None
    with pytest.raises(InvalidInputError) as error:
        set_attendances(meeting=meeting, presences={own: Presence.PRESENT, foreign: Presence.PRESENT})
    assert (error.value.field, Attendance.objects.count()) == ("seat", 0)


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_guest_has_a_name(name: str, meeting: Meeting) -> None:
    with pytest.raises(InvalidInputError) as error:
        add_guest(meeting=meeting, name=name)
    assert error.value.field == "guest_name"
    assert add_guest(meeting=meeting, name="Maria Berg, Brå").guest_name == "Maria Berg, Brå"


def test_notes_and_answer_are_written_apart(item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=1, notes=" Rad 1\r\n\r\nRad 2 ")
    saved = write_outcome(item_id=item.pk, version=2, answer=Answer.PUT_OFF)
    assert (saved.notes, saved.answer, saved.version) == (" Rad 1\n\nRad 2", Answer.PUT_OFF, 3)
    with pytest.raises(StaleVersionError):
        write_outcome(item_id=item.pk, version=2, notes="För sent")


def test_decisions_stand_in_order_and_the_last_one_takes_the_answer_with_it(item: AgendaItem) -> None:
    first = record_decision(item=item, text="Ett", reservations="Mot")
    second = record_decision(item=item, text="Två")
    assert [(row.position, row.text, row.reservations) for row in item.decisions.all()] == [
        (1, "Ett", "Mot"),
        (2, "Två", ""),
    ]
    assert item.refreshed().answer == Answer.DECIDED
    assert edit_decision(decision_id=first.pk, version=1, text="Ett, ändrat").reservations == ""
    remove_decision(decision_id=first.pk, version=2)
    assert item.refreshed().answer == Answer.DECIDED
    make_action(origin=item)
    remove_decision(decision_id=second.pk, version=1)
    assert item.refreshed().answer == Answer.ACTION_GIVEN


def test_a_decision_has_words(item: AgendaItem) -> None:
    with pytest.raises(InvalidInputError) as error:
        record_decision(item=item, text=" \n")
    assert error.value.field == "text"
    decision = record_decision(item=item, text="Ett")
    with pytest.raises(InvalidInputError):
        edit_decision(decision_id=decision.pk, version=1, text="")
    with pytest.raises(StaleVersionError):
        remove_decision(decision_id=decision.pk, version=9)
    assert Decision.objects.get().text == "Ett"


def test_nothing_came_of_a_cancelled_meeting(item: AgendaItem, meeting: Meeting, council: Forum) -> None:
    Meeting.objects.update(state=MeetingState.CANCELLED)
    acts: list[Callable[[], object]] = [
        lambda: write_outcome(item_id=item.pk, version=None, notes="Ord"),
        lambda: record_decision(item=item, text="Ord"),
        lambda: set_attendance(meeting=meeting, seat=council.seats.get(office=Office.CHAIR), presence=Presence.PRESENT),
        lambda: add_guest(meeting=meeting, name="Gäst"),
    ]
    for act in acts:
        with pytest.raises(ConflictError):
            act()
    assert (item.refreshed().notes, Decision.objects.count(), Attendance.objects.count()) == ("", 0, 0)
