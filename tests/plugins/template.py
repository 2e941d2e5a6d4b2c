"""A migrated database as the template of all test databases.

Migrating takes far longer than copying, so that the result is kept in var/test-template as a dump,
under a name made of all that it depends on; a changed migration gives another name.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from config.env import BASE_DIR
from config.local_accounts import find_binaries
from config.local_postgres import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = BASE_DIR / "var" / "test-template"
TEMPLATE_VARIABLE: Final = "TEST_TEMPLATE_DATABASE"
DEPENDS_ON: Final = (
    "requirements/prod.txt",
    "config/settings/*.py",
    "forum/migrations/*.py",
    "meetings/migrations/*.py",
    "forum/data/*",
)


def fill_template(database_url: str) -> None:
    """Bring the run's own database to the newest migration and name it as the template."""
    dump = FOLDER / f"{_key()}.sql"
    if dump.exists():
        _run(str(find_binaries() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", database_url, "-f", str(dump))
    else:
        _run(sys.executable, "manage.py", "migrate", "--verbosity=0")
        _keep(database_url, dump)
    os.environ[TEMPLATE_VARIABLE] = DATABASE


def _keep(database_url: str, dump: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in sorted(FOLDER.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
    draft = dump.with_suffix(f".{os.getpid()}")
    _run(str(find_binaries() / "pg_dump"), "--no-owner", "-d", database_url, "-f", str(draft))
    draft.replace(dump)


def _key() -> str:
    digest = hashlib.sha256()
    for pattern in DEPENDS_ON:
        for path in sorted(BASE_DIR.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str) -> None:
    ended = subprocess.run(command, cwd=BASE_DIR, check=False, capture_output=True, text=True)
    if ended.returncode:
        sys.stderr.write(ended.stdout + ended.stderr)
        raise SystemExit(f"The test database can't be prepared: {command[0]} failed, see above.")
