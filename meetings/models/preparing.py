from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import EDITING, ItemKind
from forum.models import Actor, Forum, Person, PersonActor, Record, Seat, Topic
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import forums_where
from meetings.enums import ItemOpenness

from .visibility import NOBODY, reads_drafts


class ParkedItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """As a draft agenda; of points for named seats only editors know, and everybody of what he or she proposed."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        editors = Q(forum__in=forums_where(actor, EDITING))
        drafts = reads_drafts(actor) & ~Q(openness=ItemOpenness.NAMED_SEATS)
        return self.filter(editors | drafts | Q(proposed_by=actor.person))


@tracked()
class ParkedItem(Record):
    """A point of the forum's backlog: it has no meeting yet. `proposed_by`: who proposed it, nobody when it was taken off an agenda."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="parked_items")
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = EnumField(ItemKind, default=ItemKind.INFORMATION)
    title = models.CharField(max_length=300)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.TextField(blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    presenter_seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    draft_decision = models.TextField(blank=True)
    openness = EnumField(ItemOpenness, default=ItemOpenness.OPEN)
    named_seats = models.ManyToManyField(Seat, blank=True, related_name="+")
    secrecy_provision = models.CharField(max_length=60, blank=True)
    secrecy_marked_on = models.DateField(null=True, blank=True)
    secrecy_authority = models.CharField(max_length=200, blank=True)

    objects = ParkedItemQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title


class AgendaTemplateQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who prepare the forum's meetings."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        return self.filter(forum__in=forums_where(actor, EDITING))


@tracked()
class AgendaTemplate(Record):
    """An agenda to start from. `points`: section, title, kind, minutes, presenter, id of the presenter's seat, openness of each."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(max_length=120)
    points = models.JSONField(default=list)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["forum", "name"], name="template_name_once_in_a_forum")]

    def __str__(self) -> str:
        return self.name
