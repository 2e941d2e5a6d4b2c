"""The words of fixed meaning, by subject: as they are stored and as they are read."""

from __future__ import annotations

from .actions import (
    CHOOSABLE,
    REPORTED,
    UNFINISHED,
    ActionState,
    DueKind,
    HandoverState,
    Progress,
    UpdateKind,
    Via,
)
from .agenda import (
    RAISED_ANSWERS,
    Answer,
    ItemOpenness,
    MotionOutcome,
)
from .coverage import (
    BreakKind,
    CoverageGrouping,
    CoverageOrder,
    CoverageState,
    PeriodLength,
    ReportKind,
)
from .meetings import (
    ATTENDING,
    GuestAnswer,
    IntakeState,
    InvitedState,
    MeetingState,
    Presence,
    SeriesScope,
)
from .minutes import (
    LOCKED_MINUTES,
    CommentAnswer,
    MinutesState,
)
from .search import (
    Rhythm,
    SearchKind,
)

__all__ = [
    "ATTENDING",
    "CHOOSABLE",
    "LOCKED_MINUTES",
    "RAISED_ANSWERS",
    "REPORTED",
    "UNFINISHED",
    "ActionState",
    "Answer",
    "BreakKind",
    "CommentAnswer",
    "CoverageGrouping",
    "CoverageOrder",
    "CoverageState",
    "DueKind",
    "GuestAnswer",
    "HandoverState",
    "IntakeState",
    "InvitedState",
    "ItemOpenness",
    "MeetingState",
    "MinutesState",
    "MotionOutcome",
    "PeriodLength",
    "Presence",
    "Progress",
    "ReportKind",
    "Rhythm",
    "SearchKind",
    "SeriesScope",
    "UpdateKind",
    "Via",
]
