from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import EDITING, Openness
from forum.models import Actor, Person, PersonActor, Record
from forum.models.base import tracked
from forum.models.visibility import forums_where

from .minutes import Minutes


class PublicationQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """What everybody may know to have been withdrawn: that there was something, and when."""
        return self.filter(withdrawn_at__isnull=False, minutes__meeting__forum__openness=Openness.PUBLIC)

    def visible_to(self, actor: Actor) -> Self:
        """What is published, of forums that are public, for everybody; what is being prepared or was withdrawn for chair and secretary."""
        everybody = Q(
            published_at__isnull=False,
            withdrawn_at__isnull=True,
            minutes__meeting__forum__openness=Openness.PUBLIC,
        )
        if isinstance(actor, PersonActor):
            return self.filter(everybody | Q(minutes__meeting__forum__in=forums_where(actor, EDITING)))
        return self.filter(everybody)


@tracked(exclude=("content", "pdf", "withdrawn_reason"))
class Publication(Record):
    """One version of minutes on the public pages. `content`, `pdf`: what the public gets, made anew with the masks; empty until then.

    `masks`: part of the minutes → provision. `names`: whether those who attended and approved stand with name. `findings_left`: how
    many findings of the review were published all the same, a number and never the words.
    """

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="publication")
    masks = models.JSONField(default=dict, blank=True)
    names = models.BooleanField(default=False)
    content = models.JSONField(default=dict, blank=True)
    pdf = models.BinaryField(default=bytes)
    pdf_size = models.PositiveIntegerField(default=0)
    findings_left = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-minutes__number"]

    def __str__(self) -> str:
        return f"{self.minutes_id}"

    @property
    def is_open(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None
