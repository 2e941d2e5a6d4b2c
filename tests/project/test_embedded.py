"""Single commands bring their own services, share them, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config import embedded
from config.embedded import Services, stop
from config.env import BASE_DIR
from config.processes import wait_until
from config.state import LONGEST_SOCKET_NAME, LONGEST_SOCKET_PATH, ServiceError, State
from tests.project.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

STARTED_AT = "from django.db import connection as c; u = c.cursor(); u.execute('SELECT pg_postmaster_start_time()'); print(u.fetchone()[0])"


@pytest.fixture
def installation() -> Iterator[Installation]:
    made = Installation()
    yield made
    assert wait_until(lambda: not processes_of(made.folder), 15)
    made.remove()


@pytest.fixture
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the environment names no servers."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)


def processes_of(folder: Path) -> set[int]:
    """Living processes whose command line names the folder."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder).encode() in entry.read_bytes():
                found.add(int(entry.parent.name))
        except OSError:
            continue
    return found


def shell(installation: Installation, statement: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", statement],
        cwd=BASE_DIR,
        env=installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_commands_share_one_server_and_leave_nothing(installation: Installation) -> None:
    commands = [shell(installation, STARTED_AT) for _ in range(2)]
    said = [command.communicate(timeout=90) for command in commands]

    assert [command.returncode for command in commands] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert wait_until(lambda: not processes_of(installation.folder), 10)


def test_killed_command_leaves_nothing(installation: Installation) -> None:
    command = shell(installation, "import time; print('up', flush=True); time.sleep(60)")
    assert command.stdout
    assert command.stdout.readline() == "up\n"
    assert processes_of(installation.folder)

    command.kill()
    command.communicate()

    assert wait_until(lambda: not processes_of(installation.folder), 10)


def test_command_without_database_starts_nothing(installation: Installation) -> None:
    ended = installation.manage("check")

    assert ended.returncode == 0, ended.stderr
    assert not (installation.folder / "var" / "postgres").exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["manage.py"], False),
        (["manage.py", "help"], False),
        (["manage.py", "makemessages"], False),
        (["manage.py", "migrate", "--help"], False),
        (["manage.py", "migrate"], True),
        (["manage.py", "load_demo"], True),
    ],
)
@pytest.mark.usefixtures("own_services")
def test_only_commands_that_ask_the_database_get_services(arguments: list[str], expected: bool) -> None:
    assert embedded.wanted_by(arguments) is expected


def test_named_servers_are_used_instead() -> None:
    assert embedded.wanted_by(["manage.py", "migrate"]) is False


@pytest.mark.usefixtures("own_services")
def test_pid_file_of_a_foreign_process_does_not_block(tmp_path: Path) -> None:
    state = State(tmp_path / "var")
    state.make()
    services = Services(state, forgetful=True)
    assert services.postgres
    services.postgres.prepare()
    pid_file = state.postgres.resolve() / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{state.postgres}\n0\n5432\n\n\n", encoding="ascii")

    stop(services.start())


@pytest.mark.usefixtures("own_services")
def test_data_of_another_version_is_one_sentence(tmp_path: Path) -> None:
    state = State(tmp_path / "var")
    state.make()
    state.postgres.mkdir()
    (state.postgres / "PG_VERSION").write_text("16\n", encoding="ascii")

    with pytest.raises(ServiceError, match=r"is of PostgreSQL 16, another version than the program's: move the folder"):
        Services(state).start()


def test_socket_folder_is_short_although_the_state_folder_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_folder = tmp_path / ("long-" * 40)
    long_folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(long_folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    state = State(long_folder / "var")
    state.make()

    sockets = state.sockets()

    assert len(os.fsencode(f"{sockets}{LONGEST_SOCKET_NAME}")) <= LONGEST_SOCKET_PATH
    assert state.sockets() == sockets
    sockets.rmdir()


def test_no_short_folder_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    state = State(tmp_path / "var")
    state.make()

    with pytest.raises(ServiceError, match=r"short enough for a socket .* set TMPDIR to a short one"):
        state.sockets()


def test_unwritable_state_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("", encoding="ascii")

    with pytest.raises(ServiceError, match=r"can't be written .*run as the owner of this checkout"):
        State(tmp_path / "var").make()
