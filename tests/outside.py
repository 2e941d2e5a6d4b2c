"""The internet in a test: a real TLS server on this machine, a certificate of our own, and a directory of names."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("calendar.demo.example", "moved.demo.example", "xn--rd-yia.demo.example")


def answer(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP answer; `ETag="…"`, `Content_Encoding="gzip"` and such as keywords."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class OutsideServer:
    """Answers each path as the test tells it, and keeps what it was asked."""

    def __init__(self, folder: Path, *, names: tuple[str, ...] = NAMES) -> None:
        self.scripts: dict[str, Any] = {}
        self.asked: list[str] = []
        self.connections = 0
        self.ca_file = folder / "ca.pem"
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(_certificates(folder, names))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def url(self, path: str = "/calendar.ics", host: str = NAMES[0]) -> str:
        return f"https://{host}:{self.port}{path}"

    def say(self, script: bytes | Callable[[ssl.SSLSocket, str], None], path: str = "/calendar.ics") -> None:
        """What the server does from now on when it is asked for the path."""
        self.scripts[path] = script

    def _listen(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(10)
        with suppress(OSError), self._context.wrap_socket(plain, server_side=True) as line:
            request = b""
            while not request.endswith(b"\r\n\r\n"):
                piece = line.recv(4096)
                if not piece:
                    return
                request += piece
            text = request.decode("latin-1")
            self.asked.append(text)
            script = self.scripts.get(text.split()[1], answer(status="404 Not Found"))
            if callable(script):
                script(line, text)
            else:
                line.sendall(script)


class Directory:
    """What names lead to, in place of the name servers; counts each question."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self.real = real
        self.known: dict[str, list[str]] = {name: ["127.0.0.1"] for name in NAMES}
        self.asked: Counter[str] = Counter()

    def look_up(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        with suppress(ValueError):
            ipaddress.ip_address(host)
            return self.real(host, port, *args, **kwargs)
        self.asked[host] += 1
        if host not in self.known and host.endswith(".example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = self.known.get(host)
        if found is None:
            return self.real(host, port, *args, **kwargs)
        return [answer for one in found for answer in self.real(one, port, type=socket.SOCK_STREAM)]


def _certificates(folder: Path, names: tuple[str, ...]) -> Path:
    """Write an authority to ca.pem and a server's key with its certificate to server.pem."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _name("Test authority")
    ca = _certificate(authority, authority, authority_key).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    server = _certificate(_name("server"), authority, key).add_extension(alternatives, critical=False)
    signed = [
        (one.sign(authority_key, hashes.SHA256())).public_bytes(serialization.Encoding.PEM) for one in (ca, server)
    ]
    (folder / "ca.pem").write_bytes(signed[0])
    path = folder / "server.pem"
    path.write_bytes(_pem(key) + signed[1])
    return path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2050, 1, 1, tzinfo=dt.UTC))
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
