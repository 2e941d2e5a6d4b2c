"""Receivers that do harm: they kill the sender while it talks, refuse, cut the line, or never answer."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from tests.faults.sink import CUT, Behaviour

if TYPE_CHECKING:
    from tests.faults.stage import Stage


class Killer(Behaviour):
    """Kills the sender so many times when it says a verb; `after` = once its message has been accepted."""

    def __init__(self, stage: Stage, verb: str, times: int) -> None:
        self.stage, self.verb, self.left = stage, verb, times

    async def command(self, verb: str, recipient: str, peer: int) -> str:
        if verb == self.verb and self.left:
            return self._kill(peer)
        return await super().command(verb, recipient, peer)

    async def accepted(self, recipient: str, peer: int) -> str:
        if self.verb == "after" and self.left:
            return self._kill(peer)
        return await super().accepted(recipient, peer)

    def _kill(self, peer: int) -> str:
        self.left -= 1
        os.kill(self.stage.sender_at(peer), signal.SIGKILL)
        return CUT


class Refuser(Behaviour):
    """Answers one receiver, or all, with a code at RCPT; None = all."""

    def __init__(self, answer: str, recipient: str | None = None) -> None:
        self.answer, self.recipient = answer, recipient

    async def command(self, verb: str, recipient: str, peer: int) -> str:
        if verb == "RCPT" and self.recipient in {None, recipient}:
            return self.answer
        return await super().command(verb, recipient, peer)


class Cutter(Behaviour):
    """So many times: falls silent or cuts the line at a verb, or after acceptance."""

    def __init__(self, verb: str, times: int, answer: str = CUT) -> None:
        self.verb, self.left, self.answer = verb, times, answer

    async def command(self, verb: str, recipient: str, peer: int) -> str:
        if verb == self.verb and self.left:
            self.left -= 1
            return self.answer
        return await super().command(verb, recipient, peer)

    async def accepted(self, recipient: str, peer: int) -> str:
        if self.verb == "after" and self.left:
            self.left -= 1
            return self.answer
        return await super().accepted(recipient, peer)
