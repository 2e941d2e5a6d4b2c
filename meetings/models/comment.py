from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.models import Actor, Person, PersonActor, Record, SignedLink
from forum.models.base import tracked
from forum.models.fields import EnumField
from meetings.enums import CommentAnswer, Via

from .agenda import AgendaItem
from .minutes import Minutes
from .visibility import NOBODY, item_in_full


class MinutesCommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """For those who read the version; about a point only where they read it in full, and always one's own. API clients have none."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        readable = Q(minutes__in=Minutes.objects.visible_to(actor).values("pk"))
        words = Q(item__isnull=True) | Q(item__in=AgendaItem.objects.filter(item_in_full(actor)).values("pk"))
        return self.filter(readable & (words | Q(person=actor.person)))


@tracked()
class MinutesComment(Record):
    """A remark on circulated minutes, on one point or the whole, and what the secretary answered."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="comments")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.EmailField(blank=True)
    via = EnumField(Via, default=Via.PAGE)
    text = models.TextField()
    written_at = models.DateTimeField()
    answer = EnumField(CommentAnswer, blank=True, default="")
    answer_text = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MinutesCommentQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class MinutesLink(SignedLink):
    """Lets somebody without sign-in read one circulated version, comment on it and, when asked to, approve it."""

    prefix = "r"
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="links")
