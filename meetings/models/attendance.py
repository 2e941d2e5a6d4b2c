from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import SITTING
from forum.models import Actor, Person, PersonActor, Record, Seat
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import forums_where
from meetings.enums import Presence

from .agenda import AgendaItem
from .meeting import Meeting
from .visibility import NOBODY, reads_drafts, released_meetings


class AttendanceQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Editors at once, members once minutes are circulated; API clients none: it is about persons."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        members = Q(meeting__forum__in=forums_where(actor, SITTING), meeting__in=released_meetings())
        return self.filter(reads_drafts(actor, "meeting__") | members)


@tracked()
class Attendance(Record):
    """Who took part: one row per seat, or per guest. `person` is whoever held the seat that day.

    `from_item` and `to_item`: the first and the last point of somebody who was not there all the time.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    guest_name = models.CharField(max_length=200, blank=True)
    presence = EnumField(Presence, default=Presence.PRESENT)
    substitute_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    from_item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    to_item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["seat__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once_per_seat"),
            models.CheckConstraint(condition=Q(seat__isnull=False) | ~Q(guest_name=""), name="attendance_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id or self.guest_name} {self.presence}"


@tracked()
class Recusal(Record):
    """A declared conflict of interest for one item (jäv, KL 6:28–32)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.item_id}"
