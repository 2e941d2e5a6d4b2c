"""The shape in which a follow-up point is kept, with a notice and in minutes: words that are ready to read."""

from __future__ import annotations

from typing import TypedDict


class RecalledAction(TypedDict):
    id: str
    number: str
    text: str
    owner: str
    due: str  # empty when it is finished
    state: str  # "klart 12 november 2026", "försenat"
    overdue: bool


class RecalledDecision(TypedDict):
    id: str
    paragraph: int | None
    title: str  # of the point
    text: str
    actions: list[RecalledAction]


class RecalledContent(TypedDict):
    minutes: str  # "Protokoll 9 november 2026: godkänt"
    decisions: list[RecalledDecision]
    actions: list[RecalledAction]
