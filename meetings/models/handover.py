from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import EDITING
from forum.models import Actor, Forum, Person, PersonActor, Record
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import forums_where
from meetings.enums import UNFINISHED, HandoverState

from .outcome import ActionItem
from .visibility import NOBODY


class HandoverQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Who reads the action on either side, and chair and secretary of the forum that is asked; API clients none."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        read = ActionItem.objects.visible_to(actor).values("pk")
        return self.filter(Q(action__in=read) | Q(became__in=read) | Q(to_forum__in=forums_where(actor, EDITING)))

    def waiting(self) -> Self:
        """Still to be answered; nobody need answer about an action that is finished."""
        return self.filter(state=HandoverState.WAITING, action__state__in=UNFINISHED)


@tracked()
class Handover(Record):
    """An action on its way from one forum to another. `text`: its words as they were handed over; `became`: what the other forum took."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="handovers")
    to_forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="handovers")
    text = models.TextField()
    reason = models.TextField()
    state = EnumField(HandoverState, default=HandoverState.WAITING)
    handed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    handed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    became = models.OneToOneField(
        ActionItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_from"
    )

    objects = HandoverQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["handed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(state="waiting"), name="handover_waits_for_one_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.to_forum_id}: {self.state}"
