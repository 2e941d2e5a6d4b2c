"""The mail that the demo has sent, as files of its own sink."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path

NAME: Final = re.compile(r"[0-9A-Za-z.\-]{1,80}\.eml")
NEWEST: Final = 300


@dataclass(frozen=True)
class Attachment:
    number: int
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Mail:
    """One message: its file's name and what it says."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def receiver(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self) -> datetime | None:
        try:
            return email.utils.parsedate_to_datetime(str(self.message["Date"]))
        except ValueError:
            return None

    def words(self, kind: str) -> str:
        """The text in the form "plain" or "html"; empty when the mail has none."""
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""

    def attachments(self) -> list[Attachment]:
        """Files that travel with the mail."""
        rows = []
        for number, part in enumerate(self.message.iter_attachments()):
            size = len(part.get_payload(decode=True) or b"")
            rows.append(Attachment(number, part.get_filename() or "", part.get_content_type(), size))
        return rows

    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]


def newest_mail() -> list[Mail]:
    """The newest messages first."""
    files = sorted(settings.MAIL_SINK_DIR.glob("*.eml"), reverse=True)[:NEWEST]
    return [mail for path in files if (mail := _read(path, headers_only=True))]


def mail_named(name: str) -> Mail | None:
    """One message with all its parts; None when there is no such file."""
    return _read(settings.MAIL_SINK_DIR / name) if NAME.fullmatch(name) else None


def _read(path: Path, *, headers_only: bool = False) -> Mail | None:
    """A file can vanish between the listing and the reading."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if headers_only:
        content = content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
    return Mail(path.name, email.message_from_bytes(content, policy=email.policy.default))
