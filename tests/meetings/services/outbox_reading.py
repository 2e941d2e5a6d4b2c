"""What lies in the outbox, and what became of the reminders."""

from __future__ import annotations

from email import message_from_bytes, policy

from forum.models import OutboxMessage, Reminder


def recipients() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def text_of(message: OutboxMessage) -> str:
    body = message_from_bytes(bytes(message.body), policy=policy.default).get_body(("plain",))
    return str(body.get_content())  # type: ignore[union-attr]


def states() -> list[str]:
    return sorted(reminder.state.value for reminder in Reminder.objects.all())
