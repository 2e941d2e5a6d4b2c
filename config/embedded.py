"""Embedded PostgreSQL and Redis for single commands.

The first command starts a keeper, which holds both services as long as any command uses them
and then ends them. `make run` holds them by its supervisor; commands join in.
Locks: `owner` = who holds the services, `users` = shared by the commands that use them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from config import env
from config.local_postgres import Postgres
from config.local_redis import Redis
from config.processes import wait_until
from config.state import Running, ServiceError, State, take

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ServiceError", "Services", "stop", "use_services", "wait_for", "wanted_by"]

START_SECONDS: Final = 30.0
GLANCE_SECONDS: Final = 1.0  # longer than a command that only looks whether somebody owns the services
# Commands that never ask the database; all others get services.
WITHOUT_SERVICES: Final = frozenset({
    "help", "version", "--help", "--version", "check", "makemessages", "compilemessages",
    "collectstatic", "findstatic", "spectacular", "startapp", "diffsettings", "test",
})  # fmt: skip

_held: list[IO[str]] = []  # locks that last as long as this process


class Services:
    """PostgreSQL and Redis of one state folder, each left out when its URL comes from outside."""

    def __init__(self, state: State, *, forgetful: bool = False) -> None:
        sockets = state.sockets()
        self.state = state
        self.postgres = None if env.is_given("DATABASE_URL") else Postgres(state, sockets, forgetful=forgetful)
        self.redis = None if env.is_given("REDIS_URL") else Redis(state, sockets, forgetful=forgetful)

    @property
    def urls(self) -> dict[str, str]:
        """Environment variables for those who use the services."""
        urls = {}
        if self.postgres:
            urls["DATABASE_URL"] = self.postgres.url
        if self.redis:
            urls["REDIS_URL"] = self.redis.url
        return urls

    @property
    def named(self) -> list[tuple[str, Postgres | Redis]]:
        """The services that are ours to start, in the order of starting."""
        both = (("postgres", self.postgres), ("redis", self.redis))
        return [(name, service) for name, service in both if service is not None]

    def start(self) -> list[subprocess.Popen[bytes]]:
        """Start both and return when both answer."""
        started: list[subprocess.Popen[bytes]] = []
        try:
            for name, service in self.named:
                service.prepare()
                started.append(service.start(self.state.log / f"{name}.log"))
                wait_for(name, service, started[-1], self.state)
        except ServiceError:
            stop(started)
            raise
        return started


def wait_for(name: str, service: Postgres | Redis, process: subprocess.Popen[bytes], state: State) -> None:
    """Return when the service answers; ServiceError when its process ends or takes too long."""

    def settled() -> bool:
        return process.poll() is not None or service.answers()

    if not wait_until(settled, START_SECONDS) or process.poll() is not None:
        raise ServiceError(f"{name} does not start: the reason is at the end of {state.log / name}.log.")


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End services in reverse order: politely first, by force after ten seconds."""
    for process in reversed(processes):
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wanted_by(arguments: Sequence[str]) -> bool:
    """Whether a manage.py call needs services that the environment does not name."""
    if len(arguments) < 2 or arguments[1] in WITHOUT_SERVICES or "--help" in arguments:
        return False
    return not (env.is_given("DATABASE_URL") and env.is_given("REDIS_URL"))


def use_services(state: State | None = None) -> None:
    """Set DATABASE_URL and REDIS_URL to this checkout's services; start them when nobody has."""
    state = state or State()
    state.make()
    users = state.lock("users")
    take(users, shared=True)  # waits while a keeper is just ending
    _held.append(users)
    running = _answering(state)
    if running is None:
        running = _start_keeper(state)
    urls = {"DATABASE_URL": running.database_url, "REDIS_URL": running.redis_url}
    if running.email_url:
        urls |= {"EMAIL_URL": running.email_url, "SITE_URL": running.site_url}
    for name, url in urls.items():
        if not env.is_given(name):
            os.environ[name] = url


def _answering(state: State) -> Running | None:
    running = state.read_running()
    if running is None or take(state.lock("owner"), within=0):
        return None
    services = Services(state)
    return running if all(service.answers() for _, service in services.named) else None


def _start_keeper(state: State) -> Running:
    log = state.log / "keeper.log"
    with log.open("ab") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.embedded", str(state.folder)],
            cwd=env.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        running = _answering(state)
        if running:
            return running
        if keeper.poll():
            said = keeper.stderr.read().decode() if keeper.stderr else ""
            raise ServiceError(said.strip() or f"The services do not start: see {log}.")
        time.sleep(0.05)
    raise ServiceError(f"The services do not answer after {START_SECONDS:.0f} seconds: see {state.log}.")


def keep(state: State) -> None:
    """Hold the services until no command uses them any more."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    owner, users = state.lock("owner"), state.lock("users")
    if not take(owner, within=GLANCE_SECONDS):
        return  # another keeper, or the supervisor, was faster
    services = Services(state)
    processes = services.start()
    try:
        urls = services.urls
        state.write_running(Running(os.getpid(), urls.get("DATABASE_URL", ""), urls.get("REDIS_URL", "")))
        while not take(users, within=0) and all(process.poll() is None for process in processes):
            time.sleep(0.3)
    finally:
        state.forget_running()
        stop(processes)


if __name__ == "__main__":
    try:
        keep(State(Path(sys.argv[1])))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
