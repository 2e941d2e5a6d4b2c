from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from uuid_utils.compat import uuid7

from forum.enums import EDITING, ReminderKind, ReminderState, Silence

from .actor import Actor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .forum import Forum
from .visibility import InsideForumQuerySet, forums_where

if TYPE_CHECKING:
    import uuid


@tracked()
class ReminderRule(Record):
    """When something is reminded of in a forum: days from its date (negative = before), at an hour in the forum's zone.

    Without a forum: of the whole installation, for what belongs to a topic and to no forum, in the installation's zone.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="reminder_rules")
    kind = EnumField(ReminderKind)
    offset_days = models.SmallIntegerField()
    hour = models.PositiveSmallIntegerField(default=8)

    objects = InsideForumQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["kind", "offset_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "kind", "offset_days"], nulls_distinct=False, name="reminder_rule_once"
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="reminder_hour_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.offset_days:+d}"


class ReminderQuerySet(models.QuerySet[Any]):
    def of(self, kind: ReminderKind, object_id: uuid.UUID) -> Self:
        return self.filter(kind=kind, object_id=object_id)

    def visible_to(self, actor: Actor) -> Self:
        """Of forums where the person is chair, vice chair or secretary; nobody else sees who is reminded of what."""
        if not isinstance(actor, PersonActor):
            return self.none()
        return self.filter(forum__in=forums_where(actor, EDITING))

    def planned(self) -> Self:
        return self.filter(state=ReminderState.PLANNED)


class Reminder(models.Model):
    """One moment (UTC) of one rule for one object. Whom it reaches is resolved when it is due, never before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="reminders")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders")
    kind = EnumField(ReminderKind)
    object_id = models.UUIDField()
    moment = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = EnumField(ReminderState, default=ReminderState.PLANNED)
    silence = EnumField(Silence, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["moment", "id"]
        indexes = [
            models.Index(fields=["moment", "id"], condition=models.Q(state="planned"), name="reminder_due"),
            models.Index(fields=["object_id"], name="reminder_by_object"),
            models.Index(fields=["forum", "state", "moment", "id"], name="reminder_by_forum"),
        ]
        constraints = [models.UniqueConstraint(fields=["rule", "object_id", "moment"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.moment:%Y-%m-%d %H:%M}Z"
