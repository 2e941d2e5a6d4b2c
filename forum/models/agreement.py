from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, Q

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .forum import Forum
from .organisation import Organisation
from .person import Person
from .plan import ActionPlan
from .topic import Topic
from .visibility import coordinations_of, forums_where

if TYPE_CHECKING:
    import uuid


class AgreementQuerySet(models.QuerySet[Any]):
    """Agreements: those who keep them see drafts; the other parties, those who sit in its forums and coordinators what was signed."""

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, ClientActor):
            return self.filter(_of_organisation(actor.client.organisation_id))
        if not isinstance(actor, PersonActor):
            return self.none()
        if actor.person.is_administrator:
            return self
        coordinated = coordinations_of(actor)
        forums = AgreementForum.objects.filter(forum__in=forums_where(actor)).values("agreement")
        signed = Q(signed_on__isnull=False) & (Q(pk__in=forums) | Q(Exists(coordinated)))
        kept = Q(organisation__in=coordinated.values("organisation"))
        return self.filter(_of_organisation(actor.person.organisation_id) | kept | signed)


def _of_organisation(organisation_id: uuid.UUID | None) -> Q:
    if organisation_id is None:
        return Q(pk__in=[])
    party = AgreementParty.objects.filter(organisation=organisation_id).values("agreement")
    return Q(organisation=organisation_id) | Q(pk__in=party, signed_on__isnull=False)


@tracked()
class Agreement(Record):
    """A written agreement on cooperation: purposes and areas at least (lag 2023:196, 9 §). A draft until it is signed.

    `signatory`: the function that signs for the organisation that keeps it. `plan`: what carries it out, in any edition.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements")
    title = models.CharField(max_length=200)
    purposes = models.TextField()
    areas = models.TextField()
    registry_number = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=300, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    plan = models.ForeignKey(ActionPlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements")
    signatory = models.CharField(max_length=200, blank=True)
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="kept_agreements")

    objects = AgreementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agreement_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class AgreementParty(models.Model):
    """An organisation that is bound, and in which function it signs."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_parties")
    signatory = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


@tracked()
class AgreementForum(models.Model):
    """A forum in which the agreement is carried out."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="forum_ties")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="agreement_ties")

    class Meta:
        ordering = ["forum__name"]
        constraints = [models.UniqueConstraint(fields=["agreement", "forum"], name="agreement_forum_once")]

    def __str__(self) -> str:
        return f"{self.forum_id}"


@tracked()
class AgreementFollowUp(models.Model):
    """What a look at the agreement found."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="follow_ups")
    held_on = models.DateField()
    outcome = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.held_on}"
