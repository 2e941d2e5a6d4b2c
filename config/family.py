"""The supervisor's child processes: started, reaped, restarted, stopped, and none left behind.

Each child has a session of its own and gets a death signal when this process goes; the guardian
(config/guardian.py) ends their children too. This process adopts orphans, so that what a killed
child leaves behind is found and ended before the child is started again.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.processes import adopt_orphans, signal_group
from config.state import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.children import Child
    from config.state import State

GUARDIAN: Final = Path(__file__).with_name("guardian.py")
ANSWER_SECONDS: Final = 30.0


class Family:
    """All children in the order of their start; used by the main thread only."""

    def __init__(self, state: State, say: Callable[[str], None]) -> None:
        self._stopping = False
        self._state = state
        self._say = say
        self._children: list[Child] = []
        self._guardian: subprocess.Popen[bytes] | None = None
        self._pipe = -1
        self._wake = _wake_on_signals()
        adopt_orphans()
        self._start_guardian()

    def ask_to_stop(self, *_: object) -> None:
        """A signal handler: the loops end soon, nothing is started any more."""
        self._stopping = True

    def is_stopping(self) -> bool:
        return self._stopping

    def start(self, child: Child) -> None:
        """Start a child and watch it from now on."""
        if child not in self._children:
            self._children.append(child)
        child.note_start(child.start())
        self._tell_guardian(child, "+")
        self._write_pids()

    def run_once(self, child: Child) -> bool:
        """Run a child to its end; False when it failed. Being asked to stop is no failure."""
        process = child.start()
        child.note_start(process)
        self._tell_guardian(child, "+")
        self._children.append(child)
        while process.returncode is None and not self._stopping:
            self.wait(1.0)
        if process.returncode is not None:
            self._forget(child)
        return not process.returncode

    def wait_for(self, child: Child, answers: Callable[[], bool], within: float = ANSWER_SECONDS) -> None:
        """Return when the child answers; ServiceError when it ends or takes too long."""
        end = time.monotonic() + within
        while not self._stopping and not answers():
            self.wait(0.05)
            if child.process is None or time.monotonic() > end:
                raise ServiceError(f"{child.name} does not start: the reason is at the end of {child.log}.")

    def watch(self) -> None:
        """Restart what ends, until somebody asks to stop."""
        while not self._stopping:
            self._restart_due()
            self.wait(1.0)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal comes or a restart is due, then reap what has ended."""
        due = [child.restart_at for child in self._children if child.restart_at is not None]
        pause = min([seconds, *(max(moment - time.monotonic(), 0.0) for moment in due)])
        if select.select([self._wake], [], [], pause)[0]:
            os.read(self._wake, 512)
        for pid, code in _reap():
            self._note_end(pid, code)

    def _note_end(self, pid: int, code: int) -> None:
        if self._guardian is not None and pid == self._guardian.pid:
            self._guardian.returncode = code
            if not self._stopping:
                self._start_guardian()
            return
        for child in self._children:
            if child.process is not None and child.process.pid == pid:
                child.process.returncode = code
                pause = child.note_end(time.monotonic())
                signal_group(child.group, signal.SIGKILL)  # what it left behind
                if child.restarts and not self._stopping:
                    self._say(f"{child.name} ({pid}) ended with {code}; it starts again in {pause:.1f} s")

    def _restart_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.restart_at is None or child.restart_at > now:
                continue
            if signal_group(child.group, signal.SIGKILL):
                child.restart_at = now + 0.1  # its group is still ending
                continue
            self._tell_guardian(child, "-")
            self.start(child)

    def stop(self) -> None:
        """End all children, those that others need in reverse order; politely first, then by force."""
        self._stopping = True
        for child in self._children:
            if child.process is not None and not child.is_needed_by_others:
                os.kill(child.process.pid, child.stop_signal)
        for child in reversed(self._children.copy()):
            if child.process is not None and child.is_needed_by_others:
                os.kill(child.process.pid, child.stop_signal)
            end = time.monotonic() + child.stop_patience
            while child.process is not None and time.monotonic() < end:
                self.wait(0.2)
            while signal_group(child.group, signal.SIGKILL):
                self.wait(0.02)
            self._forget(child)
        os.close(self._pipe)
        if self._guardian is not None and self._guardian.returncode is None:
            self._guardian.wait()
        self._pids_file.unlink(missing_ok=True)

    def _forget(self, child: Child) -> None:
        self._tell_guardian(child, "-")
        self._children.remove(child)

    def _start_guardian(self) -> None:
        """It reads a pipe of which only this process holds the writing end."""
        if self._pipe >= 0:
            os.close(self._pipe)
        read, self._pipe = os.pipe()
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", str(GUARDIAN)], stdin=read, start_new_session=True
        )
        os.close(read)
        for child in self._children:
            self._tell_guardian(child, "+")
        self._write_pids()

    def _tell_guardian(self, child: Child, sign: str) -> None:
        line = f"{sign}{child.group} {int(child.death_signal)}\n"
        try:
            os.write(self._pipe, line.encode())
        except BrokenPipeError:
            return  # the guardian was just killed; the next one is told everything

    @property
    def _pids_file(self) -> Path:
        return self._state.run / "children.json"

    def _write_pids(self) -> None:
        pids = {"supervisor": os.getpid()}
        if self._guardian is not None:
            pids["guardian"] = self._guardian.pid
        pids |= {child.name: child.process.pid for child in self._children if child.process}
        draft = self._pids_file.with_suffix(".new")
        draft.write_text(json.dumps(pids), encoding="utf-8")
        draft.replace(self._pids_file)


def _reap() -> list[tuple[int, int]]:
    """Process ids and exit codes of all that has ended, adopted orphans too."""
    ended: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append((pid, os.waitstatus_to_exitcode(status)))


def _wake_on_signals() -> int:
    """A descriptor that can be read as soon as any handled signal has come."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return read
