from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from .actor import Actor, PersonActor
from .base import Record, tracked
from .organisation import Organisation
from .person import Person
from .topic import Topic
from .visibility import coordinations_of


class MonitoringNoteQuerySet(models.QuerySet[Any]):
    """The notebook of those who coordinate the topic for that organisation today; nobody else reads it."""

    def visible_to(self, actor: Actor) -> Self:
        if not isinstance(actor, PersonActor):
            return self.none()
        mine = coordinations_of(actor).filter(topic=OuterRef("topic"), organisation=OuterRef("organisation"))
        return self.filter(Exists(mine))


@tracked()
class MonitoringNote(Record):
    """What was noticed around a topic, at group level: milieus, messages, events. Never anything about a person."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="monitoring_notes")
    observed_on = models.DateField()
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MonitoringNoteQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-observed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.observed_on}"
