from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from forum.enums import EDITING
from forum.models import Actor, Person, PersonActor, Record, SignedLink
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.visibility import forums_where
from meetings.enums import GuestAnswer

from .agenda import AgendaItem
from .visibility import NOBODY


class ItemGuestQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who prepare the forum's meetings: a guest is a person with an address, and nobody else's business."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        return self.filter(item__forum__in=forums_where(actor, EDITING))

    def called(self) -> Self:
        """Those who have not been taken off again."""
        return self.filter(ended_at__isnull=True)


@tracked(exclude=("address",))
class ItemGuest(Record):
    """Somebody without a seat who is called to one point, by a bare address, which is emptied some time after the meeting.

    `presents`: called because he or she presents the point, and no longer when somebody else does. `said_from` and `said_to`: the time
    that the newest letter gave; `sequence`: its number for calendars. `ended_at`: taken off, or the meeting was cancelled, and told so.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=200)
    address = models.EmailField(blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    presents = models.BooleanField(default=False)
    called_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = EnumField(GuestAnswer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    said_from = models.DateTimeField()
    said_to = models.DateTimeField()
    said_place = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ItemGuestQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "address"],
                condition=Q(ended_at__isnull=True) & ~Q(address=""),
                name="guest_once_at_a_point",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def uid(self) -> str:
        """The calendar UID of the guest's own entry, which never changes."""
        return f"{self.pk}@samverka"

    @property
    def full_name(self) -> str:
        """As attendance notes it."""
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


class GuestLink(SignedLink):
    """Lets a guest see the point that he or she is called to, and answer."""

    prefix = "g"
    guest = models.ForeignKey(ItemGuest, on_delete=models.CASCADE, related_name="links")
