from __future__ import annotations

import email
import email.policy
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller

from config.mail_sink import FolderHandler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@dataclass
class Sink:
    """A real SMTP server of this test; what it has accepted, oldest first."""

    folder: Path

    def messages(self, recipient: str = "") -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"))
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [message for message in found if recipient in str(message["To"])]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def sink(tmp_path: Path, settings: SettingsWrapper) -> Iterator[Sink]:
    port = free_port()
    controller = Controller(FolderHandler(tmp_path), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield Sink(tmp_path)
    controller.stop()
