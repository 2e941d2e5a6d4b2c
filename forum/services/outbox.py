from __future__ import annotations

import email.utils
import hashlib
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from uuid_utils.compat import uuid7

from forum.enums import MessageKind, MessageState
from forum.models import Forum, OutboxCause, OutboxMessage, Person, Reminder
from forum.services.mail_headers import POLICY, set_boundaries
from forum.services.mail_introductions import MailFrame, read_mail_frame

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping
    from datetime import datetime


LONGEST_KEY = 200


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object that travels with a letter; `method` as in iMIP (RFC 6047), or empty for a plain attachment."""

    text: str
    method: str = ""
    name: str = "invite.ics"


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    maintype: str
    subtype: str


@dataclass(frozen=True)
class Cause:
    """What a letter speaks of: an action or a meeting, and the reminder that it came of, if any."""

    object_id: uuid.UUID
    forum_id: uuid.UUID | None = None
    reminder: Reminder | None = None


@dataclass(frozen=True)
class Letter:
    """What is to be mailed to one address. `template` names three files: .subject, .txt and .html, rendered in `language`."""

    kind: MessageKind
    recipient: str
    language: str
    template: str
    context: Mapping[str, Any]
    dedup_key: str
    expires_at: datetime
    person: Person | None = None
    forum: Forum | None = None
    reply_to: str = ""
    unsubscribe: str = ""
    not_before: datetime | None = None
    calendar: CalendarPart | None = None
    attachments: tuple[Attachment, ...] = field(default=())
    causes: tuple[Cause, ...] = field(default=())
    held: bool = False


def queue_letter(letter: Letter) -> OutboxMessage | None:
    """Renders the letter and writes it to the outbox, in the caller's transaction. None when one with its key is there already."""
    written = queue_letters([letter])
    return written[0] if written else None


def queue_letters(letters: Iterable[Letter]) -> list[OutboxMessage]:
    """Writes many letters by one statement; those whose key is in the outbox already are left out.

    The bytes and the Message-ID are fixed here: whatever happens later, a message that goes out twice is the same message.
    """
    frame = read_mail_frame()
    letters = list(letters)
    rows = [_message(letter, frame) for letter in letters]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
    written = set(OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    causes = [
        OutboxCause(message=row, object_id=cause.object_id, forum_id=cause.forum_id, reminder=cause.reminder)
        for letter, row in zip(letters, rows, strict=True)
        if row.pk in written
        for cause in letter.causes
    ]
    OutboxCause.objects.bulk_create(causes, batch_size=1000)
    return [row for row in rows if row.pk in written]


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def render_letter(letter: Letter, frame: MailFrame) -> Rendered:
    """The words of a letter, in its language, with what the installation says first."""
    around = frame.around_reason(letter.kind, letter.language, letter.forum)
    with translation.override(letter.language):
        own = {"site_url": settings.SITE_URL, "host_name": frame.host_name, "language": letter.language}
        context = {**own, **around, **letter.context}
        subject = " ".join(render_to_string(f"{letter.template}.subject", context).split())
        text = render_to_string(f"{letter.template}.txt", context).strip() + "\n"
        return Rendered(subject, text, render_to_string(f"{letter.template}.html", {**context, "subject": subject}))


def _message(letter: Letter, frame: MailFrame) -> OutboxMessage:
    now = timezone.now()
    subject, text, html = render_letter(letter, frame)
    row = OutboxMessage(
        id=uuid7(),
        dedup_key=_short(letter.dedup_key),
        kind=letter.kind,
        state=MessageState.HELD if letter.held else MessageState.QUEUED,
        recipient=letter.recipient,
        person=letter.person,
        forum=letter.forum,
        subject=subject[:300],
        sender=email.utils.parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        not_before=letter.not_before or now,
        expires_at=letter.expires_at,
        created_at=now,
    )
    row.message_id = f"<{row.pk}@{settings.MAIL_DOMAIN}>"
    row.body = _mime(letter, row, text=text, html=html).as_bytes(policy=POLICY)
    return row


def _short(key: str) -> str:
    """Keys hold addresses, which may be as long as a key; a longer one becomes its SHA-256."""
    return key if len(key) <= LONGEST_KEY else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _mime(letter: Letter, row: OutboxMessage, *, text: str, html: str) -> EmailMessage:
    """The message as it goes out (RFC 5322), marked as automatic so that nobody's holiday answer comes back (RFC 3834)."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = row.subject
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = letter.recipient
    mail["Date"] = email.utils.format_datetime(row.created_at)
    mail["Message-ID"] = row.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if letter.reply_to:
        mail["Reply-To"] = letter.reply_to
    if letter.unsubscribe:  # one press in the mail program (RFC 2369, RFC 8058)
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.forum:
        mail["List-Id"] = f"<{letter.forum.slug}.{settings.MAIL_DOMAIN}>"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        _add_calendar(mail, letter.calendar)
    for attachment in letter.attachments:
        mail.add_attachment(
            attachment.content, maintype=attachment.maintype, subtype=attachment.subtype, filename=attachment.name
        )
    mail["Content-Language"] = letter.language  # last: content headers set before move to the parts
    set_boundaries(mail)
    return mail


def _add_calendar(mail: EmailMessage, part: CalendarPart) -> None:
    """The calendar object as an alternative (what calendars act on) and as a file (what people can save), in base64 (RFC 6047 2.3)."""
    if part.method:
        mail.add_alternative(part.text, subtype="calendar", cte="base64", params={"method": part.method})
    mail.add_attachment(part.text.encode(), maintype="text", subtype="calendar", filename=part.name)
