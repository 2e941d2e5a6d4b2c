from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from forum.enums import SITTING, SharedKind
from forum.models import Actor, ClientActor, Person, PersonActor, Record, Seat
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import forums_where
from meetings.enums import MinutesState, Via

from .meeting import Meeting
from .visibility import reads_drafts, shared_with


class MinutesQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Drafts as other drafts; circulated versions for members and for organisations that they were sent to."""
        circulated = Q(circulated_at__isnull=False)
        if isinstance(actor, ClientActor):
            sent = shared_with(actor, [SharedKind.MINUTES]).filter(
                object_id=OuterRef("meeting"), shared_version=OuterRef("number")
            )
            return self.filter(circulated, Exists(sent))
        if isinstance(actor, PersonActor):
            members = Q(meeting__forum__in=forums_where(actor, SITTING))
            return self.filter(reads_drafts(actor, "meeting__") | (members & circulated))
        return self.none()


@tracked(exclude=("pdf",))
class Minutes(Record):
    """One version of the minutes: frozen content, its PDF and the PDF's SHA-256. A correction is a new version with a reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField(default=1)
    state = EnumField(MinutesState, default=MinutesState.DRAFT)
    content = models.JSONField(default=dict)
    pdf = models.BinaryField(default=bytes)
    checksum = models.CharField(max_length=64, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    correction_reason = models.TextField(blank=True)
    drawn_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    circulated_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-number"]
        verbose_name_plural = "minutes"
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.number}"


@tracked()
class Approval(Record):
    """An approver's yes to one version: asked when it is circulated, given or not."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="approvals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="approvals")
    presiding = models.BooleanField(default=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals")
    approved_at = models.DateTimeField(null=True, blank=True)
    via = EnumField(Via, default=Via.PAGE)

    class Meta(Record.Meta):
        ordering = ["-presiding", "seat__position", "id"]
        constraints = [models.UniqueConstraint(fields=["minutes", "seat"], name="approval_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.seat_id}"
