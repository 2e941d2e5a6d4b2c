"""A forum's year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from forum.enums import PlacementState
from forum.models import Placement
from meetings.models import Meeting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor, Forum


def meetings_of_year(actor: Actor, forum: Forum, year: int) -> QuerySet[Meeting]:
    """Its meetings that year, cancelled ones too, in time order."""
    return Meeting.objects.visible_to(actor).filter(forum=forum, starts_at__year=year).order_by("starts_at", "id")


def recurring_in_year(actor: Actor, forum: Forum, year: int) -> QuerySet[Placement]:
    """Accepted points that come back and stand some time that year."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__year__lte=year)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__year__gte=year)
    standing = Placement.objects.visible_to(actor).filter(forum=forum, state=PlacementState.ACCEPTED, every__gt=0)
    return standing.filter(begun, lasting).select_related("topic").order_by("topic__name", "created_at")
