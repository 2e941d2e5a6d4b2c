from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import EDITING, Openness
from forum.models import Actor, Person, PersonActor, Record, StoredFile
from forum.models.base import tracked
from forum.models.visibility import forums_where
from meetings.enums import ItemOpenness

from .document import Document

OF_OPEN_FORUM = Q(document__forum__openness=Openness.PUBLIC)
OF_OPEN_POINT = Q(document__item__isnull=True) | Q(document__item__openness=ItemOpenness.OPEN)


class DocumentPublicationQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """What everybody may know to have been withdrawn: that there was something, and when."""
        return self.filter(OF_OPEN_FORUM, withdrawn_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """What is published, of public forums and open points, for everybody; what was withdrawn for chair and secretary."""
        everybody = OF_OPEN_FORUM & OF_OPEN_POINT & Q(withdrawn_at__isnull=True)
        if isinstance(actor, PersonActor):
            return self.filter(everybody | Q(document__forum__in=forums_where(actor, EDITING)))
        return self.filter(everybody)


@tracked(exclude=("withdrawn_reason",))
class DocumentPublication(Record):
    """A document on the public pages: exactly the file and the title that were reviewed, whatever becomes of the document later.

    `findings_left`: how many findings of the review were published all the same, a number and never the words.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="publication")
    title = models.CharField(max_length=200)
    file_number = models.PositiveIntegerField()
    findings_left = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = DocumentPublicationQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None

    @property
    def file(self) -> StoredFile | None:
        """The file that was reviewed; the document may have a newer one."""
        if self.document.number == self.file_number:
            return self.document
        found: StoredFile | None = self.document.earlier.filter(number=self.file_number).first()
        return found
