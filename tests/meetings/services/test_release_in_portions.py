"""Many reminders at one moment are released bit by bit, and a broken one stops no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forum.enums import ReminderState
from forum.models import OutboxMessage, Reminder
from meetings.services.release import release_due_reminders
from tests.factories import make_action, make_item, make_meeting, make_reminder

if TYPE_CHECKING:
    from forum.models import Forum
    from meetings.models import AgendaItem

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides, so that these tests live today
DUE = TODAY - timedelta(minutes=1)


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _remind(item: AgendaItem, address: str, moment: datetime = DUE) -> Reminder:
    action = make_action(origin=item, due_on=TODAY.date(), owner_address=address)
    return make_reminder(of=action, moment=moment)


def _recipients() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def test_one_letter_per_receiver_also_across_portions(item: AgendaItem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meetings.services.release.PORTION", 2)
    for number in range(9):
        _remind(item, f"p{number % 4}@demo.example")

    assert release_due_reminders() == 9

    assert _recipients() == [f"p{number}@demo.example" for number in range(4)]


def test_a_reminder_that_cant_be_written_stops_no_other(item: AgendaItem, caplog: pytest.LogCaptureFixture) -> None:
    broken = _remind(item, "two\nlines@demo.example")
    for number in range(4):
        _remind(item, f"p{number}@demo.example")
    _remind(item, "later@demo.example", DUE + timedelta(seconds=30))

    assert release_due_reminders() == 5

    assert _recipients() == ["later@demo.example", *(f"p{number}@demo.example" for number in range(4))]
    assert Reminder.objects.get(state=ReminderState.PLANNED) == broken
    assert [record.getMessage() for record in caplog.records] == [f"The reminder {broken.pk} can't be released"]


def test_a_reminder_that_cant_be_written_expires(item: AgendaItem) -> None:
    broken = _remind(item, "two\nlines@demo.example")
    Reminder.objects.update(expires_at=DUE)

    assert release_due_reminders() == 1

    broken.refresh_from_db()
    assert broken.state == ReminderState.EXPIRED


def test_nothing_more_is_begun_when_the_shift_is_over(item: AgendaItem) -> None:
    _remind(item, "p@demo.example")

    assert release_due_reminders(seconds=-1) == 0
    assert release_due_reminders() == 1
