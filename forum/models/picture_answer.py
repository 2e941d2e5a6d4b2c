from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import Certainty, FindingPriority, FindingStatus, PictureState, SourceKind, Trend

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .organisation import Organisation, Unit
from .person import Person
from .picture import PictureRecipient, SituationPicture, coordinated
from .question import Question, QuestionSet
from .topic import Topic
from .visibility import own_topics


def of_client(actor: ClientActor) -> Q:
    """Rows of the client's organisation; a client of one unit has that unit's alone."""
    own = Q(organisation=actor.client.organisation_id)
    return own & Q(unit=actor.client.unit_id) if actor.client.unit_id else own


class AnswerQuerySet(models.QuerySet[Any]):
    """Coordinators read all, those who were asked their own, an API client those of its organisation. Never the answers of others."""

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            own = PictureRecipient.objects.answerable_by(actor).exclude(picture__state=PictureState.DRAFT)
            return self.filter(
                coordinated(actor, "picture__topic", "picture__organisation") | Q(recipient__in=own.values("pk"))
            )
        if isinstance(actor, ClientActor):
            return self.filter(of_client(actor))
        return self.none()


@tracked()
class Answer(Record):
    """What one of those asked says to one question, how sure it is and what it rests on. About groups and places, never a person."""

    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="answers")
    recipient = models.ForeignKey(PictureRecipient, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    trend = EnumField(Trend, default=Trend.UNKNOWN)
    certainty = EnumField(Certainty, default=Certainty.MEDIUM)
    source_kind = EnumField(SourceKind, default=SourceKind.OBSERVATION)
    source = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["question", "created_at"]
        constraints = [models.UniqueConstraint(fields=["recipient", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.text


class FindingQuerySet(models.QuerySet[Any]):
    """For who coordinates the topic where it was found or has to be acted on, who wrote it, and the people of the organisation
    that has to act; an API client reads its own organisation's.
    """

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            own = Q(organisation=actor.person.organisation_id) if actor.person.organisation_id else Q(pk__in=[])
            lead = coordinated(actor) | coordinated(actor, organisation="picture__organisation")
            return self.filter(lead | own | Q(recorded_by=actor.person))
        if isinstance(actor, ClientActor):
            return self.filter(of_client(actor))
        return self.none()


@tracked()
class Finding(Record):
    """Something that is lacking, and that a measure has to answer to. `number` runs per topic and organisation."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="findings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    priority = EnumField(FindingPriority, default=FindingPriority.MEDIUM)
    status = EnumField(FindingStatus, default=FindingStatus.OPEN)
    reason = models.TextField(blank=True)
    picture = models.ForeignKey(
        SituationPicture, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["topic", "organisation", "number"]
        constraints = [models.UniqueConstraint(fields=["topic", "organisation", "number"], name="finding_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class PictureAggregateQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        if not isinstance(actor, PersonActor):
            return self.none()
        if actor.person.is_administrator:
            return self
        return self.filter(topic__in=own_topics(actor))


@tracked()
class PictureAggregate(Record):
    """The numbers of another municipality's round, as it gave them: counts per question, small ones left out. No answers."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="aggregates")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="aggregates")
    municipality = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PictureAggregateQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["municipality", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "municipality", "title"], name="aggregate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.title}"
