from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import TargetGroupKind

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .measure import Measure
from .organisation import Organisation, Unit
from .topic import Topic
from .visibility import coordinations_of

VALID_FOR = 24  # months


def groups_readable(actor: Actor, path: str = "") -> Q:
    """Target groups: people those of their own organisation, coordinators and administrators all; an API client its own."""
    if isinstance(actor, ClientActor):
        own = Q(**{f"{path}organisation": actor.client.organisation_id})
        return own & Q(**{f"{path}unit": actor.client.unit_id}) if actor.client.unit_id else own
    if not isinstance(actor, PersonActor):
        return Q(pk__in=[])
    if actor.person.is_administrator or coordinations_of(actor).exists():
        return Q()
    return Q(**{f"{path}organisation": actor.person.organisation_id})


class TargetGroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(groups_readable(actor))


@tracked()
class TargetGroup(Record):
    """Whom a topic wants to reach with training, in one organisation, and how many they are. Heads, never names.

    `size` counts workplaces instead of people where `key_people` holds: one representative of each is trained.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="target_groups")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="target_groups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="target_groups")
    name = models.CharField(max_length=200)
    kind = EnumField(TargetGroupKind, default=TargetGroupKind.FRONT_LINE)
    size = models.PositiveIntegerField()
    size_as_of = models.DateField()
    key_people = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TargetGroupQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["organisation__name", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "organisation", "name"],
                condition=Q(archived_at__isnull=True),
                name="target_group_name_once",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="target_group_has_people"),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingActivityQuerySet(models.QuerySet[Any]):
    """Activities: coordinators and administrators see all, others what their organisation arranged or its groups took part in."""

    def visible_to(self, actor: Actor) -> Self:
        groups = TargetGroup.objects.visible_to(actor)
        if isinstance(actor, ClientActor):
            arranged = Q(organisation=actor.client.organisation_id) if not actor.client.unit_id else Q(pk__in=[])
        elif isinstance(actor, PersonActor):
            if actor.person.is_administrator or coordinations_of(actor).exists():
                return self
            arranged = Q(organisation=actor.person.organisation_id)
        else:
            return self.none()
        attended = Participation.objects.filter(group__in=groups.order_by().values("pk")).values("activity")
        return self.filter(arranged | Q(pk__in=attended))


@tracked()
class TrainingActivity(Record):
    """One training on one day, with how many of each target group took part. It counts for `valid_months`; None = for good.

    `measure`: what of a plan it carries out; the edition does not matter, `Measure.line` holds over all of them.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="training_activities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="training_activities")
    name = models.CharField(max_length=200)
    held_on = models.DateField()
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True, default=VALID_FOR)
    note = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="trainings")

    objects = TrainingActivityQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Participation(models.Model):
    """How many of a target group took part."""

    activity = models.ForeignKey(TrainingActivity, on_delete=models.CASCADE, related_name="participations")
    group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, related_name="participations")
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["group__organisation__name", "group__name"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "group"], name="participation_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="participation_counts_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.count}"
