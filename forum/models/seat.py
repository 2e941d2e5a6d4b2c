from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from forum.enums import Office

from .base import Record, tracked
from .fields import EnumField
from .forum import Forum
from .organisation import Organisation, Unit
from .person import Person
from .visibility import seats_readable

if TYPE_CHECKING:
    from datetime import date

    from .actor import Actor


def closed_range(function: str, start: str, end: str) -> Func:
    """A range with both ends in it, for exclusion constraints; `uuidrange` is made in the first migration (no btree_gist needed)."""
    return Func(F(start), F(end), Value("[]"), function=function, output_field=models.TextField())


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(seats_readable(actor))

    def in_use(self, day: date) -> Self:
        """Those that were not closed before that day; whoever left with the seat held it that day still."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))


@tracked()
class Seat(Record):
    """A place in a forum, held by function: the organisation has it, a person fills it from a date to a date."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="seats")
    role_title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    office = EnumField(Office, default=Office.MEMBER)
    substitute_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="substitutes"
    )
    position = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.role_title


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(seats_readable(actor, "seat__"))

    def on(self, day: date) -> Self:
        """Those that hold on that day; both ends count."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


@tracked()
class Membership(Record):
    """Who holds a seat, from and to a date, both included. No two at once, by the database's own constraint."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            ExclusionConstraint(
                name="one_holder_of_a_seat",
                expressions=[
                    (closed_range("uuidrange", "seat", "seat"), RangeOperators.OVERLAPS),
                    (closed_range("daterange", "starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}–{self.ends_on or ''}"
