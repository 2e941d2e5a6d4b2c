from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.models import Forum, Person
from forum.models.link import token_digest

if TYPE_CHECKING:
    from typing import Self


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of(self, person: Person) -> Self:
        """Those that the person has now; a subscription is nobody else's business."""
        return self.filter(person=person, revoked_at__isnull=True)

    def for_token(self, token: str) -> Self:
        """The one that this token opens now: not ended, and its person still works here."""
        return self.filter(digest=token_digest(token), revoked_at__isnull=True, person__is_active=True)


class CalendarFeed(models.Model):
    """An address at which calendar programs read one person's meetings, of all own forums or of `forum` alone.

    The address is the secret and is kept as a digest, so that it can be shown once and never again. `alarm_minutes`: how long before a
    meeting the program says so; none = it decides itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    alarm_minutes = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.forum_id or 'all'}"

    @staticmethod
    def new_token() -> str:
        """192 random bits."""
        return f"k{secrets.token_urlsafe(24)}"
