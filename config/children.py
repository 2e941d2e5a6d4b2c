"""What the supervisor runs beside the services: web, a worker per queue, beat, the mail sink."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from config import queues
from config.env import BASE_DIR
from config.processes import dying_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config.state import State

WEB: Final = "web"
MAIL_SINK: Final = "mail sink"
HOST: Final = "127.0.0.1"
WEB_THREADS: Final = 4
CONCURRENCY: Final = {queues.MAIL: 2, queues.GENERAL: 2, queues.CALENDARS: 1}
QUICK_DEATH_SECONDS: Final = 10.0
LONGEST_PAUSE_SECONDS: Final = 30.0


@dataclass
class Child:
    """One supervised process, with a pause before restarts that grows while it dies young."""

    name: str
    log: Path
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL  # from the guardian, when the supervisor was killed
    stop_patience: float = 10.0
    restarts: bool = True
    is_needed_by_others: bool = False  # is stopped after the others have ended
    process: subprocess.Popen[bytes] | None = None
    group: int = 0
    started_at: float = 0.0
    restart_at: float | None = None
    young_deaths: int = 0

    def note_end(self, now: float) -> float:
        """Plan the restart and return the pause: 0.2 s, then 0.4, 0.8 … 30 s for young deaths."""
        young = now - self.started_at < QUICK_DEATH_SECONDS
        self.young_deaths = self.young_deaths + 1 if young else 0
        pause = min(0.2 * 2.0 ** max(self.young_deaths - 1, 0), LONGEST_PAUSE_SECONDS)
        self.process, self.restart_at = None, now + pause if self.restarts else None
        return pause

    def note_start(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.group = process, process.pid
        self.started_at, self.restart_at = time.monotonic(), None


def launch(command: list[str], log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that dies with this one; output goes to the log."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGKILL),
        )


def free_port() -> int:
    """A port of the loopback address that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def web_command(port: int) -> list[str]:
    return [
        *_module("granian"),
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        "--workers=1",
        f"--blocking-threads={WEB_THREADS}",
        "--backpressure=1024",  # counts open connections, of which a browser keeps six; the threads limit the work
        "--no-ws",
        "--respawn-failed-workers",
        "--respawn-interval=0.5",
        "config.wsgi:application",
    ]


def worker_command(queue: str) -> list[str]:
    return [
        *_module("celery"),
        "--app=config.celery_app",
        "worker",
        f"--queues={queue}",
        f"--hostname={queue}@%h",
        f"--concurrency={CONCURRENCY[queue]}",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
        "--loglevel=INFO",
    ]


def beat_command(schedule: Path) -> list[str]:
    return [
        *_module("celery"), "--app=config.celery_app", "beat",
        f"--schedule={schedule}", "--pidfile=", "--loglevel=INFO",
    ]  # fmt: skip


def sink_command(folder: Path, port: int) -> list[str]:
    return [*_module("config.mail_sink"), str(folder), str(port)]


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def programs(state: State, environment: dict[str, str], port: int, mail_port: int | None) -> list[Child]:
    """Everything but the services, in the order of starting; no sink when mail goes elsewhere."""
    web = {
        **environment,
        "SUPERVISED": "1",
        "DATABASE_POOL_SIZE": os.environ.get("DATABASE_POOL_SIZE", str(WEB_THREADS)),
    }
    commands: list[tuple[str, list[str], dict[str, str]]] = []
    if mail_port is not None:
        commands.append((MAIL_SINK, sink_command(state.mail, mail_port), environment))
    commands.append((WEB, web_command(port), web))
    # The system checks were done before the start; but their loading of all addresses, which letters hold, is done once before the fork.
    unchecked = {**environment, "CELERY_SKIP_CHECKS": "1"}
    for queue in queues.ALL:
        variables = environment if queue == queues.GENERAL else unchecked
        commands.append((f"worker {queue}", worker_command(queue), variables))
    commands.append(("beat", beat_command(state.run / "beat-schedule"), unchecked))
    return [_program(name, command, state, variables) for name, command, variables in commands]


def _program(name: str, command: list[str], state: State, environment: dict[str, str]) -> Child:
    log = state.log / f"{name.replace(' ', '-')}.log"
    start = partial(launch, command, log, environment)
    return Child(name, log, start, is_needed_by_others=name == MAIL_SINK)
