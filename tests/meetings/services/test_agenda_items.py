"""Points of an agenda: added, changed, moved, taken away."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from forum.enums import ItemKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from meetings.enums import Answer, ItemOpenness, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.agendas import add_item, edit_item, move_item, remove_item
from tests.factories import make_action, make_decision, make_forum, make_item, make_meeting, make_organisation

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum

TOO_LONG = "x" * 301


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council)


def _order(meeting: Meeting) -> list[tuple[str, int]]:
    return list(meeting.items.order_by("position").values_list("title", "position"))


def test_a_point_comes_last_with_its_text_made_sane(meeting: Meeting, now: datetime) -> None:
    make_item(meeting=meeting, title="Först")
    item = add_item(
        meeting=meeting,
        title=" Läges­bild\n",
        kind=ItemKind.DECISION,
        question="Rad 1\r\nRad 2\x00",
        minutes=10,
        secrecy_provision="OSL 26:1",
    )
    assert (item.title, item.question, item.position, item.forum, item.kind) == (
        "Lägesbild",
        "Rad 1\nRad 2",
        2,
        meeting.forum,
        ItemKind.DECISION,
    )
    assert item.secrecy_marked_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "\u200b"}, "title"),
        ({"title": TOO_LONG}, "title"),
        ({"presenter": TOO_LONG}, "presenter"),
        ({"registry_number": TOO_LONG}, "registry_number"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"openness": ItemOpenness.NAMED_SEATS, "named_seats": []}, "named_seats"),
        ({"named_seats": "other"}, "named_seats"),
    ],
)
def test_what_is_refused_when_added_and_when_changed(
    facts: dict[str, Any], field: str, meeting: Meeting, network: Forum
) -> None:
    if facts.get("named_seats") == "other":
        facts = {"named_seats": [network.seats.first()]}
    item = make_item(meeting=meeting)
    with pytest.raises(InvalidInputError) as error:
        add_item(**{"meeting": meeting, "title": "Ny", **facts})
    assert error.value.field == field
    with pytest.raises(InvalidInputError) as error:
        edit_item(item_id=item.pk, version=1, **facts)
    assert error.value.field == field
    assert (_order(meeting), item.refreshed().version) == ([("Lägesbild", 1)], 1)


def test_no_points_for_a_cancelled_meeting(meeting: Meeting) -> None:
    Meeting.objects.update(state=MeetingState.CANCELLED)
    with pytest.raises(ConflictError):
        add_item(meeting=meeting, title="Ny")


def test_the_loser_sees_the_row_as_it_stands(meeting: Meeting) -> None:
    item = make_item(meeting=meeting)
    edit_item(item_id=item.pk, version=1, title="Den förstas")
    with pytest.raises(StaleVersionError) as error:
        edit_item(item_id=item.pk, version=1, title="Den andras")
    assert (error.value.current.title, error.value.current.version) == ("Den förstas", 2)  # type: ignore[attr-defined]


def test_who_may_read_it_is_part_of_its_version(meeting: Meeting) -> None:
    item = make_item(meeting=meeting, openness=ItemOpenness.NAMED_SEATS)
    seats = list(meeting.forum.seats.all()[:2])
    assert edit_item(item_id=item.pk, version=1, named_seats=seats).version == 2
    assert edit_item(item_id=item.pk, version=2, named_seats=seats).version == 2
    assert set(item.named_seats.all()) == set(seats)


@pytest.mark.parametrize(("to_position", "expected"), [(1, "CAB"), (2, "ACB"), (3, "ABC"), (99, "ABC"), (-1, "CAB")])
def test_the_others_make_room(to_position: int, expected: str, meeting: Meeting) -> None:
    items = {title: make_item(meeting=meeting, title=title) for title in "ABC"}
    move_item(item_id=items["C"].pk, version=1, to_position=to_position)
    assert _order(meeting) == [(title, number) for number, title in enumerate(expected, start=1)]


def test_a_removed_point_leaves_no_gap(meeting: Meeting) -> None:
    items = {title: make_item(meeting=meeting, title=title) for title in "ABC"}
    remove_item(item_id=items["B"].pk, version=1)
    assert _order(meeting) == [("A", 1), ("C", 2)]


@pytest.mark.parametrize("what", ["notes", "answer", "decision", "action", "paragraph"])
def test_what_has_an_outcome_or_a_number_stays(what: str, meeting: Meeting) -> None:
    facts: dict[str, dict[str, Any]] = {
        "notes": {"notes": "Ord"},
        "answer": {"answer": Answer.RAISED},
        "paragraph": {"paragraph": 1, "paragraph_year": 2026},
    }
    item = make_item(meeting=meeting, **facts.get(what, {}))
    if what == "decision":
        make_decision(item=item)
    if what == "action":
        make_action(origin=item)
    with pytest.raises(ConflictError):
        remove_item(item_id=item.pk, version=None)
    assert meeting.items.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_add_move_and_remove_at_once_wait_for_each_other() -> None:
    meeting = make_meeting(forum=make_forum(organisation=make_organisation(code="0486", name="S"), name="Rådet"))
    items = [make_item(meeting=meeting, title=f"P{number}") for number in range(6)]
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            move_item(item_id=items[number].pk, version=None, to_position=6 - number)
            add_item(meeting=meeting, title=f"N{number}")
            remove_item(item_id=items[(number + 3) % 6].pk, version=None)
        except (AgendaItem.DoesNotExist, Meeting.DoesNotExist):
            pass  # another was faster to remove it
        except Exception as error:  # noqa: BLE001  (told by the assertion)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [position for _title, position in _order(meeting)] == list(range(1, meeting.items.count() + 1))
