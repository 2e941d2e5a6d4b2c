"""After a restore nothing of the time before is sent by itself; and a clock that jumps neither loses nor doubles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db.models import F

from forum import tasks
from forum.enums import MessageState, ReminderState, Silence
from forum.models import OutboxHold, OutboxMessage, Reminder
from forum.services.change_log import renew_epoch
from meetings.tasks import release_due
from tests.factories import make_action, make_item, make_meeting, make_reminder

if TYPE_CHECKING:
    from pathlib import Path

    from forum.models import Forum
    from meetings.models import AgendaItem
    from tests.sink import Sink

TODAY = datetime.now(tz=UTC)


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _remind(item: AgendaItem, name: str, moment: datetime = TODAY - timedelta(minutes=1)) -> None:
    make_reminder(of=make_action(origin=item, owner_address=f"{name}@skolan.example"), moment=moment)


def _round() -> None:
    release_due()
    tasks.dispatch()


def _states() -> dict[str, str]:
    return {row.recipient.partition("@")[0]: row.state.value for row in OutboxMessage.objects.all()}


@pytest.fixture
def restored(item: AgendaItem, sink: Sink) -> None:
    """The backup had one letter that waited and one reminder that was due; both may have been sent since."""
    tasks.dispatch()  # the life of the database is known
    _remind(item, "waits")
    release_due()
    _remind(item, "due")
    _remind(item, "later", TODAY + timedelta(days=1))
    renew_epoch()  # what a restore does by itself


def test_what_waited_and_what_was_due_is_held_and_what_comes_later_is_sent(restored: None, sink: Sink) -> None:
    _round()
    _round()
    assert _states() == {"waits": "held", "due": "held"}

    Reminder.objects.filter(state=ReminderState.PLANNED).update(moment=datetime.now(tz=UTC))
    _round()
    assert _states() == {"waits": "held", "due": "held", "later": "sent"}
    assert [str(mail["To"]) for mail in sink.messages()] == ["later@skolan.example"]


def test_an_operator_lets_it_go_and_the_mail_log_says_what_was_sent(restored: None, sink: Sink, tmp_path: Path) -> None:
    _round()
    log = tmp_path / "mail.log"
    sent = OutboxMessage.objects.get(recipient="waits@skolan.example")
    log.write_text(f"Nov 22 08:00:01 relay postfix/cleanup[1]: A1: message-id={sent.message_id}\n", encoding="utf-8")
    out = StringIO()

    call_command("release_hold", "--mail-log", str(log), "--json", stdout=out)
    assert out.getvalue().strip() == '{"sentBefore": 1, "queued": 0, "discarded": 0, "held": 1}'
    _round()
    assert sink.messages() == []

    call_command("release_hold", "--send", stdout=out)
    _round()
    assert _states() == {"waits": "sent", "due": "sent"}
    assert [str(mail["To"]) for mail in sink.messages()] == ["due@skolan.example"]
    assert OutboxHold.objects.get().until is None


def test_discarded_is_withdrawn_with_the_reason_and_stays_so(restored: None, sink: Sink) -> None:
    _round()
    call_command("release_hold", "--discard", stdout=StringIO())
    _round()
    assert set(OutboxMessage.objects.values_list("state", "silence")) == {(MessageState.WITHDRAWN, Silence.RESTORED)}
    assert sink.messages() == []


def test_without_a_restore_nothing_is_held(item: AgendaItem, sink: Sink) -> None:
    for name in ("one", "two"):
        _remind(item, name)
        _round()
    assert _states() == {"one": "sent", "two": "sent"}


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_that_jumps_neither_loses_nor_doubles(hours: int, item: AgendaItem, sink: Sink) -> None:
    """All moments move the other way, which is what a jump of PostgreSQL's clock is; then it is put right again."""
    for name, moment in (("due", TODAY - timedelta(minutes=1)), ("soon", TODAY + timedelta(hours=2))):
        _remind(item, name, moment)
    release_due()
    for jump in (timedelta(hours=-hours), timedelta(hours=hours), timedelta(hours=-4)):
        Reminder.objects.update(moment=F("moment") + jump)
        OutboxMessage.objects.update(not_before=F("not_before") + jump, lease_until=F("lease_until") + jump)
        _round()
        tasks.sweep()

    assert sorted(str(mail["To"]) for mail in sink.messages()) == ["due@skolan.example", "soon@skolan.example"]
    assert set(_states().values()) == {"sent"}
