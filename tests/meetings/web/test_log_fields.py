"""Each field of the log saved by itself: two writers meet only where they write in the same place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from meetings.enums import Answer, Presence
from meetings.models import AgendaItem, Attendance
from meetings.services.outcomes import digest, record_decision, set_attendance, write_outcome
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Forum, Person, Seat
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
SCRIPTED = {"HX-Request": "true"}


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, starts_at=HELD, noticed=True)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return make_item(meeting=meeting, title="Belysning")


@pytest.fixture
def writer(item: AgendaItem, secretary: Person, signed_in: SignIn) -> Client:
    return signed_in(secretary)


@pytest.fixture
def seat(meeting: Meeting) -> Seat:
    return meeting.forum.seats.get(role_title="Ordförande")


def save(browser: Client, item: AgendaItem, scripted: bool = True, **values: str) -> Any:
    url = f"/meetings/{item.meeting_id}/log/items/{item.pk}/"
    return browser.post(url, values, headers=SCRIPTED if scripted else {})


def test_notes_and_answer_by_two_writers(writer: Client, item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=None, answer=Answer.RAISED)

    assert save(writer, item, only="notes", notes="Gatuchefen redovisar.", seen_notes=digest("")).status_code == 200

    item.refresh_from_db()
    assert (item.notes, item.answer) == ("Gatuchefen redovisar.", Answer.RAISED)


def test_a_decision_meanwhile_does_not_stand_in_the_way_of_notes(writer: Client, item: AgendaItem) -> None:
    record_decision(item=item, text="Bifall.")

    assert save(writer, item, only="notes", notes="Text", seen_notes=digest("")).status_code == 200


def test_the_same_field_by_two_writers_is_never_overwritten(writer: Client, item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=None, notes="Den andras text")

    response = save(writer, item, only="notes", notes="Min text", seen_notes=digest(""))

    item.refresh_from_db()
    assert (response.status_code, item.notes) == (409, "Den andras text")
    assert "Compare the texts" in response.text


def test_the_page_for_two_texts_is_read_from_top_to_bottom(writer: Client, item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=None, notes="Den andras text")

    page = save(writer, item, scripted=False, notes="Min text", seen_notes=digest(""), seen_answer=digest("")).text

    places = [
        page.index(words) for words in ("<h1>", "You wrote", "Min text", "Saved now", "Den andras text", "<textarea")
    ]
    assert places == sorted(places)
    assert f'name="seen_notes" value="{digest("Den andras text")}"' in page


def test_the_chosen_text_is_saved_from_there(writer: Client, item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=None, notes="Den andras text")

    saved = save(
        writer, item, scripted=False, notes="Båda", seen_notes=digest("Den andras text"), seen_answer=digest("")
    )

    item.refresh_from_db()
    assert (saved.status_code, item.notes) == (302, "Båda")


def test_the_same_words_by_two_writers_are_no_conflict(writer: Client, item: AgendaItem) -> None:
    write_outcome(item_id=item.pk, version=None, notes="Samma")

    assert save(writer, item, only="notes", notes="Samma ", seen_notes=digest("")).status_code == 200


def test_done_keeps_an_answer_that_came_meanwhile(writer: Client, item: AgendaItem) -> None:
    record_decision(item=item, text="Bifall.")

    save(writer, item, answer="", notes="", seen_answer=digest(""), seen_notes=digest(""), then="next")

    item.refresh_from_db()
    assert item.answer == Answer.DECIDED


def test_done_closes_the_point_and_opens_the_next_without_an_answer(writer: Client, item: AgendaItem) -> None:
    make_item(meeting=item.meeting, title="Redan klar", answer=Answer.RAISED)
    waiting = make_item(meeting=item.meeting, title="Väntar")

    text = save(writer, item, notes="", seen_notes=digest(""), seen_answer=digest(""), then="next").text

    assert f'<section class="item" id="item-{item.pk}" hx-swap-oob="true"' in text
    assert f'<section class="item open" id="item-{waiting.pk}" hx-swap-oob="true"' in text


def test_done_with_the_last_point_leaves_nothing_open(writer: Client, item: AgendaItem) -> None:
    sent: dict[str, Any] = {"notes": "", "seen_notes": digest(""), "seen_answer": digest(""), "then": "next"}

    assert "item open" not in save(writer, item, **sent).text
    assert save(writer, item, scripted=False, **sent)["Location"].endswith("/log/#finish")


def test_word_lists_stay_lists(writer: Client, item: AgendaItem) -> None:
    pasted = "Rådet tar upp:\r\n·\tbe\u00adlysning\u00a0vid stationen\r\no\tklotter\r\n\uf0b7\tskolor\r\n"

    save(writer, item, only="notes", notes=pasted, seen_notes=digest(""))

    item.refresh_from_db()
    assert item.notes == "Rådet tar upp:\n• belysning vid stationen\n• klotter\n• skolor"


# Attendance


def mark(browser: Client, seat: Seat, **values: str) -> Any:
    meeting = seat.forum.meetings.get()
    sent = {f"{name}-{seat.pk}": value for name, value in values.items()}
    sent["only"] = str(seat.pk)
    return browser.post(f"/meetings/{meeting.pk}/log/attendance/", sent, headers=SCRIPTED)


def test_one_seat_is_saved_by_itself(writer: Client, seat: Seat) -> None:
    response = mark(writer, seat, presence="remote", seen="0")

    assert response.status_code == 200
    assert "1 of 6 seats here" in response.text
    assert f'name="seen-{seat.pk}" value="1"' in response.text
    assert [(row.seat, row.presence) for row in Attendance.objects.all()] == [(seat, Presence.REMOTE)]


def test_who_stood_in_a_note_and_between_which_points(writer: Client, seat: Seat, item: AgendaItem) -> None:
    last = make_item(meeting=item.meeting)

    response = mark(
        writer, seat, presence="substitute", who="Rektor", note="sen buss", **{"from": "1", "to": "2"}, seen="0"
    )

    row = Attendance.objects.get()
    assert (row.substitute_name, row.note, row.from_item, row.to_item) == ("Rektor", "sen buss", item, last)
    assert "Rektor, points 1 to 2, sen buss" in response.text


def test_a_point_that_is_not_there(writer: Client, seat: Seat) -> None:
    response = mark(writer, seat, presence="present", **{"from": "9"})

    assert response.status_code == 422
    assert "The meeting has no point 9." in response.text


def test_a_note_alone_means_here(writer: Client, seat: Seat) -> None:
    mark(writer, seat, note="kom sent", seen="0")

    assert [(row.presence, row.note) for row in Attendance.objects.all()] == [(Presence.PRESENT, "kom sent")]


def test_a_seat_that_somebody_else_marked_is_told(writer: Client, meeting: Meeting, seat: Seat) -> None:
    set_attendance(meeting=meeting, seat=seat, presence=Presence.EXCUSED)

    response = mark(writer, seat, presence="present", seen="0")

    assert response.status_code == 409
    assert "Compare the texts" in response.text
    assert Attendance.objects.get().presence == Presence.EXCUSED


def test_other_seats_of_an_old_page_are_left_alone(writer: Client, meeting: Meeting, seat: Seat) -> None:
    """A whole page from before somebody else's mark, sent without script: only what its writer changed is saved."""
    other = meeting.forum.seats.get(role_title="Kommunpolis")
    set_attendance(meeting=meeting, seat=other, presence=Presence.EXCUSED)
    unmarked = digest("\n" * 4)
    sent = {
        f"presence-{seat.pk}": "present",
        f"seen-{other.pk}": "0",
        f"was-{other.pk}": unmarked,
        f"was-{seat.pk}": unmarked,
    }

    assert writer.post(f"/meetings/{meeting.pk}/log/attendance/", sent).status_code == 302

    assert {row.seat: row.presence for row in Attendance.objects.all()} == {
        seat: Presence.PRESENT,
        other: Presence.EXCUSED,
    }
