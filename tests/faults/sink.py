"""The judge: an SMTP server that writes down what it accepts before it says so, and is never killed.

It runs in a thread of the harness. A behaviour tells it how to answer; by default it takes everything.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
ACCEPTED: Final = "250 Accepted"
CUT: Final = "cut"  # close the connection without an answer
SILENT: Final = "silent"  # never answer
LARGEST_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True)
class Accepted:
    """One line of the judge's book."""

    message_id: str
    recipient: str
    at: float
    digest: str


class Behaviour:
    """How the sink answers; each method sees who talks (the peer's port) and may take its time."""

    seconds_before_accepting: float = 0.0

    async def command(self, verb: str, recipient: str, peer: int) -> str:  # noqa: ARG002  (what others look at)
        """The answer to MAIL, RCPT, DATA and `.` (the end of the message, before it is accepted)."""
        return "354 Go on" if verb == "DATA" else ACCEPTED

    async def accepted(self, recipient: str, peer: int) -> str:  # noqa: ARG002  (what others look at)
        """The answer once the message is written down."""
        if self.seconds_before_accepting:
            await asyncio.sleep(self.seconds_before_accepting)
        return ACCEPTED


class Slow(Behaviour):
    """A receiver that takes so many seconds for each message."""

    def __init__(self, seconds: float) -> None:
        self.seconds_before_accepting = seconds


class Sink:
    """Serves from a thread of its own until `close`."""

    def __init__(self, folder: Path) -> None:
        self.behaviour = Behaviour()
        self.port = 0
        self._book = (folder / "accepted").open("a", buffering=1, encoding="utf-8")
        self._accepted: list[Accepted] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="sink", daemon=True)
        self._thread.start()
        self._ready.wait(10)

    @property
    def accepted(self) -> list[Accepted]:
        """What has been accepted so far, in order."""
        return self._accepted.copy()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._book.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, HOST, 0, limit=LARGEST_BYTES))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("peername")[1]
        try:
            writer.write(b"220 sink\r\n")
            await self._obey(reader, writer, peer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the sender died, or the run is over; what was accepted is in the book
        finally:
            writer.close()

    async def _obey(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: int) -> None:
        recipient = ""
        while line := await reader.readline():
            verb = line[:4].decode("ascii", "replace").strip().upper()
            if verb == "RCPT":
                recipient = line.decode("ascii", "replace").partition("<")[2].partition(">")[0]
            answer = await self._answer(verb, recipient, peer)
            await _say(writer, answer)
            if answer.startswith("354"):
                content = await reader.readuntil(b"\r\n.\r\n")
                await _say(writer, await self._take(content, recipient, peer))

    async def _answer(self, verb: str, recipient: str, peer: int) -> str:
        if verb in {"MAIL", "RCPT", "DATA"}:
            return await self.behaviour.command(verb, recipient, peer)
        return {"QUIT": "221 Bye"}.get(verb, "250 sink")

    async def _take(self, content: bytes, recipient: str, peer: int) -> str:
        """The end of a message: asked once before it counts as accepted, once after."""
        answer = await self.behaviour.command(".", recipient, peer)
        if answer != ACCEPTED:
            return answer
        message_id = str(BytesHeaderParser().parsebytes(content)["Message-ID"])
        entry = Accepted(message_id, recipient, time.time(), hashlib.sha256(content).hexdigest())
        self._book.write(f"{entry.at:.6f} {entry.message_id} {entry.recipient} {entry.digest}\n")
        self._accepted.append(entry)
        return await self.behaviour.accepted(recipient, peer)


async def _say(writer: asyncio.StreamWriter, answer: str) -> None:
    if answer == SILENT:
        await asyncio.sleep(3600)
    if answer == CUT:
        raise ConnectionAbortedError
    writer.write(f"{answer}\r\n".encode())
    if answer.startswith("221"):
        raise ConnectionAbortedError
