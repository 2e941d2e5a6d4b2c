"""What a calendar subscription shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models import Forum, PersonActor
from forum.models.visibility import seats_held
from meetings.models import CalendarFeed, Meeting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Person

KEPT: Final = timedelta(days=365)
MOST: Final = 2000


def feed_opens(feed: CalendarFeed) -> bool:
    """Whether the person may still know the forum that the subscription is of."""
    if feed.forum_id is None:
        return True
    return Forum.objects.visible_to(PersonActor(feed.person)).filter(pk=feed.forum_id).exists()


def feeds_for_owner(person: Person) -> QuerySet[CalendarFeed]:
    """The person's subscriptions. `known`: the forum may still be named."""
    readable = Forum.objects.visible_to(PersonActor(person)).filter(pk=OuterRef("forum"))
    return CalendarFeed.objects.of(person).annotate(known=Exists(readable)).select_related("forum")


def meetings_for_feed(feed: CalendarFeed) -> QuerySet[Meeting]:
    """Meetings of the last year and all ahead, cancelled ones too, in forums where the person sits or in the feed's forum, in time order.

    `sits`: the person has a seat there, so that place and link are his or her business too.
    """
    actor = PersonActor(feed.person)
    seats = seats_held(actor)
    shown = Meeting.objects.visible_to(actor).in_use().filter(ends_at__gte=timezone.now() - KEPT)
    chosen = Q(forum=feed.forum_id) if feed.forum_id else Q(forum__in=seats.values("seat__forum"))
    sitting = Exists(seats.filter(seat__forum=OuterRef("forum")))
    return shown.filter(chosen).annotate(sits=sitting).select_related("forum").order_by("starts_at", "id")[:MOST]
