"""The state of a checkout: the folder var/, the short socket folder, locks, what runs now."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from config.env import VAR_DIR

# Linux: 108 bytes with the closing zero; PostgreSQL adds its own file name.
LONGEST_SOCKET_PATH: Final = 107
LONGEST_SOCKET_NAME: Final = "/postgres/.s.PGSQL.5432"


class ServiceError(Exception):
    """A service can't run; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Running:
    """What single commands need to know about the services of this checkout."""

    owner_pid: int
    database_url: str
    redis_url: str
    email_url: str = ""
    site_url: str = ""


class State:
    """One state folder: `var/` of the checkout, or a temporary one in tests."""

    def __init__(self, folder: Path = VAR_DIR) -> None:
        self.folder = folder
        self.postgres = folder / "postgres"
        self.redis = folder / "redis"
        self.mail = folder / "mail"
        self.log = folder / "log"
        self.run = folder / "run"
        self._record = self.run / "services.json"

    def make(self) -> None:
        try:
            for folder in (self.folder, self.redis, self.mail, self.log, self.run):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ServiceError(
                f"The folder {self.folder} can't be written ({error.strerror}): run as the owner of this checkout."
            ) from error

    def sockets(self) -> Path:
        """A short folder for the sockets, kept from start to start; its name is stored in var/run."""
        note = self.run / "sockets"
        if note.exists():
            folder = Path(note.read_text(encoding="utf-8"))
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
                return folder
        folder = Path(tempfile.mkdtemp(prefix="samverka-", dir=_short_temporary_folder()))
        note.write_text(str(folder), encoding="utf-8")
        return folder

    def lock(self, name: str) -> IO[str]:
        """Open a lock file; the lock itself is taken by `take` and ends with the process."""
        return (self.run / f"{name}.lock").open("a+", encoding="utf-8")

    def write_running(self, running: Running) -> None:
        draft = self._record.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(running)), encoding="utf-8")
        draft.replace(self._record)

    def read_running(self) -> Running | None:
        try:
            return Running(**json.loads(self._record.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def forget_running(self) -> None:
        self._record.unlink(missing_ok=True)


def take(lock: IO[str], *, shared: bool = False, within: float | None = None) -> bool:
    """Take a file lock; `within` seconds (0 = at once), None waits for ever."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    if within is None:
        fcntl.flock(lock, kind)
        return True
    end = time.monotonic() + within
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        else:
            return True


def _short_temporary_folder() -> str:
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  (mkdtemp makes a private folder there)
        length = len(os.fsencode(f"{folder}/samverka-xxxxxxxx{LONGEST_SOCKET_NAME}"))
        if length <= LONGEST_SOCKET_PATH and os.access(folder, os.W_OK | os.X_OK):
            return folder
    raise ServiceError(
        "No temporary folder has a path short enough for a socket (107 bytes): "
        "set TMPDIR to a short one that you may write, such as /tmp."
    )
