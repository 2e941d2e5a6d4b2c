from __future__ import annotations

from django.db import models

from forum.enums import SharedKind

from .base import Record
from .fields import EnumField
from .forum import Forum
from .organisation import Organisation
from .person import Person
from .visibility import ThroughForumQuerySet


class Share(Record):
    """What was sent to which organisation, in which version, by whom and when: the moment it became a public record there (TF 2:9)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="shares")
    kind = EnumField(SharedKind)
    object_id = models.UUIDField()
    shared_version = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="shares"
    )
    shared_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ThroughForumQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-shared_at"]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "object_id"], name="share_by_reader"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "shared_version", "organisation"],
                name="share_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} → {self.organisation_id}"
