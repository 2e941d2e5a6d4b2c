from __future__ import annotations

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from .forum import Forum
from .person import Person
from .visibility import InsideForumQuerySet


class FoundingReason(models.Model):
    """Why a new forum was added although existing ones could carry its matter: the answer, and what had been suggested then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    forum = models.OneToOneField(Forum, on_delete=models.CASCADE, related_name="founding_reason")
    reason = models.TextField()
    suggested = models.JSONField(default=list)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = InsideForumQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.forum_id} {self.given_at:%Y-%m-%d}"

    @property
    def names(self) -> str:
        """Of the forums that were suggested."""
        return ", ".join(one["name"] for one in self.suggested)
