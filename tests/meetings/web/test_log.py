from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from meetings.enums import Answer, DueKind, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision
from meetings.services.outcomes import write_outcome
from tests.factories import make_action, make_attendance, make_decision, make_item, make_meeting, make_minutes

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

QUERIES = 20
HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
ONCE = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, starts_at=HELD, noticed=True)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return make_item(meeting=meeting, title="Belysning")


def log(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/log/{rest}"


def test_the_first_point_without_an_outcome_is_open(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Klar", answer=Answer.RAISED)
    waiting = make_item(meeting=meeting, title="Väntar")

    text = signed_in(secretary).get(log(meeting)).text

    assert f'class="item open" id="item-{waiting.pk}"' in text
    assert "1 of 2 points done" in text


def test_the_draft_is_one_press_away_when_every_point_has_an_outcome(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    draw_up = f'action="/meetings/{meeting.pk}/minutes/draw-up/"'
    assert draw_up not in browser.get(log(meeting)).text

    sent = {"notes": "Gatuchefen redovisar.", "version": item.version, "then": "next"}
    swapped = browser.post(log(meeting, f"items/{item.pk}/"), sent, headers={"HX-Request": "true"})
    assert draw_up in swapped.text
    assert draw_up in browser.get(log(meeting)).text


def test_done_with_a_point_goes_to_the_next(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    following = make_item(meeting=meeting, title="Nästa")
    sent = {"notes": "Gatuchefen redovisar.", "version": item.version, "then": "next"}

    response = signed_in(secretary).post(log(meeting, f"items/{item.pk}/"), sent)

    item.refresh_from_db()
    assert (item.answer, item.notes) == (Answer.RAISED, "Gatuchefen redovisar.")
    assert response["Location"] == log(meeting, f"?item={following.pk}#item-{following.pk}")


def test_put_off(meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn) -> None:
    signed_in(secretary).post(
        log(meeting, f"items/{item.pk}/"), {"notes": "", "version": item.version, "then": "put_off"}
    )

    item.refresh_from_db()
    assert item.answer == Answer.PUT_OFF


def test_the_later_writer_of_notes_sees_both_texts(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    write_outcome(item_id=item.pk, version=None, notes="Den andras text")

    response = signed_in(secretary).post(
        log(meeting, f"items/{item.pk}/"), {"notes": "Min text", "version": item.version}
    )

    assert response.status_code == 409
    assert "Den andras text" in response.text
    assert "Min text</textarea>" in response.text
    item.refresh_from_db()
    assert item.notes == "Den andras text"


def test_decisions_are_added_once_changed_and_removed(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    assert browser.post(log(meeting, f"items/{item.pk}/decisions/"), {"decision-text": " "}).status_code == 422
    for _ in range(2):
        browser.post(log(meeting, f"items/{item.pk}/decisions/"), {"decision-text": "Bifall.", "decision-once": ONCE})
    decision = Decision.objects.get(item=item)

    browser.post(log(meeting, f"decisions/{decision.pk}/"), {"text": "Avslag.", "version": decision.version})
    decision.refresh_from_db()
    assert decision.text == "Avslag."

    browser.post(log(meeting, f"decisions/{decision.pk}/remove/"), {"version": decision.version})
    assert not Decision.objects.exists()


def test_an_action_to_a_seat_with_a_day(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    seat = meeting.forum.seats.get(role_title="Lokalpolisområdeschef")
    sent = {
        "action-text": "Ta fram statistik",
        "action-owner": f"seat:{seat.pk}",
        "action-due_kind": "next_meeting",
        "action-due_on": "2026-12-15",
        "action-once": ONCE,
    }
    browser = signed_in(secretary)

    for _ in range(2):
        assert browser.post(log(meeting, f"items/{item.pk}/actions/"), sent).status_code == 302

    action = ActionItem.objects.get()
    assert (action.owner_seat, action.due_kind, action.due_on) == (seat, DueKind.DATE, date(2026, 12, 15))


def test_actions_to_an_organisation_and_to_an_address(
    meeting: Meeting, item: AgendaItem, secretary: Person, police: Organisation, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    common = {"action-text": "Gör", "action-due_kind": "ongoing"}

    browser.post(log(meeting, f"items/{item.pk}/actions/"), {**common, "action-owner": f"org:{police.pk}"})
    browser.post(log(meeting, f"items/{item.pk}/actions/"), {**common, "action-owner_address": "Rektor@Demo.example"})

    assert [(action.owner_organisation, action.owner_address) for action in ActionItem.objects.order_by("number")] == [
        (police, ""),
        (None, "rektor@demo.example"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"action-text": ""}, "Write what is to be done."),
        ({"action-owner_address": ""}, "Say who is to do it"),
        ({"action-owner_address": "rubbish"}, "Write a complete e-mail address"),
        ({"action-due_kind": "date"}, "Write the day it is to be done"),
        ({"action-due_on": "15/12"}, "Write the day as year-month-day"),
    ],
)
def test_what_is_wrong_with_an_action_is_said(
    meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    sent = {
        "action-text": "Ring gatuchefen",
        "action-owner_address": "rektor@demo.example",
        "action-due_kind": "ongoing",
        **changes,
    }

    response = signed_in(secretary).post(log(meeting, f"items/{item.pk}/actions/"), sent)

    assert response.status_code == 422
    assert sentence in response.text
    assert "Ring gatuchefen" in response.text or not sent["action-text"]
    assert not ActionItem.objects.exists()


def test_an_action_is_changed_while_logging(
    meeting: Meeting, item: AgendaItem, secretary: Person, host: Organisation, signed_in: SignIn
) -> None:
    action = make_action(origin=item)
    sent = {
        "text": "Ny text",
        "owner": f"org:{host.pk}",
        "due_kind": "date",
        "due_on": "2026-12-15",
        "version": action.version,
    }

    assert signed_in(secretary).post(log(meeting, f"actions/{action.pk}/"), sent).status_code == 302

    action.refresh_from_db()
    assert (action.text, action.due_on) == ("Ny text", date(2026, 12, 15))


def test_a_point_that_came_up(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    signed_in(secretary).post(log(meeting, "items/"), {"add-title": "Övrigt", "add-kind": "discussion"})

    assert AgendaItem.objects.get(meeting=meeting).title == "Övrigt"


def test_sent_minutes_lock_the_log(meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn) -> None:
    make_minutes(meeting=meeting, state=MinutesState.APPROVED)
    browser = signed_in(secretary)

    assert "Save the attendance" not in browser.get(log(meeting)).text
    assert (
        browser.post(log(meeting, f"items/{item.pk}/"), {"notes": "Sent", "version": item.version}).status_code == 422
    )
    item.refresh_from_db()
    assert item.notes == ""


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    meeting: Meeting,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index, seat in enumerate(meeting.forum.seats.all()[:number]):
        make_attendance(meeting=meeting, seat=seat)
        item = make_item(meeting=meeting, title=f"Punkt {index}")
        make_decision(item=item)
        make_action(origin=item, owner_seat=seat)
    browser = signed_in(secretary)

    with django_assert_num_queries(QUERIES):
        browser.get(log(meeting))
