"""Whom a plan was sent to for consultation, and what they said of it and of its parts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import Stance

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .fields import EnumField
from .link import SignedLink
from .measure import Goal, Measure
from .organisation import Organisation, Unit
from .person import Person
from .plan import ActionPlan, OfPlanQuerySet, addressed_to


def _own_of_client(actor: ClientActor) -> Q:
    asked = Q(organisation=actor.client.organisation_id)
    if actor.client.unit_id:
        return asked & Q(unit=actor.client.unit_id)
    return asked | Q(plan__organisation=actor.client.organisation_id)


class ConsulteeQuerySet(OfPlanQuerySet["Consultee"]):
    """Who writes the plan reads all replies; an addressee, of a unit its own people, the own one. Others none.

    Of an API client: what its organisation's plans were answered, unless it is of one unit alone, and what it was asked itself.
    """

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, ClientActor):
            plans = ActionPlan.objects.visible_to(actor).order_by().values("pk")
            return self.filter(_own_of_client(actor), plan__in=plans, sent_at__isnull=False)
        if not isinstance(actor, PersonActor):
            return self.none()
        own_unit = Q(unit=None) | Q(unit=actor.person.unit_id)
        mine = addressed_to(actor.person) & own_unit & ~Q(sent_at=None)
        return self.filter(Q(plan__in=ActionPlan.objects.edited_by(actor).values("pk")) | mine)


@tracked(exclude=("address",))
class Consultee(Record):
    """Whom a plan is sent to for consultation, until when, and what was answered."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="consultees")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    address = models.EmailField(blank=True)
    reply_by = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    stance = EnumField(Stance, blank=True, default="")
    reply = models.TextField(blank=True)

    objects = ConsulteeQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["created_at"]
        verbose_name_plural = "consultation replies"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organisation", "unit", "person", "address"],
                name="consulted_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        if self.person and self.person.protected:
            return str(self.person.organisation or self.person.shown_name)
        return str(self.person or self.unit or self.organisation or self.address)


class RemarkQuerySet(models.QuerySet[Any]):
    """Remarks are read by who may read the reply that they belong to."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(consultee__in=Consultee.objects.visible_to(actor).order_by().values("pk"))


@tracked()
class ConsultationRemark(models.Model):
    """What an addressee says of one goal or measure. `about`: its words at the time, since the words stay when the part goes."""

    consultee = models.ForeignKey(Consultee, on_delete=models.CASCADE, related_name="remarks")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks")
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks")
    about = models.CharField(max_length=300)
    text = models.TextField()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultee", "goal"], name="remark_once_on_a_goal"),
            models.UniqueConstraint(fields=["consultee", "measure"], name="remark_once_on_a_measure"),
            models.CheckConstraint(condition=Q(goal=None) | Q(measure=None), name="remark_on_one_part"),
        ]

    def __str__(self) -> str:
        return self.about


class ConsultationLink(SignedLink):
    """Lets an addressee read the plan and answer from the mail."""

    prefix = "c"
    consultee = models.ForeignKey(Consultee, on_delete=models.CASCADE, related_name="links")
