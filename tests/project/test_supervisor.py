"""`make run` survives the kill of any of its processes, and nothing survives `make run`."""

from __future__ import annotations

import os
import signal
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from config.processes import children_of, wait_until
from tests.project.installation import Installation, gone_within

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("supervisor")]

BACK_SECONDS = 5.0
CHILDREN = (
    "guardian",
    "postgres",
    "redis",
    "mail sink",
    "web",
    "worker mail",
    "worker general",
    "worker calendars",
    "beat",
)
#: The supervisor starts them again as it does the mail worker, which is tried each time.
STARTED_ALIKE = ("worker general", "worker calendars", "mail sink", "beat")


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    """State folder with a migrated database; nothing runs yet."""
    installation = Installation()
    installation.migrate()
    yield installation
    installation.remove()


@pytest.fixture
def running(installed: Installation) -> Installation:
    """Started by the first test that asks, and again after a test that ended it."""
    if installed.process is None or installed.process.poll() is not None:
        installed.start()
    assert wait_until(lambda: len(installed.pids()) == len(CHILDREN) + 1, 30)
    return installed


def becomes_ready(installation: Installation, since: float) -> bool:
    """Whether pages answer and both ticks have been done after the given moment."""

    def is_ready() -> bool:
        report: dict[str, Any] = installation.readiness()
        ages = report.get("secondsSinceTick", {}).values()
        return bool(report["ready"]) and max(ages) < time.time() - since

    return wait_until(is_ready, 30, pause=0.3)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.exhaustive] * (name in STARTED_ALIKE)) for name in CHILDREN]
)
def test_killed_child_is_back_within_five_seconds(running: Installation, name: str) -> None:
    killed = running.pids()[name]

    os.kill(killed, signal.SIGKILL)

    assert running.comes_back(name, killed, BACK_SECONDS), running.said()
    assert becomes_ready(running, time.time()), running.readiness()


@pytest.mark.parametrize("name", ["web", "worker mail"])
def test_killed_process_of_a_child_is_replaced(running: Installation, name: str) -> None:
    assert becomes_ready(running, 0), running.readiness()  # what a program starts while it starts up has ended
    assert wait_until(lambda: bool(children_of(running.pids()[name])), 30)
    workers = children_of(running.pids()[name])

    for worker in workers:
        os.kill(worker, signal.SIGKILL)

    assert gone_within(workers, BACK_SECONDS)
    assert wait_until(lambda: bool(children_of(running.pids()[name])), BACK_SECONDS)
    assert becomes_ready(running, time.time()), running.readiness()


def test_killed_supervisor_leaves_no_process(running: Installation) -> None:
    assert running.process
    everything = running.all_processes()
    assert len(everything) > len(CHILDREN) + 2

    running.process.kill()
    running.process.wait()

    assert gone_within(everything, 10), running.all_processes()


def test_killed_supervisor_and_guardian_leave_no_process(running: Installation) -> None:
    assert running.process
    everything = running.all_processes()

    os.kill(running.pids()["guardian"], signal.SIGKILL)
    running.process.kill()
    running.process.wait()

    assert gone_within(everything, 10)


def test_killed_while_starting_leaves_no_process(installed: Installation) -> None:
    if installed.process and installed.process.poll() is None:
        installed.stop()
    process = installed.launch()
    assert wait_until(lambda: "Answering" in installed.said(), 30)
    everything = installed.all_processes()

    process.kill()
    process.wait()

    assert gone_within(everything, 10)


def test_term_stops_everything_cleanly(running: Installation) -> None:
    everything = running.all_processes()

    assert running.stop() == 0

    assert gone_within(everything, 1)
    assert running.said().endswith("Stopped\n")


def test_single_command_joins_the_running_services(running: Installation) -> None:
    ended = running.manage(
        "shell", "-v0", "-c", "from django.db import connection as c; c.ensure_connection(); print('joined')"
    )

    assert ended.stdout.splitlines()[-1:] == ["joined"], ended.stderr


def test_second_supervisor_says_where_the_first_one_answers(running: Installation) -> None:
    other = Installation()
    other.folder.rmdir()
    other.folder = running.folder
    ended = other.manage("run")

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Samverka already runs here at http://127.0.0.1:{running.port}/")


def test_taken_port_is_one_sentence() -> None:
    other = Installation()
    with socket.create_server(("127.0.0.1", other.port)):
        ended = other.manage("run")

    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {other.port} is taken by another program, or not yours to use: "
        "choose another, for example PORT=8001 make run.\n"
    )


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_senseless_port_is_one_sentence(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    other = Installation()
    monkeypatch.setattr(other, "port", port)

    ended = other.manage("run")

    assert ended.returncode == 1
    assert ended.stderr == f"PORT={port} is no port: choose a number from 1024 to 65535, such as PORT=8001.\n"
