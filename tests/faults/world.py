"""All processes of an installation, in a folder of their own, to be killed: PostgreSQL (fsync on), Redis, workers, beats.

Everything is started and looked after by the main thread: `tend` restarts what has ended, and whoever waits, tends.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import psycopg
import redis

from config.children import beat_command, launch, worker_command
from config.embedded import Services, stop, wait_for
from config.env import BASE_DIR
from config.processes import children_of, signal_group
from config.state import State
from tests.faults.sink import HOST, Sink
from tests.plugins.template import fill_template

MAIL: Final = "worker mail"
GENERAL: Final = "worker general"
OUTSIDE: Final = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SITE_URL",
    "DJANGO_SETTINGS_MODULE",
    "TEST_TEMPLATE_DATABASE",
)
T = TypeVar("T")
SHORTEST_LIFE_SECONDS: Final = 0.3  # a restart in a tight loop would only take the others' time


@dataclass
class Member:
    """One process of the world, with the ids of those that ended before it."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    started_at: float
    ended: set[int] = field(default_factory=set)

    @property
    def pid(self) -> int:
        return self.process.pid


class World:
    """`with World() as world:` – migrated, empty, and nothing but the services runs until `add` is called."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="samverka-faults-"))
        self.points = self.folder / "points"
        self.points.mkdir()
        self.sink = Sink(self.folder)
        self.members: dict[str, Member] = {}
        self.random = random.Random(0)  # noqa: S311  (the same kills for the same seed)
        self._state = State(self.folder / "var")
        self._state.make()
        self._more = environment
        self._services = self._own_services()

    def __enter__(self) -> Self:
        for name, service in self._services.named:
            service.prepare()
            self._start(name, partial(service.start, self._log(name)))
            wait_for(name, service, self.members[name].process, self._state)
        _without_outside(self._migrate)
        return self

    def __exit__(self, *_: object) -> None:
        services = {name for name, _ in self._services.named}
        for member in [member for name, member in self.members.items() if name not in services]:
            signal_group(member.pid, signal.SIGKILL)
            member.process.wait()
        stop([member.process for name, member in self.members.items() if name in services])
        self.sink.close()
        shutil.rmtree(self._state.sockets(), ignore_errors=True)
        shutil.rmtree(self._state.postgres.resolve(), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _migrate(self) -> None:
        os.environ |= {"DATABASE_URL": self.database_url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        fill_template(self.database_url)

    def _own_services(self) -> Services:
        return _without_outside(lambda: Services(self._state))

    def _log(self, name: str) -> Path:
        return self._state.log / f"{name.replace(' ', '-')}.log"

    @property
    def database_url(self) -> str:
        return self._services.urls["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self._services.urls["REDIS_URL"]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return {
            **kept,
            **self._services.urls,
            "EMAIL_URL": f"smtp://{HOST}:{self.sink.port}",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "FAULTS_POINTS": str(self.points),
            "VAR_DIR": str(self._state.folder),
            "CELERY_SKIP_CHECKS": "1",
            **self._more,
        }

    # Processes

    def add_worker(self, queue: str, *more: str) -> None:
        self._add(f"worker {queue}", [*worker_command(queue), *more])

    def add_beat(self, number: int = 1) -> None:
        self._add(f"beat {number}", beat_command(self._state.run / f"beat-{number}"))

    def _add(self, name: str, command: list[str]) -> None:
        self._start(name, lambda: launch(command, self._log(name), self.environment))

    def _start(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.members[name] = Member(name, start, start(), time.time())

    def restart(self, name: str) -> None:
        """End a process with all its children and start it anew at once."""
        member = self.members[name]
        while signal_group(member.pid, signal.SIGKILL):
            member.process.poll()
            time.sleep(0.01)
        member.process, member.started_at = member.start(), time.time()

    def tend(self) -> None:
        """Restart what has ended, with what it left behind ended first, as the supervisor does."""
        for member in self.members.values():
            if member.process.poll() is None:
                continue
            member.ended.add(member.pid)
            if signal_group(member.pid, signal.SIGKILL) or time.time() < member.started_at + SHORTEST_LIFE_SECONDS:
                continue
            member.process, member.started_at = member.start(), time.time()

    def wait(self, condition: Callable[[], bool], within: float, pause: float = 0.05) -> bool:
        """Tend the processes until the condition holds; False when the time is over."""
        end = time.monotonic() + within
        while not condition():
            if time.monotonic() > end:
                return False
            self.tend()
            time.sleep(pause)
        return True

    def rest(self, seconds: float) -> None:
        self.wait(lambda: False, seconds)

    # What is in them

    def query(self, statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a statement by a connection of its own; tries again while PostgreSQL is being restarted."""
        for _ in range(200):
            try:
                with psycopg.connect(self.database_url, autocommit=True, connect_timeout=2) as connection:
                    cursor = connection.execute(statement, values)
                    return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                self.tend()
                time.sleep(0.1)
        raise TimeoutError("PostgreSQL does not come back")

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis_url, socket_timeout=1)

    def answers_redis(self) -> bool:
        try:
            with self.redis() as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False

    def sow(self, actions: int, councils: int = 0) -> set[str]:
        """Reminders that wait (tests/faults/seed.py); returns the addresses that are to get one letter each."""
        command = [sys.executable, "-m", "tests.faults.seed", str(actions), str(councils)]
        ended = subprocess.run(command, cwd=BASE_DIR, env=self.environment, check=True, stdout=subprocess.PIPE)
        return set(json.loads(ended.stdout))

    def make_due(self, count: int | None = None) -> float:
        """Bring what waits, all or so many, to this moment; returns it (Unix time)."""
        self.query(
            """
            UPDATE forum_reminder SET moment = now(), expires_at = now() + interval '14 days' WHERE id IN (
                SELECT id FROM forum_reminder WHERE state = 'planned' AND moment > now() ORDER BY id LIMIT %(count)s)
            """,
            {"count": count},
        )
        return time.time()

    def children(self, name: str) -> list[int]:
        """The pool of a worker, by process id."""
        return sorted(children_of(self.members[name].pid))

    def said(self, name: str, lines: int = 20) -> str:
        return "\n".join(self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _without_outside(call: Callable[[], T]) -> T:
    """Call with the addresses of other services out of the environment (the test suite's own, for one)."""
    kept = {name: os.environ.pop(name) for name in OUTSIDE if name in os.environ}
    try:
        return call()
    finally:
        for name in OUTSIDE:
            os.environ.pop(name, None)
        os.environ.update(kept)
