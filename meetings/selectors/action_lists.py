"""Actions that a reader may see, as lists are asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from meetings.enums import UNFINISHED, ActionState
from meetings.models import ActionItem
from meetings.selectors.meeting_pages import OWNERS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor

STATES = {
    "unfinished": UNFINISHED,
    "done": (ActionState.DONE,),
    "closed": (ActionState.CLOSED,),
    "all": tuple(ActionState),
}


@dataclass(frozen=True)
class ActionFilter:
    """What is asked for: whose, how urgent, from which forum (by slug), in which state (a key of STATES)."""

    mine: bool = False
    overdue: bool = False
    forum: str = ""
    state: str = "unfinished"


def actions_for_reader(actor: Actor, wanted: ActionFilter) -> QuerySet[ActionItem]:
    """The most urgent first, those without a day last; with all that a row shows."""
    rows = ActionItem.objects.visible_to(actor).filter(state__in=STATES.get(wanted.state, UNFINISHED))
    if wanted.mine:
        rows = rows.filter(pk__in=ActionItem.objects.owned_by(actor).values("pk"))
    if wanted.overdue:
        rows = rows.filter(state__in=UNFINISHED, due_on__lt=timezone.localdate())
    if wanted.forum:
        rows = rows.filter(forum__slug=wanted.forum)
    return rows.select_related("forum", "origin__meeting", *OWNERS).order_by(
        F("due_on").asc(nulls_last=True), "forum__name", "number", "pk"
    )
