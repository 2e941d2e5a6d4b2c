"""The one door to the internet: asks a server for something and believes nothing that it says.

An address comes from a person and may be meant to turn us inward (server-side request forgery), to fill our memory or to keep us
waiting. So: https alone; the name is looked up once, every address that it has must lie outside, and we connect to the address that was
checked while the certificate must fit the name; redirects are few and each is checked anew; nothing of ours travels along (no cookies,
no credentials, no proxies from the environment); size is counted after unpacking, and one clock runs over the whole.
Built on the standard library: the check sits between lookup and connection, and the clock needs the socket.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from django.conf import settings

from forum.enums import FetchProblem
from forum.services.outside_addresses import OutsideAddress, OutsideAddressError, is_outside, read_outside_address

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK: Final = 64 * 1024
REDIRECTS: Final = 3
ADDRESSES_TRIED: Final = 3
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_ANSWERS: Final = {
    401: FetchProblem.DENIED,
    403: FetchProblem.DENIED,
    404: FetchProblem.GONE,
    410: FetchProblem.GONE,
    429: FetchProblem.BUSY,
    503: FetchProblem.BUSY,
}


class OutgoingError(Exception):
    """Nothing came of it. The text holds neither the address nor anything that the server said."""

    def __init__(self, problem: FetchProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Known:
    """What we have already, so that a server need not send it again (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Fetched:
    """What the server has; `body` is None when it is still what we know."""

    body: bytes | None
    known: Known


def fetch(address: str, *, most_bytes: int, known: Known | None = None, seconds: float | None = None) -> Fetched:
    """Get what lies at a published address. `seconds` bounds everything together. Raises `OutgoingError`."""
    end = time.monotonic() + (settings.OUTGOING_SECONDS if seconds is None else seconds)
    try:
        there = read_outside_address(address)
        for _ in range(REDIRECTS + 1):
            answer = _ask(there, known or Known(), most_bytes, end)
            if isinstance(answer, Fetched):
                return answer
            there = read_outside_address(urljoin(there.url, answer), schemes=("https",))
    except OutsideAddressError as error:
        raise OutgoingError(error.problem) from None
    raise OutgoingError(FetchProblem.REDIRECTS)


def _ask(there: OutsideAddress, known: Known, most_bytes: int, end: float) -> Fetched | str:
    """What the server has, or where it sends us."""
    with _connected(there, end) as sock:
        line = http.client.HTTPConnection(there.host, there.port)
        line.sock = sock
        try:
            line.putrequest("GET", there.target, skip_host=True, skip_accept_encoding=True)
            for name, value in (_headers(there) | known.headers()).items():
                line.putheader(name, value)
            line.endheaders()
            with line.getresponse() as response:
                return _answer(response, known, most_bytes)
        except (OSError, http.client.HTTPException, zlib.error, ValueError):
            raise OutgoingError(_late(end) or FetchProblem.UNREADABLE) from None


def _headers(there: OutsideAddress) -> dict[str, str]:
    return {
        "Host": there.authority,
        "User-Agent": "Samverka",
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _answer(response: http.client.HTTPResponse, known: Known, most_bytes: int) -> Fetched | str:
    if response.status == 304 and known.headers():
        return Fetched(None, known)
    if response.status in _MOVED:
        return response.getheader("Location") or ""
    if response.status != 200:
        raise OutgoingError(_ANSWERS.get(response.status, FetchProblem.FAILED))
    body = _body(response, most_bytes)
    return Fetched(body, Known(_kept(response, "ETag"), _kept(response, "Last-Modified")))


def _kept(response: http.client.HTTPResponse, name: str) -> str:
    value = response.getheader(name) or ""
    return value if len(value) <= 300 and value.isascii() and value.isprintable() else ""


def _body(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """All of it, unpacked; stops as soon as it is too much, packed or unpacked."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise OutgoingError(FetchProblem.UNREADABLE)
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=31)
    came, body = 0, bytearray()
    while chunk := response.read(CHUNK):
        came += len(chunk)
        body += unpack.decompress(chunk, most_bytes - len(body) + 1) if unpack else chunk
        if came > most_bytes or len(body) > most_bytes:
            raise OutgoingError(FetchProblem.TOO_LARGE)
    if response.length or (unpack and (not unpack.eof or unpack.unused_data)):
        raise OutgoingError(FetchProblem.UNREADABLE)
    return bytes(body)


@contextmanager
def _connected(there: OutsideAddress, end: float) -> Iterator[ssl.SSLSocket]:
    """A line to the server that is cut when the time is over, wherever the server keeps us waiting."""
    plain = _reached(_lookup(there, end), there.port, end)
    with plain:
        try:
            secure = _context().wrap_socket(plain, server_hostname=there.host, do_handshake_on_connect=False)
        except ValueError:
            raise OutgoingError(FetchProblem.ADDRESS) from None
        with secure, _cut_at(secure, end):
            try:
                secure.do_handshake()
            except ssl.SSLCertVerificationError:
                raise OutgoingError(FetchProblem.CERTIFICATE) from None
            except OSError:
                raise OutgoingError(_late(end) or FetchProblem.UNREACHABLE) from None
            yield secure
            if late := _late(end):
                raise OutgoingError(late)


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.OUTGOING_TEST["ca_file"] if settings.OUTGOING_TEST else None)


def _late(end: float) -> FetchProblem | None:
    return FetchProblem.TOO_SLOW if time.monotonic() >= end else None


@contextmanager
def _cut_at(sock: socket.socket, end: float) -> Iterator[None]:
    """Shuts the line when the time is over, so that a server which sends a byte now and then does not keep us."""
    timer = threading.Timer(max(0.0, end - time.monotonic()), _shut, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _lookup(there: OutsideAddress, end: float) -> list[str]:
    """The server's IP addresses, looked up once; one that leads inside spoils them all."""
    found: list[str] = []
    thread = threading.Thread(target=_look, args=(there, found), daemon=True)
    thread.start()
    thread.join(max(0.0, end - time.monotonic()))
    if thread.is_alive():
        raise OutgoingError(FetchProblem.TOO_SLOW)
    if not found:
        raise OutgoingError(FetchProblem.UNKNOWN_NAME)
    if not all(is_outside(address) for address in found):
        raise OutgoingError(FetchProblem.INSIDE)
    return found


def _look(there: OutsideAddress, found: list[str]) -> None:
    with suppress(OSError, UnicodeError):
        answers = socket.getaddrinfo(there.host, there.port, type=socket.SOCK_STREAM)
        found += dict.fromkeys(str(answer[4][0]) for answer in answers)


def _reached(addresses: list[str], port: int, end: float) -> socket.socket:
    """A line to the first of the addresses that answers."""
    for address in addresses[:ADDRESSES_TRIED]:
        left = end - time.monotonic()
        if left <= 0:
            break
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=left)
    raise OutgoingError(_late(end) or FetchProblem.UNREACHABLE)
