from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.query import ModelIterable

from forum.enums import EDITING, AskedState, PictureState

from .actor import Actor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .flags import flag
from .forum import Forum
from .organisation import Organisation, Unit
from .person import Person
from .question import QuestionSet
from .topic import Topic
from .visibility import coordinations_of, forums_where

if TYPE_CHECKING:
    from collections.abc import Iterator

INSIDE = ("mapping", "other", "analysis", "annex_reference")


class PictureRowError(RuntimeError):
    """A picture that was emptied for its reader was about to be saved: a fault of ours, never of the user."""


class RedactingIterable(ModelIterable[Any]):
    """Empties what the reader may not read while rows are loaded, so that no template or serializer can forget to."""

    def __iter__(self) -> Iterator[SituationPicture]:
        for picture in super().__iter__():
            if not picture.in_full:
                for name in INSIDE if picture.summary_told else (*INSIDE, "public_summary"):
                    setattr(picture, name, "")
            yield picture


def coordinated(actor: PersonActor, topic: str = "topic", organisation: str = "organisation") -> Q:
    """Rows of a topic that the person holds together for that organisation; administrators all."""
    if actor.person.is_administrator:
        return Q(pk__isnull=False)
    return Q(Exists(coordinations_of(actor).filter(topic=OuterRef(topic), organisation=OuterRef(organisation))))


class SituationPictureQuerySet(models.QuerySet[Any]):
    """Coordinators see all of their topics; those who were asked see that they were; the rest what was published.

    What it says in full is for coordinators and, when adopted, for the organisation's own people and those who were asked.
    """

    def visible_to(self, actor: Actor) -> Self:
        published = Q(published_at__isnull=False)
        if isinstance(actor, PersonActor):
            asked = Q(pk__in=PictureRecipient.objects.answerable_by(actor).values("picture"))
            own = Q(organisation=actor.person.organisation_id)
            adopted = Q(state=PictureState.ADOPTED)
            leads = coordinated(actor)
            full = leads | (adopted & (own | asked))
            readable = leads | (~Q(state=PictureState.DRAFT) & asked) | (adopted & own) | published
        else:
            full, readable = Q(pk__in=[]), published
        rows = self.filter(readable).annotate(in_full=flag(full), summary_told=flag(published))
        rows._iterable_class = RedactingIterable
        return rows


@tracked()
class SituationPicture(Record):
    """One round: what was asked about a topic, put together, and adopted (law 2023:196, 4 and 6 §§).

    `number` runs per topic and organisation.
    The secret annex is never here: `annex_reference` says under which number it is kept. `counts`: what others may compare with.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="pictures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pictures")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = EnumField(PictureState, default=PictureState.DRAFT)
    period_starts_on = models.DateField(null=True, blank=True)
    period_ends_on = models.DateField(null=True, blank=True)
    introduction = models.TextField(blank=True)
    answer_by = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    mapping = models.TextField(blank=True)
    other = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    public_summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    annex_reference = models.CharField(max_length=200, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    paragraph = models.CharField(max_length=40, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SituationPictureQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "organisation", "number"], name="picture_number_once"),
            models.CheckConstraint(
                condition=Q(period_ends_on__isnull=True)
                | Q(period_starts_on__isnull=True)
                | Q(period_ends_on__gte=F("period_starts_on")),
                name="picture_period_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not getattr(self, "in_full", True):
            raise PictureRowError("what a reader sees is not what may be saved")
        super().save(*args, **kwargs)


class PictureRecipientQuerySet(models.QuerySet[Any]):
    def answerable_by(self, actor: PersonActor) -> Self:
        """For whom the person may answer: asked by name, or through forum, unit, other organisation."""
        person = actor.person
        mine = Q(person=person) | Q(forum__in=forums_where(actor, EDITING))
        if person.unit_id:
            mine |= Q(unit=person.unit_id)
        if person.organisation_id:
            mine |= Q(organisation=person.organisation_id, organisation__is_host=False)
        return self.filter(mine)

    def visible_to(self, actor: Actor) -> Self:
        """Coordinators see everybody who was asked; others only themselves. API clients nobody."""
        if not isinstance(actor, PersonActor):
            return self.none()
        own = Q(pk__in=PictureRecipient.objects.answerable_by(actor).values("pk"))
        open_to_them = ~Q(picture__state=PictureState.DRAFT)
        return self.filter(coordinated(actor, "picture__topic", "picture__organisation") | (own & open_to_them))


@tracked()
class PictureRecipient(Record):
    """Who was asked: a forum, a unit, an organisation, a person, a bare address, or an association by the open link."""

    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="recipients")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    by_open_link = models.BooleanField(default=False)
    passed_on_from = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="passed_on_to"
    )
    word = models.TextField(blank=True)
    state = EnumField(AskedState, default=AskedState.WAITING)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PictureRecipientQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "forum", "unit", "organisation", "person", "address"],
                condition=Q(by_open_link=False),
                nulls_distinct=False,
                name="asked_once",
            )
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Whom we asked, as it is read on the page; a protected person only by the organisation."""
        if self.person:
            return str(self.person.organisation or "") if self.person.protected else self.person.name
        if self.unit:
            return f"{self.unit.name}, {self.unit.organisation.name}"
        return str(self.forum or self.organisation or self.name or self.address)
