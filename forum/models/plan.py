"""A plan for a topic: its editions and the way to its adoption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from forum.calendar.months import add_months
from forum.enums import SETTLED_PLANS, WRITABLE_PLANS, PlanState

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .organisation import Organisation
from .topic import Topic
from .visibility import coordinations_of

if TYPE_CHECKING:
    from datetime import date

    from .person import Person

T = TypeVar("T", bound=models.Model)
MONTHS_TO_REVISE = 24
SENT = (PlanState.CONSULTATION, *SETTLED_PLANS)
# A plan that was revoked before anybody adopted it never became one for all.
PUBLIC = Q(state__in=SETTLED_PLANS) & ~Q(state=PlanState.REVOKED, adopted_on=None)


def plans_edited_by(actor: Actor) -> Q:
    """Plans of an organisation for which the person coordinates the topic today; the administrator those of the host."""
    if not isinstance(actor, PersonActor):
        return Q(pk__in=[])
    mine = coordinations_of(actor).filter(topic=OuterRef("topic"), organisation=OuterRef("organisation"))
    host = Q(organisation__is_host=True) if actor.person.is_administrator else Q(pk__in=[])
    return Q(Exists(mine)) | host


def addressed_to(person: Person) -> Q:
    """What was sent to the person by name, or to the organisation that he or she works for, if any."""
    by_name = Q(person=person)
    return by_name | Q(organisation=person.organisation_id, person=None) if person.organisation_id else by_name


def _asked(actor: PersonActor | ClientActor) -> Any:
    """Those whom a plan was sent to, as far as they are this reader."""
    rows = apps.get_model("forum", "Consultee").objects.filter(plan=OuterRef("pk"), sent_at__isnull=False)
    if isinstance(actor, PersonActor):
        return rows.filter(addressed_to(actor.person))
    own = Q(organisation=actor.client.organisation_id)
    return rows.filter(own & Q(unit=actor.client.unit_id) if actor.client.unit_id else own)


class ActionPlanQuerySet(models.QuerySet[Any]):
    """Adopted plans are public records: everybody signed in reads them, API clients those of topics that they see.

    While out for consultation, and when it is revoked then, a plan is for its own organisation and its addressees; a draft for
    those who write it.
    """

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            own = Q(organisation=actor.person.organisation_id, state__in=SENT)
            asked = Q(Exists(_asked(actor)), state__in=SENT)
            return self.filter(PUBLIC | own | asked | plans_edited_by(actor))
        if isinstance(actor, ClientActor):
            public = PUBLIC & Q(topic__in=Topic.objects.visible_to(actor).values("pk"))
            own = Q(organisation=actor.client.organisation_id, state__in=SENT)
            return self.filter(public | own | Q(Exists(_asked(actor)), state__in=SENT))
        return self.none()

    def edited_by(self, actor: Actor) -> Self:
        return self.filter(plans_edited_by(actor))

    def in_force(self, day: date) -> Self:
        """Adopted by that day and not ended yet."""
        standing = Q(state=PlanState.ADOPTED) | Q(state__in=SETTLED_PLANS, ended_on__gt=day)
        return self.filter(standing, adopted_on__lte=day)


@tracked()
class ActionPlan(Record):
    """One edition of an organisation's plan for a topic. `valid_until` None = until further notice."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="plans")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    revises = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="revisions")
    state = EnumField(PlanState, default=PlanState.DRAFT)
    summary = models.TextField(blank=True)
    funding = models.TextField(blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    revise_by = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_paragraph = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "organisation", "edition"], name="plan_edition_once"),
            models.UniqueConstraint(
                fields=["topic", "organisation"], condition=Q(state="adopted"), name="one_adopted_plan"
            ),
            models.UniqueConstraint(
                fields=["topic", "organisation"],
                condition=Q(state__in=["draft", "consultation"]),
                name="one_plan_draft",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="plan_ends_after_start",
            ),
        ]

    @property
    def revision_due(self) -> date | None:
        """By when a plan in force is to be revised: the earlier of its own days, else two years after the adoption (2023:196, 6 §)."""
        own = [day for day in (self.revise_by, self.valid_until) if day]
        if own:
            return min(own)
        return add_months(self.adopted_on, MONTHS_TO_REVISE) if self.adopted_on else None

    def __str__(self) -> str:
        return self.title

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE_PLANS


class OfPlanQuerySet(models.QuerySet[T]):
    """Rows that may be read by who may read their plan."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(plan__in=ActionPlan.objects.visible_to(actor).values("pk"))


@tracked()
class AdoptionStep(Record):
    """One station on the way to adoption: a body prepared or decided, on a day, under a §."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    body = models.CharField(max_length=200)
    decided_on = models.DateField()
    paragraph = models.CharField(max_length=20, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    adopts = models.BooleanField(default=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on}"
