from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from forum.models import (
    Actor,
    ClientActor,
    Forum,
    Measure,
    Organisation,
    Person,
    PersonActor,
    Record,
    Seat,
    SignedLink,
    Unit,
)
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import own_seats, seats_of_client
from forum.models.words import swedish_words
from meetings.enums import ActionState, DueKind, UpdateKind, Via

from .agenda import AgendaItem
from .meeting import Meeting
from .visibility import NOBODY, outcome_readable

DECISION_WORDS = swedish_words("text", "reservations")
ACTION_WORDS = swedish_words("text", "closed_reason")


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(outcome_readable(actor, "item__"))


@tracked()
class Decision(Record):
    """What was decided under an item; its words stand in the minutes."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    reservations = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")

    objects = DecisionQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "id"]
        indexes = [GinIndex(DECISION_WORDS, name="decision_words")]

    def __str__(self) -> str:
        return self.text[:80]


def owned_by(actor: Actor) -> Q:
    """Actions that the actor has to do: by seat, by name, or as the organisation's or unit's system."""
    if isinstance(actor, PersonActor):
        mine = Q(owner_person=actor.person) | Q(owner_seat__in=own_seats(actor))
        return mine | Q(owner_address=actor.person.email) if actor.person.email else mine
    if isinstance(actor, ClientActor):
        organisation = Q(owner_organisation=actor.client.organisation_id)
        if actor.client.unit_id:
            organisation &= Q(owner_unit=actor.client.unit_id)
        return organisation | Q(owner_seat__in=seats_of_client(actor).values("pk"))
    return NOBODY


class ActionItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The owner's from the moment they are logged; others as the outcome of the item."""
        return self.filter(owned_by(actor) | outcome_readable(actor, "origin__"))

    def owned_by(self, actor: Actor) -> Self:
        return self.filter(owned_by(actor))


@tracked()
class ActionItem(Record):
    """Somebody has been tasked. `number` runs in the forum; `due_on` is the day that counts, also for "next meeting", and moves with it."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField()
    origin = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    text = models.TextField()
    owner_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    owner_address = models.EmailField(blank=True)
    due_kind = EnumField(DueKind, default=DueKind.ONGOING)
    due_on = models.DateField(null=True, blank=True)
    state = EnumField(ActionState, default=ActionState.OPEN)
    finished_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["forum", "number"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="action_by_urgency"),
            models.Index(fields=["forum", "state"], name="action_by_forum"),
            GinIndex(ACTION_WORDS, name="action_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["forum", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=Q(owner_seat__isnull=False)
                | Q(owner_organisation__isnull=False)
                | Q(owner_person__isnull=False)
                | ~Q(owner_address=""),
                name="action_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(due_kind="date") | Q(due_on__isnull=False), name="action_date_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:80]}"


class ActionUpdateQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(action__in=ActionItem.objects.visible_to(actor).values("pk"))


class ActionUpdate(models.Model):
    """What happened with an action: by whom, by which door, and the words that came with it."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="updates")
    kind = EnumField(UpdateKind)
    via = EnumField(Via, default=Via.PAGE)
    by_person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_address = models.EmailField(blank=True)
    text = models.TextField(blank=True)
    old_state = models.CharField(max_length=24, blank=True)
    new_state = models.CharField(max_length=24, blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    objects = ActionUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}Z"


class ActionLink(SignedLink):
    """Lets the owner of an action answer from the mail: done, more time, not mine."""

    prefix = "a"
    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="links")


class MeetingLink(SignedLink):
    """Shows a meeting's agenda to somebody without sign-in, as a member of the forum sees it."""

    prefix = "m"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="links")
