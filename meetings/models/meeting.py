from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from forum.models import Forum, Person, Record, Seat
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import ThroughForumQuerySet
from meetings.enums import MeetingState

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self


@tracked()
class MeetingSeries(Record):
    """A rhythm in wall-clock time and zone, as it came with the calendar or was set here. `rule` is an RRULE (RFC 5545) or empty.

    `pauses`: first and last days, as ISO texts, both included. `filled_until`: the day up to which its meetings exist, where the
    rhythm is kept here; none where the calendar has it.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="series")
    source_uid = models.CharField(max_length=300)
    summary = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=1000, blank=True)
    zone = models.CharField(max_length=64, default="Europe/Stockholm")
    first_date = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    duration_minutes = models.PositiveIntegerField(default=60)
    all_day = models.BooleanField(default=False)
    place = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list, blank=True)
    excluded_dates = ArrayField(models.DateField(), default=list, blank=True)
    extra_dates = ArrayField(models.DateField(), default=list, blank=True)
    filled_until = models.DateField(null=True, blank=True)

    objects = ThroughForumQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name_plural = "meeting series"
        constraints = [models.UniqueConstraint(fields=["forum", "source_uid"], name="series_once_in_a_forum")]

    def __str__(self) -> str:
        return self.summary or str(self.source_uid)


class MeetingQuerySet(ThroughForumQuerySet["Meeting"]):
    """Meetings; who may know the forum may know its dates."""

    def ahead(self, moment: datetime) -> Self:
        """Those that start at or after the moment and stand, soonest first."""
        return self.exclude(state=MeetingState.CANCELLED).filter(starts_at__gte=moment).order_by("starts_at", "id")

    def in_use(self) -> Self:
        """Of forums in use, and what was held before a forum was archived: one that has ended meets no more."""
        return self.filter(Q(forum__archived_at=None) | Q(starts_at__lt=F("forum__archived_at")))

    def begun(self, moment: datetime) -> Self:
        """Those that have started and were not cancelled, newest first."""
        return self.exclude(state=MeetingState.CANCELLED).filter(starts_at__lt=moment).order_by("-starts_at", "-id")


@tracked(exclude=("notice_said",))
class Meeting(Record):
    """One meeting of a forum. Times in UTC, shown in `zone`. `historic`: came in with the calendar and was never logged here.

    `left_out`: ids of what had come to its agenda by itself (proposal, earlier point, last meeting) and was taken off by hand.
    `notice_said`: digests of what the newest notice said of each point, to tell what changed since; no words of points that are not open.
    `description`: the calendar's text, where whoever brought it in asked for it; for those who sit in the forum.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    source_uid = models.CharField(max_length=300, blank=True)
    recurrence_id = models.CharField(max_length=40, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="Europe/Stockholm")
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    description = models.TextField(blank=True)
    state = EnumField(MeetingState, default=MeetingState.PLANNED)
    cancelled_reason = models.TextField(blank=True)
    historic = models.BooleanField(default=False)
    noticed_at = models.DateTimeField(null=True, blank=True)
    noticed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notice_said = models.JSONField(default=dict, blank=True)
    left_out = ArrayField(models.UUIDField(), default=list, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["forum", "starts_at"], name="meeting_by_forum"),
            models.Index(fields=["starts_at", "id"], name="meeting_by_start"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "source_uid", "recurrence_id"],
                condition=~Q(source_uid=""),
                name="occurrence_once_in_a_forum",
            ),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="meeting_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.starts_at:%Y-%m-%d}"

    @property
    def approvers(self) -> models.QuerySet[Seat]:
        """The seats chosen to approve the minutes beside the chair."""
        return Seat.objects.filter(chosen_at__meeting=self)

    @property
    def day(self) -> date:
        """The day on which it begins where it is held."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def uid(self) -> str:
        """The calendar UID that never changes (RFC 5545, 3.8.4.7), without a host name."""
        return f"{self.pk}@samverka"


@tracked()
class Approver(Record):
    """A seat chosen at the meeting to approve its minutes beside the chair."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="chosen_approvers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="chosen_at")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="approver_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat_id}"
