"""A letter is a row with its final bytes, in the transaction of its cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from forum.enums import MessageKind, MessageState
from forum.models import OutboxMessage
from forum.services.outbox import Attachment, CalendarPart, Letter, queue_letter, queue_letters

if TYPE_CHECKING:
    from email.message import EmailMessage

    from forum.models import Forum, Organisation

LETTER = Letter(
    kind=MessageKind.REMINDER,
    recipient="anna@demo.example",
    language="sv",
    template="mail/reminder",
    context={"title": "Påminnelse:\r\nBcc: x@y.example", "tasks": [], "why": "Därför"},
    dedup_key="one",
    expires_at=datetime.now(tz=UTC) + timedelta(days=1),
)


def _mail(message: OutboxMessage) -> EmailMessage:
    return message_from_bytes(bytes(OutboxMessage.objects.get(pk=message.pk).body), policy=policy.default)


@pytest.mark.django_db
def test_the_headers_say_what_it_is(host: Organisation, council: Forum) -> None:
    message = queue_letter(replace(LETTER, forum=council, reply_to="registrator@demo.example"))
    assert message is not None
    mail = _mail(message)
    assert {
        name: mail[name]
        for name in ("To", "Subject", "Message-ID", "Auto-Submitted", "Content-Language", "Reply-To", "List-Id", "Bcc")
    } == {
        "To": "anna@demo.example",
        "Subject": "Påminnelse: Bcc: x@y.example",
        "Message-ID": f"<{message.pk}@samverka.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "sv",
        "Reply-To": "registrator@demo.example",
        "List-Id": f"<{council.slug}.samverka.example>",
        "Bcc": None,
    }
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert (message.state, message.subject) == (MessageState.QUEUED, "Påminnelse: Bcc: x@y.example")


@pytest.mark.django_db
def test_only_seven_bit_lines_of_a_length_that_every_server_takes() -> None:
    message = queue_letter(replace(LETTER, context={"title": "Å" * 500, "tasks": [], "why": "ord " * 2000}))
    assert message is not None
    body = bytes(message.body)
    assert body.isascii()
    assert max(len(line) for line in body.split(b"\r\n")) <= 998
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert len(message.subject) == 300


@pytest.mark.django_db
def test_a_calendar_part_and_attachments_travel_along() -> None:
    letter = replace(
        LETTER,
        calendar=CalendarPart("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", method="REQUEST"),
        attachments=(Attachment("p.pdf", b"%PDF", "application", "pdf"),),
    )
    message = queue_letter(letter)
    assert message is not None
    mail = _mail(message)
    parts = [
        (part.get_content_type(), part.get_param("method"), part.get_filename())
        for part in mail.walk()
        if not part.is_multipart()
    ]
    assert parts == [
        ("text/plain", None, None),
        ("text/html", None, None),
        ("text/calendar", "REQUEST", None),
        ("text/calendar", None, "invite.ics"),
        ("application/pdf", None, "p.pdf"),
    ]
    assert mail["Content-Language"] == "sv"


@pytest.mark.django_db
def test_a_key_is_written_once_however_long_it_is() -> None:
    long_key = f"reminder:{'x' * 300}"
    assert queue_letter(LETTER) is not None
    assert queue_letter(LETTER) is None
    assert [
        len(queue_letters([replace(LETTER, dedup_key=long_key), LETTER])),
        len(queue_letters([replace(LETTER, dedup_key=long_key)])),
    ] == [1, 0]
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_it_goes_with_its_cause() -> None:
    with transaction.atomic():
        assert queue_letter(LETTER) is not None
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
