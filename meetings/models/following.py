from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.models import Forum, Person
from forum.models.fields import SealedField
from forum.models.visibility import InsideForumQuerySet


class FollowedCalendar(models.Model):
    """A published calendar address that a forum's meetings are read from each hour.

    The address is a secret, since whoever has it reads the whole calendar: no history is kept of this row, no API shows it,
    it lies encrypted, and people see its server alone. `series` = the UIDs that are the forum's; none = every series of the calendar.
    `next_at` is when it is due by PostgreSQL's clock; whoever takes it moves that ahead first, so that a worker which dies loses nothing.
    `problem` is the code of a sentence (`following_words`), empty when the last reading went well; `asked` are meetings that would be
    cancelled and wait for somebody's yes, `agreed` those that got it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    forum = models.OneToOneField(Forum, on_delete=models.CASCADE, related_name="followed_calendar")
    address = SealedField()
    series = models.JSONField(default=list, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=300, blank=True)
    good_at = models.DateTimeField(null=True, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    change = models.JSONField(default=dict, blank=True)
    other_series = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_facts = models.JSONField(default=dict, blank=True)
    asked = models.JSONField(default=list, blank=True)
    agreed = models.JSONField(default=list, blank=True)

    objects = InsideForumQuerySet.as_manager()

    class Meta:
        ordering = ["next_at", "id"]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.server}"

    @property
    def server(self) -> str:
        """What of the address is shown."""
        return urlsplit(self.address).hostname or ""
