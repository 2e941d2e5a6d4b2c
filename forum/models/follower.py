from __future__ import annotations

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.enums import Language

from .fields import EnumField
from .forum import Forum
from .link import SignedLink


class Follower(models.Model):
    """Somebody of the public who asked for a letter when a forum publishes minutes; counts once `confirmed_at` is set.

    No history and no page: who follows is seen by nobody. The row goes when somebody stops.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="followers")
    address = models.EmailField()
    language = EnumField(Language, default=Language.SWEDISH)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "address"], name="follows_once")]

    def __str__(self) -> str:
        return f"{self.forum_id}"


class FollowLink(SignedLink):
    """Lets somebody say yes to letters about a public forum."""

    prefix = "f"
    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follow_links")


class UnfollowLink(SignedLink):
    """Ends letters about a public forum; without `follower` they have ended."""

    prefix = "u"
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    follower = models.ForeignKey(Follower, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
