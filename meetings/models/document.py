from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Replace
from uuid_utils.compat import uuid7

from forum.enums import SITTING, SharedKind
from forum.models import ActionPlan, Actor, ClientActor, Forum, PersonActor, Record, StoredFile
from forum.models.base import tracked
from forum.models.visibility import forums_where
from forum.models.words import swedish_words

from .agenda import AgendaItem
from .meeting import Meeting
from .visibility import (
    NOBODY,
    circulated_meetings,
    item_in_full,
    item_readable,
    reads_drafts,
    shared_meetings,
    shared_with,
)

# A file is called "Handlingsplan_2027.pdf": the words of its name, not the name as one word.
DOCUMENT_WORDS = swedish_words("title", Replace(Replace("file_name", Value("_"), Value(" ")), Value("."), Value(" ")))


def _of_forum(actor: Actor) -> Q:
    """Documents of the forum itself: drafts for those who read drafts, for the others when they were shared."""
    if isinstance(actor, ClientActor):
        return Q(Exists(shared_with(actor, [SharedKind.DOCUMENT]).filter(object_id=OuterRef("pk"))))
    if not isinstance(actor, PersonActor):
        return NOBODY
    return reads_drafts(actor) | Q(forum__in=forums_where(actor, SITTING), shared_at__isnull=False)


def _of_meeting(actor: Actor) -> Q:
    """Documents of a meeting as a whole: as its agenda."""
    if isinstance(actor, ClientActor):
        return Q(meeting__in=shared_meetings(actor, SharedKind))
    if not isinstance(actor, PersonActor):
        return NOBODY
    sent = Q(meeting__noticed_at__isnull=False) | Q(meeting__in=circulated_meetings())
    return reads_drafts(actor) | (Q(forum__in=forums_where(actor, SITTING)) & sent)


class DocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """As what they hang on; of a point that is redacted for the reader there are none."""
        of_item = Q(item__isnull=False) & item_readable(actor, "item__") & item_in_full(actor, "item__")
        return self.placed().filter(
            (Q(item__isnull=True, meeting__isnull=True, plan__isnull=True) & _of_forum(actor))
            | (Q(meeting__isnull=False) & _of_meeting(actor))
            | of_item
            | Q(plan__in=ActionPlan.objects.visible_to(actor).values("pk"))
        )

    def placed(self) -> Self:
        """With `at_meeting`, the id of the meeting to which the document belongs, as a whole or by a point of its agenda."""
        return self.annotate(at_meeting=Coalesce("meeting", "item__meeting"))


@tracked(exclude=("stored_as",))
class Document(Record, StoredFile):
    """A document of a forum, of one of its meetings (`meeting`), of a point on an agenda (`item`), or of an action plan, which no
    forum has (`plan`); the file is the present one.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    item = models.ForeignKey(AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="documents")
    title = models.CharField(max_length=200)
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["forum", "meeting"], name="document_by_forum"),
            GinIndex(DOCUMENT_WORDS, name="document_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=True, forum__isnull=False) & (Q(item__isnull=True) | Q(meeting__isnull=True))
                | Q(plan__isnull=False, forum__isnull=True, item__isnull=True, meeting__isnull=True),
                name="document_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Meeting | None:
        """The meeting to which it belongs, as a whole or by a point; None for a document of the forum itself."""
        return self.item.meeting if self.item else self.meeting


class EarlierFile(StoredFile):
    """A file that a newer one took the place of; for those who prepare the forum's meetings."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="earlier")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="earlier_file_once")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
