"""A supervised installation in a temporary state folder, for tests that kill its processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any, Final

import pytest

from config.children import free_port
from config.embedded import Services, stop
from config.env import BASE_DIR
from config.processes import all_gone, children_of, is_alive, wait_until
from config.state import State
from tests.plugins.template import fill_template

START_SECONDS: Final = 180.0
OUTSIDE: Final = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL")


class Installation:
    """`manage.py run` on a free port; its state folder is small enough to throw away."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="samverka-run-"))
        self.port = free_port()
        self.output = self.folder / "output"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return {**kept, "VAR_DIR": str(self.folder / "var"), "PORT": str(self.port), "DEMO": "0"}

    def migrate(self) -> None:
        """Give it a migrated database, copied from the run's template; nothing runs yet."""
        state = State(self.folder / "var")
        state.make()
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DATABASE_URL", "REDIS_URL"):
                patch.delenv(name, raising=False)
            services = Services(state)
            processes = services.start()
            assert services.postgres
            patch.setenv("DATABASE_URL", services.postgres.url)
            fill_template(services.postgres.url)
            stop(processes)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a single command in this installation."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR, env=self.environment, check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def launch(self) -> subprocess.Popen[bytes]:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=BASE_DIR, env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        return self.process

    def start(self) -> None:
        process = self.launch()
        assert wait_until(lambda: "Ctrl-C" in self.said() or process.poll() is not None, START_SECONDS), self.said()
        assert process.poll() is None, self.said()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()
        sockets = self.folder / "var/run/sockets"
        if sockets.exists():
            shutil.rmtree(sockets.read_text(encoding="utf-8"), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8") if self.output.exists() else ""

    def pids(self) -> dict[str, int]:
        """Process ids by name as the supervisor last wrote them."""
        pids: dict[str, int] = json.loads((self.folder / "var/run/children.json").read_text(encoding="utf-8"))
        return pids

    def readiness(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as page:
                answer: dict[str, Any] = json.load(page)
        except (OSError, ValueError):
            return {"ready": False}
        return answer

    def all_processes(self) -> set[int]:
        """The supervisor and all that descends from it."""
        assert self.process is not None
        found, ahead = set[int](), {self.process.pid}
        while ahead:
            pid = ahead.pop()
            found.add(pid)
            ahead |= children_of(pid) - found
        return found

    def comes_back(self, name: str, killed: int, within: float) -> bool:
        def is_back() -> bool:
            pid = self.pids().get(name)
            return pid is not None and pid != killed and is_alive(pid)

        return wait_until(is_back, within)


def gone_within(pids: set[int], seconds: float) -> bool:
    return wait_until(lambda: all_gone(pids), seconds)
