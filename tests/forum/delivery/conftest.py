from __future__ import annotations

import socket

import pytest


@pytest.fixture
def no_connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every try to connect, which ends there."""
    tried: list[object] = []

    def connect(address: object, **_: object) -> socket.socket:
        tried.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried
