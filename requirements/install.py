"""Makes .venv and installs one of the pinned sets: `python3 requirements/install.py dev`.

The standard library only, as nothing else is there yet. A stamp in .venv holds the hash of what was
installed; a bigger set satisfies a smaller one (prod < dev < browser). Without uv, pip does it.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / ".venv"
PYTHON = VENV / "bin" / "python"
SETS = ("prod", "dev", "browser")
OLDEST = (3, 11)


class InstallationError(Exception):
    """One sentence that says what to do."""


def digest(name: str) -> str:
    content = (HERE / f"{name}.txt").read_bytes()
    return hashlib.sha256(content).hexdigest()


def stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def is_installed(wanted: str) -> bool:
    """Whether the wanted set, or a bigger one, is installed as pinned now."""
    for name in SETS[SETS.index(wanted) :]:
        if stamp(name).exists() and stamp(name).read_text(encoding="ascii") == digest(name):
            return PYTHON.exists()
    return False


def check_python() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        raise InstallationError(
            f"Python {version} is too old: install Python 3.11 or newer and run make PYTHON=/path/to/python3."
        )
    if not PYTHON.exists() and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        short = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise InstallationError(
            "This Python can't make virtual environments: install the package "
            f"(Debian, Ubuntu: sudo apt-get install python{short}-venv), then run make again."
        )


def run(*command: object, quiet: bool = True) -> bool:
    output = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    return subprocess.run(words, stdout=output, check=False).returncode == 0


def make_environment() -> None:
    if not PYTHON.exists() and not run(sys.executable, "-m", "venv", VENV):
        raise InstallationError(f"The virtual environment {VENV} can't be made: see the message above.")


def install(name: str) -> None:
    requirements = HERE / f"{name}.txt"
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes")
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        run(*pip, "-r", HERE / "bootstrap.txt")
    options = ("--require-hashes", "--no-build", "--system-certs", "--quiet", "--python", PYTHON)
    if uv.exists() and run(uv, "pip", "sync", *options, requirements):
        return
    if not run(*pip, "--only-binary=:all:", "-r", requirements):
        raise InstallationError(
            f"The packages of {requirements.name} can't be installed: see the message above; "
            "the machine must reach a package index (PIP_INDEX_URL names another one)."
        )


def main(wanted: str) -> int:
    try:
        check_python()
        VENV.mkdir(exist_ok=True)
        with (VENV / ".installing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two terminals at once
            if is_installed(wanted):
                return 0
            begun = time.monotonic()
            sys.stdout.write(f"Installing the pinned packages of {wanted}.txt into {VENV.name} …\n")
            sys.stdout.flush()
            make_environment()
            for name in SETS:
                stamp(name).unlink(missing_ok=True)
            install(wanted)
            stamp(wanted).write_text(digest(wanted), encoding="ascii")
            sys.stdout.write(f"Installed in {time.monotonic() - begun:.0f} s.\n")
    except InstallationError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "dev"))
