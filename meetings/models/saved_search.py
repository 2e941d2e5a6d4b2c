from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.models import Forum, Organisation, Person, SignedLink
from forum.models.fields import EnumField
from meetings.enums import Rhythm, SearchKind


class SavedSearchQuerySet(models.QuerySet[Any]):
    def of(self, person: Person) -> Self:
        """Those that the person gets letters of; a search is nobody else's business."""
        return self.filter(person=person, ended_at__isnull=True)


class SavedSearch(models.Model):
    """A search whose new hits come by mail. `told`: keys of the newest hits that the person has seen or was told of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_searches")
    words = models.CharField(max_length=200)
    kind = EnumField(SearchKind, blank=True, default="")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    rhythm = EnumField(Rhythm, default=Rhythm.DAILY)
    next_at = models.DateTimeField()
    told = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name_plural = "saved searches"
        indexes = [models.Index(fields=["next_at"], condition=Q(ended_at__isnull=True), name="saved_search_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "words", "kind", "forum", "organisation"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="saved_search_once",
            )
        ]

    def __str__(self) -> str:
        return self.words


class SearchLink(SignedLink):
    """Ends the letters of a search from the letter."""

    prefix = "s"
    saved_search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="links")
