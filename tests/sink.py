"""Real SMTP servers of one test: one that keeps everything, one that answers as it is told."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path


@dataclass
class Sink:
    """What the server has accepted, oldest first."""

    folder: Path

    def messages(self, recipient: str = "") -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"))
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [message for message in found if recipient in str(message["To"])]


def text_of(mail: EmailMessage) -> str:
    """The plain part, as a reader without HTML has it."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


@dataclass
class ScriptedHandler:
    """Answers RCPT and DATA by the address; 250 where nothing else was said. `on_data` runs before a message is accepted."""

    answers: dict[str, str] = field(default_factory=dict)
    data_answers: dict[str, str] = field(default_factory=dict)
    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    on_data: Callable[[], object] | None = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (aiosmtpd's)
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's)
        if self.on_data:
            await asyncio.to_thread(self.on_data)
        address = envelope.rcpt_tos[0]
        answer = self.data_answers.get(address, "250 OK")
        if answer.startswith("2"):
            self.accepted.append((address, envelope.original_content))
        return answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
