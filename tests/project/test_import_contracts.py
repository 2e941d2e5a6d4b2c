"""A breach of any contract between layers is reported; each is planted in a copy of the code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR

ORDER = "tests use config, config uses meetings, meetings uses forum, never back"
LAYERS = "inside an app: faces, delivery, services, policies, selectors, models, calendar, words"
PLAIN = "what decides knows no Celery, no REST framework, no mail and no HTTP client"
CALENDAR = "the calendar is plain Python"
MIGRATIONS = "migrations stand alone, so that an upgrade in five years still runs"

BREACHES = [
    ("forum/services/planted.py", "import meetings.models", ORDER),
    ("forum/models/planted.py", "from config import queues", ORDER),
    ("meetings/services/planted.py", "import tests.factories", ORDER),
    ("forum/models/planted.py", "import forum.selectors", LAYERS),
    ("forum/selectors/planted.py", "import forum.services", LAYERS),
    ("meetings/services/planted.py", "import meetings.tasks", LAYERS),
    ("meetings/api/planted.py", "import meetings.web", LAYERS),
    ("meetings/enums/planted.py", "import meetings.models", LAYERS),
    ("forum/planted.py", "", LAYERS),
    ("forum/services/planted.py", "import celery", PLAIN),
    ("meetings/selectors/planted.py", "from rest_framework import serializers", PLAIN),
    ("meetings/services/planted.py", "import smtplib", PLAIN),
    ("forum/models/planted.py", "import urllib3", PLAIN),
    ("meetings/calendar/planted.py", "import django.utils.timezone", CALENDAR),
    ("forum/migrations/planted.py", "import forum.enums", MIGRATIONS),
    ("meetings/migrations/planted.py", "from meetings.services import actions", MIGRATIONS),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages without what is not code, and the contracts."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("config", "forum", "meetings", "tests"):
        shutil.copytree(BASE_DIR / name, folder / name, ignore=_all_but_code)
    shutil.copy(BASE_DIR / "pyproject.toml", folder)
    return folder


def _all_but_code(folder: str, names: list[str]) -> set[str]:
    return {
        name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir()) or name == "__pycache__"
    }


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-logo"], cwd=folder, check=False, capture_output=True, text=True, env={"COLUMNS": "200"}
    )


def test_the_code_keeps_all_contracts(copy: Path) -> None:
    ended = lint(copy)

    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(("path", "statement", "contract"), BREACHES)
def test_planted_breach_is_reported(copy: Path, path: str, statement: str, contract: str) -> None:
    file = copy / path
    before = file.read_bytes() if file.exists() else None
    file.write_text((before or b"").decode() + f"\n{statement}\n", encoding="utf-8")
    try:
        ended = lint(copy)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)

    assert ended.returncode == 1, ended.stdout
    report = " ".join(ended.stdout.split())
    if statement:
        assert f"{contract} BROKEN" in report, ended.stdout
    else:
        assert "planted" in report, ended.stdout
