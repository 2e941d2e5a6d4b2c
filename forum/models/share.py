from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from forum.enums import SharedKind

from .actor import Actor, ClientActor
from .base import Record, tracked
from .fields import EnumField
from .forum import Forum
from .organisation import Organisation
from .person import Person
from .visibility import InsideForumQuerySet, forums_of_client


class ShareQuerySet(InsideForumQuerySet["Share"]):
    """What was sent: those in the forum see to whom, an API client what its own organisation got where it still sits."""

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, ClientActor):
            return self.filter(organisation=actor.client.organisation_id, forum__in=forums_of_client(actor))
        return super().visible_to(actor)


@tracked()
class Share(Record):
    """What was sent to which organisation, in which version, by whom and when: the moment it became a public record there (TF 2:9)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="shares")
    kind = EnumField(SharedKind)
    object_id = models.UUIDField()
    shared_version = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shares")
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="shares")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-shared_at"]
        indexes = [models.Index(fields=["organisation", "kind", "object_id"], name="share_by_reader")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "shared_version", "organisation"], name="share_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} → {self.organisation_id}"

    @property
    def meeting_id(self) -> uuid.UUID | None:
        """The meeting of which something was sent; None for a document of the forum itself and for a proposal to it."""
        return None if self.kind in {SharedKind.DOCUMENT, SharedKind.PROPOSAL} else self.object_id

    @property
    def document_id(self) -> uuid.UUID | None:
        return self.object_id if self.kind == SharedKind.DOCUMENT else None

    @property
    def placement_id(self) -> uuid.UUID | None:
        return self.object_id if self.kind == SharedKind.PROPOSAL else None
