"""A world in which one thing happens at a time: tasks are started by hand, and leases end because time is moved."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

from config import queues
from config.env import BASE_DIR
from config.processes import children_of, dying_with_parent
from tests.faults.ledger import Verdict, unsent
from tests.faults.world import World

MOST_TICKS: Final = 1000
END_LEASES: Final = "UPDATE forum_outboxmessage SET lease_until = now() - interval '1 second' WHERE state = 'sending'"


class Stage(World):
    """Services, the sink, and one hand (tests/faults/hand.py)."""

    def __init__(self, **environment: str) -> None:
        super().__init__(**environment)
        self._hand: subprocess.Popen[str] | None = None
        self._before = 0
        self.expected: set[str] = set()
        self.deaths = 0

    def __exit__(self, *error: object) -> None:
        if self._hand:
            self._hand.kill()
            self._hand.communicate()
        super().__exit__(*error)

    def set(self, actions: int, councils: int = 0) -> None:
        """A new scene: reminders that are due, nothing else, an empty page in the book."""
        self.query("TRUNCATE forum_outboxmessage, forum_reminder CASCADE")
        self._before, self.deaths = len(self.sink.accepted), 0
        sown = self.folder / "sown"
        if self.do(f"sow {actions} {councils} {sown}"):
            raise RuntimeError(self.said("hand"))
        self.expected = set(json.loads(sown.read_text(encoding="utf-8")))
        self.make_due()

    def set_letters(self, actions: int) -> None:
        """The same one step later: the letters wait in the outbox."""
        self.set(actions)
        self.do(queues.RELEASE_DUE)

    def verdict(self) -> Verdict:
        return Verdict(self.expected, self.sink.accepted[self._before :])

    def arm(self, point: str, number: signal.Signals = signal.SIGKILL, times: int = 1) -> None:
        for count in range(times):
            (self.points / f"{point}.{number.name}.{count}").touch()

    def disarm(self) -> int:
        """Take away what was not hit; returns how many those were."""
        left = [path for path in self.points.glob("*.SIG*") if not path.name.startswith("hit.")]
        for path in left:
            path.unlink()
        return len(left)

    def do(self, task: str) -> int:
        """Start one task and wait for its end; returns 0, or the negative signal that ended it."""
        self._hand = self._hand or self._start_hand()
        answers, orders = _pipes(self._hand)
        orders.write(f"{task}\n")
        orders.flush()
        code = int(answers.readline())
        self.deaths += code == -signal.SIGKILL
        return code

    def _start_hand(self) -> subprocess.Popen[str]:
        with self._log("hand").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.faults.hand"],
                cwd=BASE_DIR,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGKILL),
            )

    def drain(self) -> bool:
        """Release, send and sweep until nothing waits; after each death time passes."""
        for _ in range(MOST_TICKS):
            for task in (queues.RELEASE_DUE, queues.DISPATCH, queues.SWEEP):
                if self.do(task) == -signal.SIGKILL:
                    self.query(END_LEASES)
            if unsent(self) == 0:
                return True
        return False

    def sender_at(self, port: int) -> int:
        """Which child of the hand has this port of the loopback address (for a sink that kills)."""
        inodes = {
            fields[9]
            for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
            if (fields := line.split()) and int(fields[1].split(":")[1], 16) == port
        }
        assert self._hand
        for pid in children_of(self._hand.pid):
            for entry in Path(f"/proc/{pid}/fd").iterdir():
                try:
                    target = str(entry.readlink())
                except OSError:
                    continue
                if target.removeprefix("socket:[").rstrip("]") in inodes:
                    return pid
        raise LookupError(f"No sender has port {port}")


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdout
    assert process.stdin
    return process.stdout, process.stdin
