"""The pinned sets are complete, nested and silent about where they came from; the installer says what it lacks."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from types import ModuleType

import pytest

from config.env import BASE_DIR

FOLDER = BASE_DIR / "requirements"


def pins(name: str) -> dict[str, str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


@pytest.fixture
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", FOLDER / "install.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["bootstrap", "prod", "dev", "browser"])
def test_every_pin_has_a_hash_and_no_index_is_named(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]

    assert len(blocks) == len(re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)) > 0
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|index-url", text.replace("--no-emit-index-url", "")) == []


def test_sets_are_nested_with_equal_versions() -> None:
    prod, dev, browser = pins("prod"), pins("dev"), pins("browser")

    assert prod.items() <= dev.items() <= browser.items()


def test_celery_is_the_version_that_was_chosen() -> None:
    assert pins("prod")["celery"] == importlib.metadata.version("celery") == "5.7.0"
    assert "python-dateutil" not in "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.in"))


@pytest.mark.parametrize(
    ("installed", "wanted", "expected"),
    [("dev", "dev", True), ("browser", "dev", True), ("dev", "browser", False), (None, "dev", False)],
)
def test_a_bigger_set_satisfies_a_smaller_one(
    installer: ModuleType,
    tmp_path: object,
    monkeypatch: pytest.MonkeyPatch,
    installed: str | None,
    wanted: str,
    expected: bool,
) -> None:
    monkeypatch.setattr(installer, "VENV", tmp_path)
    monkeypatch.setattr(installer, "PYTHON", FOLDER / "install.py")  # any file that exists
    if installed:
        installer.stamp(installed).write_text(installer.digest(installed), encoding="ascii")

    assert installer.is_installed(wanted) is expected


def test_old_python_is_one_sentence(installer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer.sys, "version_info", (3, 9, 2))

    with pytest.raises(installer.InstallationError, match=r"^Python 3\.9\.2 is too old: install Python 3\.11 or newer"):
        installer.check_python()


def test_missing_venv_module_is_one_sentence(
    installer: ModuleType, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "PYTHON", FOLDER / "no-such-file")
    monkeypatch.setattr(installer.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(
        installer.InstallationError, match=r"sudo apt-get install python3\.\d+-venv\), then run make again"
    ):
        installer.check_python()
