"""Embedded PostgreSQL for development, tests and demo: binaries of a wheel, or of the system.

As root it runs under another account: config/local_accounts.py.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import psycopg

from config.local_accounts import Account, choose_account, clean_environment, data_folder, find_binaries, major_version
from config.processes import dying_with_parent
from config.state import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.state import State

USER: Final = "samverka"
DATABASE: Final = "samverka"

SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500",
}
# Safe only where the data may be lost: the test server.
FORGETFUL: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "250"}


class Postgres:
    """A PostgreSQL server in a state folder, reached by a socket only."""

    def __init__(self, state: State, sockets: Path, *, forgetful: bool = False) -> None:
        self.state = state
        self.sockets = sockets / "postgres"
        self.forgetful = forgetful
        self._account: Account | None = None
        self._data = state.postgres

    @property
    def url(self) -> str:
        return self._url(DATABASE)

    def _url(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?{urlencode({'host': str(self.sockets)}, safe='/')}"

    def prepare(self) -> None:
        """Choose the account, make folders and, the first time, the cluster."""
        binaries = find_binaries()
        self._account = account = choose_account(binaries, self.state.folder)
        self._data = data_folder(self.state.postgres, account)
        for folder in (self._data, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            if account.owner is not None:
                os.chown(folder, account.owner, account.owner)
        if account.owner is not None:
            self.sockets.parent.chmod(0o711)
        if not (self._data / "PG_VERSION").exists():
            self._init(account)
        self._check_version(account)

    def _init(self, account: Account) -> None:
        for leftover in self._data.iterdir():  # of an initdb that was killed
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        # No ICU and no sv_SE locale in the wheel: the built-in provider sorts the same everywhere.
        ended = account.run(
            "initdb",
            f"--pgdata={self._data}",
            f"--username={USER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
            *(["--no-sync"] if self.forgetful else []),
        )
        if ended.returncode:
            raise ServiceError(f"PostgreSQL's data folder can't be made in {self._data}: {_last_line(ended.stderr)}")

    def _check_version(self, account: Account) -> None:
        stored = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        if stored != str(major_version(account.binaries / "postgres")):
            raise ServiceError(
                f"The data in {self._data} is of PostgreSQL {stored}, another version than the "
                f"program's: move the folder away to start afresh, or use PostgreSQL {stored}."
            )

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Start the server; it ends when this process's main thread does."""
        account = self._account
        if account is None:
            raise RuntimeError("call prepare first")
        self._remove_stale_pid_file()
        settings = {**SETTINGS, **(FORGETFUL if self.forgetful else {})}
        command = account.command("postgres", "-D", str(self._data), "-k", str(self.sockets))
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd="/",
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGINT),  # fast shutdown
                **account.popen,
            )

    def answers(self) -> bool:
        """Whether queries are answered; a socket that takes connections is not enough."""
        try:
            with psycopg.connect(self._url("postgres"), connect_timeout=2, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not known:
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')
        except psycopg.Error:
            return False
        return True

    def _remove_stale_pid_file(self) -> None:
        """After a kill and a reboot the noted process id may belong to somebody else."""
        note = self._data / "postmaster.pid"
        try:
            pid = int(note.read_text(encoding="ascii").split("\n", 1)[0])
            used = Path(f"/proc/{pid}/cwd").samefile(self._data)
        except (OSError, ValueError):
            used = False
        if not used:
            note.unlink(missing_ok=True)


def _last_line(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return lines[-1] if lines else "no message"
