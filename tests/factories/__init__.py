"""Rows for tests, built straight on the models; every value is given or fixed, none is random."""

from __future__ import annotations

from .api import make_api_client, make_token
from .documents import make_document
from .forums import fill_forum, make_forum, make_membership, make_seat
from .meetings import make_item, make_meeting, make_series, make_share
from .outcomes import make_action, make_attendance, make_decision, make_minutes
from .parties import make_organisation, make_person, make_unit
from .pictures import make_answer, make_picture, make_question_set
from .plans import make_consultee, make_finding, make_follow_up, make_goal, make_indicator, make_measure, make_plan
from .reminders import make_reminder, make_rule
from .support import make_agreement, make_group, make_line, make_training
from .topics import make_coordinator, make_placement, make_topic

__all__ = [
    "fill_forum",
    "make_action",
    "make_agreement",
    "make_answer",
    "make_api_client",
    "make_attendance",
    "make_consultee",
    "make_coordinator",
    "make_decision",
    "make_document",
    "make_finding",
    "make_follow_up",
    "make_forum",
    "make_goal",
    "make_group",
    "make_indicator",
    "make_item",
    "make_line",
    "make_measure",
    "make_meeting",
    "make_membership",
    "make_minutes",
    "make_organisation",
    "make_person",
    "make_picture",
    "make_placement",
    "make_plan",
    "make_question_set",
    "make_reminder",
    "make_rule",
    "make_seat",
    "make_series",
    "make_share",
    "make_token",
    "make_topic",
    "make_training",
    "make_unit",
]
