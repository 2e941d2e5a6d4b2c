from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from forum.enums import OpeningDay, SpokenLanguage

from .actor import Actor, PersonActor
from .base import Record, tracked
from .organisation import Organisation
from .person import Person
from .seat import closed_range
from .topic import Topic

if TYPE_CHECKING:
    from datetime import date

CHECKED_FOR = 90  # days after which a check no longer counts, unless the line says otherwise
REVIEW_EVERY = 365  # days after which a routine is to be looked at again


class SupportLineQuerySet(models.QuerySet[Any]):
    """Lines: signed-in people see all, everybody else those that are public."""

    def visible_to(self, actor: Actor) -> Self:
        return self if isinstance(actor, PersonActor) else self.filter(is_public=True)

    def on(self, day: date) -> Self:
        """Those that exist on that day, and those that begin later; not those that have ended."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


@tracked()
class SupportLine(Record):
    """A number that people can call, run by one operator from a day to a day. A new operator is a new row: the history stays.

    `topic` None = for every topic. `checked_on`: when somebody last found out that number and hours are right.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="support_lines")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="support_lines")
    name = models.CharField(max_length=200)
    operator = models.CharField(max_length=200)
    number = models.CharField(max_length=16, help_text="E.164: +4620100200")
    audience = models.CharField(max_length=300, blank=True)
    languages = models.JSONField(default=list, blank=True)
    anonymous = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    url = models.URLField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    usual_on_holidays = models.BooleanField(default=False)
    usual_on_eves = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    check_every = models.PositiveSmallIntegerField(default=CHECKED_FOR)
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="kept_lines")
    is_public = models.BooleanField(default=True)

    objects = SupportLineQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="line_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_words(self) -> list[str]:
        known = dict(SpokenLanguage.choices)
        return [str(known[code]) for code in self.languages if code in known]


@tracked()
class OpeningInterval(models.Model):
    """Hours on one kind of day: minutes of the clock, the end not included. The database refuses two about the same minute."""

    line = models.ForeignKey(SupportLine, on_delete=models.CASCADE, related_name="intervals")
    day = models.PositiveSmallIntegerField(choices=OpeningDay.choices)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes"), closes__lte=1440, day__lte=8), name="opening_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="opening_ends_after_start"
            ),
            ExclusionConstraint(
                name="opening_hours_apart",
                expressions=[
                    (closed_range("uuidrange", "line", "line"), RangeOperators.OVERLAPS),
                    (closed_range("int4range", "day", "day"), RangeOperators.OVERLAPS),
                    (
                        Func(F("opens"), F("closes"), function="int4range", output_field=models.TextField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (closed_range("daterange", "valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day} {self.opens}–{self.closes}"


@tracked()
class OpeningException(models.Model):
    """Days on which other hours hold than the usual; without hours closed."""

    line = models.ForeignKey(SupportLine, on_delete=models.CASCADE, related_name="exceptions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens = models.PositiveSmallIntegerField(null=True, blank=True)
    closes = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="exception_ends_after_start"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes"), closes__lte=1440),
                name="exception_within_a_day",
            ),
            ExclusionConstraint(
                name="exceptions_apart",
                expressions=[
                    (closed_range("uuidrange", "line", "line"), RangeOperators.OVERLAPS),
                    (closed_range("daterange", "starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            Coalesce("opens", Value(0)),
                            Coalesce("closes", Value(1440)),
                            function="int4range",
                            output_field=models.TextField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.starts_on}–{self.ends_on}"


class ConcernRoutineQuerySet(models.QuerySet[Any]):
    """Routines: signed-in people see all, everybody else those that are public. They have no resource in the API."""

    def visible_to(self, actor: Actor) -> Self:
        return self if isinstance(actor, PersonActor) else self.filter(is_public=True)


@tracked()
class ConcernRoutine(Record):
    """What somebody in an organisation does who is worried for somebody: one sheet, the steps one to a line."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="concern_routine")
    introduction = models.TextField(blank=True)
    steps = models.TextField()
    report_number = models.CharField(max_length=16, blank=True, help_text="E.164; where a concern is reported")
    report_url = models.URLField(max_length=300, blank=True)
    reviewed_on = models.DateField()
    review_every = models.PositiveSmallIntegerField(default=REVIEW_EVERY)
    is_public = models.BooleanField(default=False)

    objects = ConcernRoutineQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return str(self.organisation_id)

    @property
    def review_by(self) -> date:
        """The day by which it is to be looked at again."""
        return self.reviewed_on + timedelta(days=self.review_every)
