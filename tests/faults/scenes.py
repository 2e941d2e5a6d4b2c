"""What is no kill: senders that stand still, a database that goes, receivers that refuse, days without beat."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from config import queues
from config.processes import is_alive
from tests.faults.killing_sinks import Cutter, Refuser
from tests.faults.ledger import Kill
from tests.faults.report import Finding, compared
from tests.faults.sink import CUT, SILENT, Behaviour
from tests.faults.stage import END_LEASES
from tests.faults.windows import LETTERS, judged
from tests.faults.world import World

if TYPE_CHECKING:
    from tests.faults.stage import Stage

Killing = Callable[[World], Kill | None]

SHORT_LEASE: Final = 2.0  # of a stage made for `stands_still`
WAITING: Final = "UPDATE forum_outboxmessage SET not_before = now() WHERE state = 'queued'"
BACK_OFF_MINUTES: Final = (1, 5, 15, 60, 180, 360, 720, 720, 720)


def _stopped_at(stage: Stage, point: str) -> int:
    """A sender that stands still at a failpoint; its process id."""
    stage.arm(point, signal.SIGSTOP)
    code = stage.do(queues.DISPATCH)
    hit = next(stage.points.glob("hit.*.SIGSTOP.*"))
    pid = int(hit.name.split(".")[1])
    hit.unlink()
    if code != -signal.SIGSTOP:
        raise RuntimeError(f"The sender did not stop but ended with {code}")
    return pid


def _go_on(stage: Stage, pid: int) -> None:
    os.kill(pid, signal.SIGCONT)
    stage.wait(lambda: not is_alive(pid), 60)


def stands_still(stage: Stage, point: str, *, doubles: int) -> Finding:
    """A sender stops for longer than its lease, another sends everything, then the first one wakes."""
    stage.set_letters(LETTERS)
    pid = _stopped_at(stage, point)
    stage.rest(SHORT_LEASE * 1.25)
    stage.do(queues.SWEEP)
    stage.drain()
    _go_on(stage, pid)
    return judged(stage, f"14 sender stands still for longer than its lease, {point}", 0, doubles=doubles)


def database_gone(stage: Stage, what: str, kill: Killing, times: int) -> Finding:
    """PostgreSQL dies between the receiver's 250 and the mark; the sender lives."""
    stage.set_letters(LETTERS)
    pid = _stopped_at(stage, "accepted")
    for number in range(times):
        if kill(stage) is None:
            raise RuntimeError("There is no connection to kill")
        if number < times - 1:
            stage.arm("accepted", signal.SIGSTOP)
        _go_on_to_next(stage, pid, last=number == times - 1)
    return judged(stage, f"15 {what} dies between 250 and mark, {times} times", 0, doubles=0)


def _go_on_to_next(stage: Stage, pid: int, *, last: bool) -> None:
    """Wake the sender; it marks, takes the next message and stands still again, unless it is the last time."""
    if last:
        _go_on(stage, pid)
        return
    os.kill(pid, signal.SIGCONT)
    stage.wait(lambda: bool(list(stage.points.glob("hit.*.SIGSTOP.*"))), 60)
    for hit in stage.points.glob("hit.*.SIGSTOP.*"):
        hit.unlink()
    stage.rest(0.1)  # between the note and the stop


def back_off(stage: Stage) -> list[Finding]:
    """Refused for now, again and again: the pauses, then the end when the letter expires."""
    stage.set_letters(1)
    stage.sink.behaviour = Refuser("451 Greylisted")
    seen = []
    for _ in BACK_OFF_MINUTES:
        stage.do(queues.DISPATCH)
        ((minutes, state),) = stage.query(
            "SELECT extract(epoch FROM not_before - now()) / 60, state FROM forum_outboxmessage"
        )
        seen.append((float(minutes), state))
        stage.query(WAITING)
    right = all(
        wanted - 0.1 <= minutes <= wanted * 1.1 and state == "queued"
        for wanted, (minutes, state) in zip(BACK_OFF_MINUTES, seen, strict=True)
    )
    stage.query("UPDATE forum_outboxmessage SET expires_at = now()")
    stage.do(queues.SWEEP)
    ((state, error, tries),) = stage.query("SELECT state, last_error, attempts FROM forum_outboxmessage")
    stage.sink.behaviour = Behaviour()
    pauses = ", ".join(f"{minutes:.1f}" for minutes, _ in seen)
    return [
        Finding(
            "16 pauses after 4xx (min, up to a tenth more)", "1, 5, 15, 60, 180, 360, 720, 720, 720", pauses, right
        ),
        compared("16 when it expires", ("failed", "451 Greylisted", 9), (state, error, tries)),
    ]


def trouble_on_the_way(stage: Stage) -> list[Finding]:
    """Time-outs and cut lines: tried again after a pause; only what was cut after acceptance comes twice."""
    found = []
    for what, behaviour, doubles in (
        ("16 never answers MAIL", Cutter("MAIL", 1, SILENT), 0),
        ("16 never answers the end of the message, not accepted", Cutter(".", 1, SILENT), 0),
        ("16 line cut at RCPT", Cutter("RCPT", 3, CUT), 0),
        ("18 line cut after acceptance", Cutter("after", 3, CUT), 3),
    ):
        stage.set_letters(LETTERS)
        stage.sink.behaviour = behaviour
        stage.do(queues.DISPATCH)
        stage.query(WAITING)
        found.append(judged(stage, what, 0, doubles=doubles))
    return found


def refused_for_good(stage: Stage) -> Finding:
    """5xx for one receiver among many: that one fails, the others get theirs."""
    stage.set_letters(LETTERS)
    refused = min(stage.expected)
    stage.sink.behaviour = Refuser("550 No such mailbox", refused)
    stage.do(queues.DISPATCH)
    states = stage.query("SELECT state, count(*)::int FROM forum_outboxmessage GROUP BY state ORDER BY state")
    stage.sink.behaviour = Behaviour()
    others = len(stage.expected) - 1
    return compared(
        "17 5xx for one receiver of many (failed, sent, lost)",
        (1, others, {refused}),
        (*(count for _, count in states), stage.verdict().lost),
    )


def days_without_beat(stage: Stage) -> list[Finding]:
    """Nothing ran for three days: the newest moment of each thing goes, what is over does not, and all is counted."""
    stage.set(LETTERS)
    stage.query("""
        UPDATE forum_reminder SET moment = now() - interval '3 days';
        UPDATE forum_reminder SET expires_at = now() - interval '1 hour' WHERE object_id IN (
            SELECT id FROM meetings_actionitem ORDER BY id DESC LIMIT 5);
        INSERT INTO forum_reminder (id, rule_id, forum_id, kind, object_id, moment, expires_at, state, silence, created_at)
        SELECT gen_random_uuid(), rule_id, forum_id, kind, object_id, moment - interval '1 day', now() + interval '9 days', state, '', now()
        FROM forum_reminder WHERE expires_at > now()
    """)
    stage.drain()
    states = dict(stage.query("SELECT state, count(*)::int FROM forum_reminder GROUP BY state"))
    book = stage.verdict()
    return [
        compared(
            "21 three days without beat: reminders",
            {"expired": 5, "released": LETTERS - 5, "superseded": LETTERS - 5},
            states,
        ),
        compared("21 letters sent, doubled", (len(stage.expected) - 5, 0), (len(book.copies), book.extra_copies)),
    ]


def done_meanwhile(stage: Stage) -> list[Finding]:
    """Actions are done while a sender that dies has their letters, and others while their letters wait for another try.

    The first two actions share a letter, of which the second is still to be told; that of the third tells of nothing else.
    """
    stage.set_letters(LETTERS)
    pid = _stopped_at(stage, "claimed")
    for number in (1, 3):
        stage.do(f"finish {number}")
    os.kill(pid, signal.SIGKILL)
    stage.wait(lambda: not is_alive(pid), 60)
    stage.query(END_LEASES)
    stage.do(queues.SWEEP)
    stage.do(f"finish {LETTERS - 1}")
    stage.drain()
    told_of = stage.query("""
        SELECT m.state, count(*)::int FROM forum_outboxmessage m WHERE EXISTS (
            SELECT FROM forum_outboxcause c JOIN meetings_actionitem a ON a.id = c.object_id
            WHERE c.message_id = m.id AND a.state = 'done') GROUP BY m.state
    """)
    book = stage.verdict()
    return [
        compared("25 letters that tell of what is done", {"withdrawn": 3}, dict(told_of)),
        compared("25 receivers without a letter, doubled", (2, 0), (len(book.lost), book.extra_copies)),
    ]
