"""From the outbox to a real SMTP server: claimed by PostgreSQL's clock, sent outside transactions, marked only by the owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection

from forum.delivery.dispatch import BACK_OFF, dispatch_due, empty_old_bodies, sweep
from forum.delivery.smtp import SmtpSession
from forum.enums import MessageKind, MessageState
from forum.models import OutboxMessage
from forum.services.outbox import Letter, queue_letter
from tests.sink import free_port

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.sink import ScriptedHandler

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = "nobody@demo.example"


def _queue(address: str = "anna@demo.example", **changes: Any) -> OutboxMessage:
    message = queue_letter(
        Letter(
            kind=MessageKind.REMINDER,
            recipient=address,
            language="sv",
            template="mail/reminder",
            context={"title": "Påminnelse", "tasks": [], "why": "Därför"},
            dedup_key=f"{address}{uuid4()}",
            expires_at=datetime.now(tz=UTC) + timedelta(days=1),
            not_before=datetime.now(tz=UTC) - timedelta(minutes=1),
        )
    )
    assert message is not None
    if changes:
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)
    return message


def _now(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def test_what_was_written_is_sent_byte_by_byte_and_once(receiver: ScriptedHandler) -> None:
    message = _queue()
    assert [dispatch_due(), dispatch_due()] == [1, 0]
    assert receiver.accepted == [("anna@demo.example", bytes(message.body))]
    sent = _now(message)
    assert (sent.state, sent.attempts, sent.lease_token, sent.lease_until, sent.last_error) == (
        MessageState.SENT,
        1,
        None,
        None,
        "",
    )
    assert sent.sent_at is not None


def test_a_second_try_is_the_same_message(receiver: ScriptedHandler) -> None:
    message = _queue()
    receiver.data_answers["anna@demo.example"] = "451 4.3.0 later"
    assert dispatch_due() == 0
    receiver.data_answers.clear()
    OutboxMessage.objects.update(not_before=datetime.now(tz=UTC) - timedelta(minutes=1))
    assert dispatch_due() == 1
    assert receiver.accepted == [("anna@demo.example", bytes(message.body))]
    assert _now(message).message_id.encode() in receiver.accepted[0][1]


def test_smtp_runs_outside_any_transaction(receiver: ScriptedHandler, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = []
    send = SmtpSession.send

    def watched(session: SmtpSession, message: OutboxMessage) -> None:
        inside.append(connection.in_atomic_block)
        send(session, message)

    monkeypatch.setattr(SmtpSession, "send", watched)
    _queue()
    dispatch_due()
    assert inside == [False]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"not_before": datetime.now(tz=UTC) + timedelta(hours=1)}, "not yet due"),
        ({"expires_at": datetime.now(tz=UTC) - timedelta(seconds=1)}, "too late"),
        ({"state": MessageState.SENDING, "lease_until": datetime.now(tz=UTC) + timedelta(minutes=5)}, "another's"),
        ({"state": MessageState.HELD}, "held back"),
        ({"state": MessageState.FAILED}, "given up"),
    ],
)
def test_what_is_not_ours_to_send(facts: dict[str, Any], why: str, receiver: ScriptedHandler) -> None:
    message = _queue(**facts)
    assert (dispatch_due(), receiver.accepted) == (0, [])
    assert _now(message).attempts == 0, why


@pytest.mark.parametrize("attempts", range(9))
def test_a_troubled_receiver_is_tried_at_growing_intervals(attempts: int, receiver: ScriptedHandler) -> None:
    receiver.answers["anna@demo.example"] = "450 4.2.1 mailbox busy"
    message = _queue(attempts=attempts)
    before = datetime.now(tz=UTC)
    assert dispatch_due() == 0
    waiting = _now(message)
    pause = BACK_OFF[min(attempts, len(BACK_OFF) - 1)]
    assert (waiting.state, waiting.attempts, waiting.lease_token) == (MessageState.QUEUED, attempts + 1, None)
    assert pause * 0.99 <= waiting.not_before - before <= pause * 1.1 + timedelta(seconds=10)
    assert "450 4.2.1 mailbox busy" in waiting.last_error


def test_the_intervals() -> None:
    assert [pause.total_seconds() / 60 for pause in BACK_OFF] == [1, 5, 15, 60, 180, 360, 720]


@pytest.mark.parametrize("where", ["answers", "data_answers"])
def test_a_refusal_for_good_is_the_end_and_stops_no_other(where: str, receiver: ScriptedHandler) -> None:
    getattr(receiver, where)[NOBODY] = "550 5.1.1 no such user"
    refused, other = _queue(NOBODY), _queue()
    assert dispatch_due() == 1
    assert (_now(refused).state, _now(other).state) == (MessageState.FAILED, MessageState.SENT)
    assert "no such user" in _now(refused).last_error


def test_an_address_that_smtp_cant_carry_stops_no_other(receiver: ScriptedHandler) -> None:
    refused, other = _queue(), _queue()
    OutboxMessage.objects.filter(pk=refused.pk).update(recipient="anna@räksmörgås.example")
    assert dispatch_due() == 1
    assert (_now(refused).state, _now(other).state) == (MessageState.FAILED, MessageState.SENT)


def test_an_unreachable_server_costs_nobody_a_message(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    messages = [_queue(f"p{number}@demo.example") for number in range(3)]
    assert dispatch_due() == 0
    assert {(_now(one).state, _now(one).lease_token) for one in messages} == {(MessageState.QUEUED, None)}
    assert sum(_now(one).attempts for one in messages) == 1


def test_a_slow_sender_whose_lease_ended_marks_nothing(receiver: ScriptedHandler) -> None:
    message = _queue()
    other = uuid4()

    def taken_over() -> None:
        OutboxMessage.objects.filter(pk=message.pk).update(lease_token=other)
        connection.close()

    receiver.on_data = taken_over
    assert dispatch_due() == 0
    kept = _now(message)
    assert (kept.state, kept.lease_token, kept.sent_at) == (MessageState.SENDING, other, None)


def test_the_sweep_frees_what_a_dead_sender_left_and_ends_what_is_late() -> None:
    past, future = datetime.now(tz=UTC) - timedelta(seconds=1), datetime.now(tz=UTC) + timedelta(minutes=1)
    dead = _queue(state=MessageState.SENDING, lease_token=uuid4(), lease_until=past)
    alive = _queue(state=MessageState.SENDING, lease_token=uuid4(), lease_until=future)
    tried, untried = _queue(expires_at=past, attempts=2), _queue(expires_at=past)
    assert [sweep(), sweep()] == [{"freed": 1, "failed": 1, "expired": 1}, {"freed": 0, "failed": 0, "expired": 0}]
    assert [_now(one).state for one in (dead, alive, tried, untried)] == [
        MessageState.QUEUED,
        MessageState.SENDING,
        MessageState.FAILED,
        MessageState.EXPIRED,
    ]
    assert _now(dead).lease_token is None


def test_words_are_forgotten_after_90_days() -> None:
    long_ago, lately = (datetime.now(tz=UTC) - timedelta(days=days) for days in (91, 89))
    old = _queue(state=MessageState.SENT, sent_at=long_ago)
    given_up = _queue(state=MessageState.FAILED, expires_at=long_ago)
    kept = [
        _queue(state=MessageState.SENT, sent_at=lately),
        _queue(state=MessageState.EXPIRED, expires_at=lately),
        _queue(),
    ]
    assert [empty_old_bodies(), empty_old_bodies()] == [2, 0]
    assert [bytes(_now(one).body) for one in (old, given_up)] == [b"", b""]
    assert all(bytes(_now(one).body) for one in kept)
    assert _now(old).recipient == "anna@demo.example"
