"""Reminders of meetings: who gets the agenda, who time and place, and when nobody is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import NoticeSender, Office, ReminderKind
from forum.models import OutboxMessage
from meetings.enums import ItemOpenness, MeetingState
from meetings.models import Meeting, MeetingLink
from meetings.services.release import release_due_reminders
from tests.factories import make_attendance, make_item, make_meeting, make_person, make_reminder, make_seat
from tests.meetings.services.outbox_reading import recipients, states, text_of

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides, so that these tests live today


@pytest.fixture
def ahead(council: Forum, chair: Person) -> Meeting:
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    meeting = make_meeting(forum=council, starts_at=TODAY + timedelta(days=1), noticed=True)
    make_item(meeting=meeting, title="Öppen punkt")
    make_item(meeting=meeting, title="Hemlig punkt", openness=ItemOpenness.NAMED_SEATS)
    return meeting


SITTING = ["chair@demo.example", "member@demo.example", "secretary@demo.example", "substitute@demo.example"]
EDITING = ["chair@demo.example", "secretary@demo.example"]


@pytest.mark.parametrize("kind", [ReminderKind.MEETING_AGENDA, ReminderKind.MEETING_AHEAD])
def test_a_noticed_meeting_reaches_those_who_sit_with_restricted_points_masked(
    kind: ReminderKind, ahead: Meeting
) -> None:
    make_reminder(of=ahead, kind=kind)
    release_due_reminders()
    assert recipients() == SITTING
    for message in OutboxMessage.objects.all():
        assert ("Öppen punkt" in text_of(message), "Hemlig punkt" in text_of(message)) == (True, False)
    assert MeetingLink.objects.count() == 4


def test_who_is_only_called_gets_time_and_place_without_the_agenda(ahead: Meeting, police: Organisation) -> None:
    person = make_person(name="Adjungerad", email="called@demo.example", organisation=police)
    make_seat(forum=ahead.forum, organisation=police, office=Office.CO_OPTED, person=person)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AHEAD)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AGENDA)
    release_due_reminders()
    (message,) = OutboxMessage.objects.filter(recipient="called@demo.example")
    text = text_of(message)
    assert ("Öppen punkt" in text, "/link/" in text, "Stadshuset" in text) == (False, False, True)


@pytest.mark.parametrize(("sender", "expected"), [(NoticeSender.SAMVERKA, EDITING), (NoticeSender.OWN_CALENDAR, [])])
def test_an_agenda_that_was_not_sent_concerns_those_who_prepare_it(
    sender: NoticeSender, expected: list[str], ahead: Meeting
) -> None:
    Meeting.objects.filter(pk=ahead.pk).update(noticed_at=None, state=MeetingState.PLANNED)
    ahead.forum.notices_from = sender
    ahead.forum.save()
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AGENDA)
    release_due_reminders()
    assert recipients() == expected
    assert not any("Öppen punkt" in text_of(message) for message in OutboxMessage.objects.all())


@pytest.mark.parametrize("why", ["cancelled", "historic", "archived", "begun"])
def test_meetings_that_need_no_reminder(why: str, ahead: Meeting) -> None:
    facts: dict[str, dict[str, Any]] = {
        "cancelled": {"state": MeetingState.CANCELLED},
        "historic": {"historic": True},
        "archived": {},
        "begun": {"starts_at": TODAY - timedelta(minutes=5)},
    }
    Meeting.objects.filter(pk=ahead.pk).update(modified_at=TODAY, **facts[why])
    if why == "archived":
        type(ahead.forum).objects.filter(pk=ahead.forum_id).update(archived_at=TODAY)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AHEAD)
    release_due_reminders()
    assert (recipients(), states()) == ([], ["withdrawn"])


@pytest.mark.parametrize(
    ("logged", "expected"),
    [
        ("", ["secretary@demo.example"]),
        ("attendance", []),
        ("notes", []),
        ("answer", []),
    ],
)
def test_the_outcome_is_asked_for_where_nothing_was_logged(logged: str, expected: list[str], council: Forum) -> None:
    meeting = make_meeting(forum=council, starts_at=TODAY - timedelta(days=1))
    make_item(
        meeting=meeting,
        **({"notes": "Ord"} if logged == "notes" else {"answer": "raised"} if logged == "answer" else {}),
    )
    if logged == "attendance":
        make_attendance(meeting=meeting, seat=council.seats.get(office=Office.CHAIR))
    make_reminder(of=meeting, kind=ReminderKind.LOG_OUTCOME)
    release_due_reminders()
    assert recipients() == expected


def test_of_a_forum_led_by_others_we_only_ask_for_the_outcome(network: Forum) -> None:
    coming = make_meeting(forum=network, starts_at=TODAY + timedelta(days=1), noticed=True)
    held = make_meeting(forum=network, starts_at=TODAY - timedelta(days=1))
    make_reminder(of=coming, kind=ReminderKind.MEETING_AHEAD)
    make_reminder(of=held, kind=ReminderKind.LOG_OUTCOME)
    release_due_reminders()
    assert recipients() == ["secretary@demo.example"]
