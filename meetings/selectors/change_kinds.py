"""What the kinds of the change log are to a reader: which rows may be read, and by which fields of theirs they hang together."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from forum.models import (
    ActionPlan,
    Agreement,
    Consultee,
    Coordinator,
    Finding,
    FollowUp,
    Forum,
    Goal,
    Indicator,
    Measure,
    Membership,
    Placement,
    QuestionSet,
    Seat,
    Share,
    SituationPicture,
    SupportLine,
    TargetGroup,
    Topic,
    TrainingActivity,
)
from forum.models import Answer as PictureAnswer
from forum.selectors.organisations import organisations_for_actor, units_for_actor
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, MeetingSeries, Minutes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from forum.models import Actor

READABLE: Final[dict[str, Callable[[Actor], QuerySet[Any]]]] = {
    "organisations": organisations_for_actor,
    "units": units_for_actor,
    "forums": Forum.objects.visible_to,
    "seats": Seat.objects.visible_to,
    "memberships": Membership.objects.visible_to,
    "topics": Topic.objects.visible_to,
    "placements": Placement.objects.visible_to,
    "coordinators": Coordinator.objects.visible_to,
    "shares": Share.objects.visible_to,
    "question-sets": QuestionSet.objects.visible_to,
    "situation-pictures": SituationPicture.objects.visible_to,
    "answers": PictureAnswer.objects.visible_to,
    "findings": Finding.objects.visible_to,
    "support-lines": SupportLine.objects.visible_to,
    "target-groups": TargetGroup.objects.visible_to,
    "training-activities": TrainingActivity.objects.visible_to,
    "agreements": Agreement.objects.visible_to,
    "meeting-series": MeetingSeries.objects.visible_to,
    "meetings": Meeting.objects.visible_to,
    "agenda-items": AgendaItem.objects.visible_to,
    "decisions": Decision.objects.visible_to,
    "action-items": ActionItem.objects.visible_to,
    "minutes": Minutes.objects.visible_to,
    "documents": Document.objects.visible_to,
    "action-plans": ActionPlan.objects.visible_to,
    "goals": Goal.objects.visible_to,
    "measures": Measure.objects.visible_to,
    "indicators": Indicator.objects.visible_to,
    "follow-ups": FollowUp.objects.visible_to,
    "consultation-replies": Consultee.objects.visible_to,
}
ORDER: Final = {kind: number for number, kind in enumerate(READABLE)}

FORUM, MEETING, ITEM, PLAN = "forumId", "meetingId", "agendaItemId", "actionPlanId"
REPLIES: Final = "consultation-replies"
# Field of the body that bounds a part of a list → kind → where the same stands in the row.
PARTS: Final[dict[str, dict[str, str]]] = {
    FORUM: {
        "seats": "forum",
        "memberships": "seat__forum",
        "placements": "forum",
        "shares": "forum",
        "meeting-series": "forum",
        "meetings": "forum",
        "agenda-items": "forum",
        "decisions": "item__forum",
        "action-items": "forum",
        "minutes": "meeting__forum",
        "documents": "forum",
    },
    MEETING: {
        "agenda-items": "meeting",
        "decisions": "item__meeting",
        "action-items": "origin__meeting",
        "minutes": "meeting",
        "documents": "at_meeting",
    },
    ITEM: {"decisions": "item", "action-items": "origin", "documents": "item"},
    PLAN: {
        "documents": "plan",
        "goals": "plan",
        "measures": "plan",
        "indicators": "plan",
        "follow-ups": "plan",
        REPLIES: "plan",
    },
}
PLANS: Final = ("action-plans", *PARTS[PLAN])
# Lists that are read again as a whole when the client's own place in a forum changes: they depend on all its forums.
ACROSS_FORUMS: Final = ("organisations", "units", "topics", *PLANS)
# Bodies that carry code and name of an organisation → where the row has it.
NAMES_AN_ORGANISATION: Final[dict[str, tuple[str, ...]]] = {
    "units": ("organisation",),
    "forums": ("organisation",),
    "seats": ("organisation",),
    "memberships": ("seat__organisation",),
    "topics": ("organisation",),
    "action-plans": ("organisation",),
    "measures": ("owner_organisation",),
    REPLIES: ("organisation",),
    "coordinators": ("organisation",),
    "situation-pictures": ("organisation",),
    "support-lines": ("organisation",),
    "target-groups": ("organisation",),
    "training-activities": ("organisation",),
    "agreements": ("organisation", "parties__organisation"),
    "action-items": ("owner_organisation", "owner_seat__organisation", "owner_person__organisation"),
}
NAMES_A_TOPIC: Final = ("situation-pictures", "coordinators")


@dataclass(frozen=True)
class Target:
    """One row (`id`), the part of a list in which the field `part` of the body is `value`, or the whole list."""

    kind: str
    id: uuid.UUID | None = None
    part: str = ""
    value: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """Orders the targets of one change; stands in cursors."""
        return f"{ORDER[self.kind]:02}-{self.id or ''}-{self.part}-{self.value or ''}"


# What a lead is worth when its target can't be seen now: it could be seen in transactions after this one.
ALWAYS: Final = -1
Since = int | None


@dataclass(frozen=True)
class Lead:
    """Where one change leads. `since` None: never tell of it unless it can be seen; `ask`: the history of the row decides."""

    target: Target
    since: Since = None
    ask: bool = False
