"""What formal minutes have beside the rest (kommunallagen 2017:725, 4:27, 5:50–69, 8:9–12); notes have none of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from forum.models import Record, Seat
from forum.models.base import tracked
from forum.models.fields import EnumField
from meetings.enums import MotionOutcome

from .agenda import AgendaItem
from .meeting import Meeting
from .outcome import Decision


@tracked()
class ApprovalPlan(Record):
    """Where and when the minutes are approved, as set at the meeting."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="approval_plan")
    place = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.day or ''}"


@tracked()
class Adjournment(Record):
    """A break, by the clock of the meeting's zone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="adjournments")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta(Record.Meta):
        ordering = ["starts", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="adjournment_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


@tracked()
class Motion(Record):
    """A proposal put at the meeting (yrkande): by whom, and what became of it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="motions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    outcome = EnumField(MotionOutcome, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(Record.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked()
class Vote(Record):
    """The numbers of a vote on a decision, and how it went: the order of propositions, who voted how, the casting vote."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="vote")
    yes = models.PositiveSmallIntegerField(default=0)
    no = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    procedure = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.yes}–{self.no}"


@tracked()
class ImmediateApproval(Record):
    """A point whose § was approved at the meeting at once (omedelbar justering), by the chair and who was chosen."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="immediate_approval")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.item_id} {self.day}"


@tracked()
class Posting(Record):
    """The public notice of approved minutes (anslag): of all, or of the §§ that were approved at once. Days in local time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="postings")
    immediate = models.BooleanField(default=False)
    approved_on = models.DateField()
    posted_on = models.DateField()
    taken_down_on = models.DateField(null=True, blank=True)
    kept_at = models.CharField(max_length=200)

    class Meta(Record.Meta):
        ordering = ["-immediate", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "immediate"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.posted_on}"
