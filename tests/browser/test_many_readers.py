from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.site import DemoInstallation


def test_those_who_have_a_page_open_lock_nobody_out(site: DemoInstallation) -> None:
    """A browser keeps six connections for a while after the page has come."""
    with ExitStack() as browsers:
        for _connection in range(60):
            opened = browsers.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=5))
            opened.sendall(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert opened.recv(12) == b"HTTP/1.1 200"

        with urllib.request.urlopen(f"{site.address}/health/live", timeout=5) as answer:  # noqa: S310  (loopback)
            assert answer.status == 200
