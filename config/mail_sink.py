"""An SMTP server for development and demo: each message becomes a file in var/mail.

`python -m config.mail_sink FOLDER PORT`, on the loopback address. A message is on disk under its
final name before the 250 goes out, so that what was acknowledged is never lost.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

HOST: Final = "127.0.0.1"
LARGEST_BYTES: Final = 35 * 1024 * 1024


class FolderHandler:
    """Writes `<UTC time>-<number>.eml`: the received bytes, nothing added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
    ) -> str:
        content = envelope.original_content or b""
        try:
            self._write(content)
        except OSError as error:
            return f"451 The message could not be stored: {error.strerror}"
        return "250 Stored"

    def _write(self, content: bytes) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        name = f"{moment}-{next(self._numbers)}.eml"
        draft = self._folder / f".{name}.part"
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / name)


async def serve(folder: Path, port: int) -> None:
    """Take mail until SIGTERM or SIGINT."""
    folder.mkdir(parents=True, exist_ok=True)
    handler, loop, ended = FolderHandler(folder), asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)

    def connection() -> SMTP:
        return SMTP(handler, data_size_limit=LARGEST_BYTES, enable_SMTPUTF8=True, hostname="localhost")

    server = await loop.create_server(connection, HOST, port)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
