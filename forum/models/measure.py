"""What a plan holds: goals, measures, how they are measured and followed up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from forum.enums import MeasureLevel, MeasureState

from .base import Record, tracked
from .fields import EnumField
from .forum import Forum
from .link import SignedLink
from .organisation import Organisation, Unit
from .person import Person
from .picture_answer import Finding
from .plan import ActionPlan, OfPlanQuerySet


@tracked()
class Goal(Record):
    """What is to be reached; measures stand under it."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    description = models.TextField(blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


@tracked()
class Measure(Record):
    """Something that is done for a goal: whose it is, by when, carried by which forum.

    `line` is the same in all editions of a plan, so that decisions made before a revision still count. `number` runs in the plan.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures")
    line = models.UUIDField(default=uuid7, editable=False, db_index=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    level = EnumField(MeasureLevel, default=MeasureLevel.GENERAL)
    target_group = models.CharField(max_length=200, blank=True)
    owner_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    owner_function = models.CharField(max_length=200, blank=True)
    partners = models.CharField(max_length=300, blank=True)
    forum = models.ForeignKey(Forum, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures")
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    funding = models.TextField(blank=True)
    cost = models.PositiveIntegerField(null=True, blank=True)
    state = EnumField(MeasureState, default=MeasureState.PLANNED)
    result = models.TextField(blank=True)
    finished_on = models.DateField(null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="measure_number_once"),
            models.UniqueConstraint(fields=["plan", "line"], name="measure_once_in_a_plan"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(starts_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="measure_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(result=""), name="finished_measure_has_a_result"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Indicator(Record):
    """How one sees whether a measure works: from which value to which, and how it is measured."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="indicators")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=300)
    measured_in = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    method = models.TextField(blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name


@tracked()
class FollowUp(Record):
    """A day on which a measure is followed up, and what was seen then; `value` is that of the indicator."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="follow_ups")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="follow_ups")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    followed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfPlanQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["measure", "done_on", "due_on"], name="follow_up_by_measure")]
        constraints = [
            models.CheckConstraint(condition=Q(done_on__isnull=True) | ~Q(outcome=""), name="follow_up_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.due_on}"


class FollowUpLink(SignedLink):
    """Lets the owner of a measure say from the mail what is seen."""

    prefix = "w"
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="links")
