"""Who holds a topic together in each organisation, where nobody does, and where a term ends with nobody after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone

from forum.models import Coordinator, Organisation, PersonActor, Topic
from forum.models.visibility import coordinations_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from forum.models import Actor

SOON: Final = timedelta(days=60)


@dataclass
class Holding:
    """An organisation and its coordinators of a topic: now, coming, and the last day of the latest when there is none."""

    organisation: Organisation
    now: list[Coordinator] = field(default_factory=list)
    coming: list[Coordinator] = field(default_factory=list)
    last: Coordinator | None = None

    @property
    def vacant(self) -> bool:
        return not any(one.person.is_active or one.deputy_id for one in self.now)

    def ends(self, today: date) -> date | None:
        """The last day that somebody is appointed for, when it is near and nobody comes after."""
        days = [one.ends_on for one in self.now]
        if not days or None in days:
            return None
        last = max(day for day in days if day)
        if last > today + SOON:
            return None
        return None if any(one.starts_on <= last + timedelta(days=1) for one in self.coming) else last


def holdings_of_topic(topic: Topic) -> list[Holding]:
    """The host, and every organisation that has or had a coordinator of the topic; vacant ones first."""
    today = timezone.localdate()
    rows = Coordinator.objects.filter(topic=topic).select_related("person", "deputy", "organisation", "topic")
    found = {one.pk: Holding(one) for one in Organisation.objects.filter(is_host=True)}
    for key, group in groupby(rows.order_by("organisation", "starts_on", "pk"), lambda row: row.organisation_id):
        own = list(group)
        holding = found.setdefault(key, Holding(own[0].organisation))
        holding.now = [row for row in own if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)]
        holding.coming = [row for row in own if row.starts_on > today]
        holding.last = max((row for row in own if row.ends_on and row.ends_on < today), key=_end, default=None)
    return sorted(found.values(), key=lambda one: (not one.vacant, not one.organisation.is_host, one.organisation.name))


def _end(row: Coordinator) -> date:
    return row.ends_on or row.starts_on


def coordinators_led_by(actor: PersonActor) -> QuerySet[Coordinator]:
    """Assignments whose card and first week the person may change: the own ones, as deputy too; administrators all."""
    rows = Coordinator.objects.select_related("topic", "organisation", "person", "deputy")
    if actor.person.is_administrator:
        return rows
    return rows.filter(pk__in=coordinations_of(actor).values("pk"))


def public_cards() -> QuerySet[Coordinator]:
    """Cards that everybody may read: published, in force, of topics that are followed."""
    rows = Coordinator.objects.on(timezone.localdate()).filter(published=True, topic__archived_at__isnull=True)
    known: QuerySet[Coordinator] = rows.filter(Q(person__is_active=True) | Q(deputy__isnull=False))
    return known.select_related("topic", "organisation", "person").order_by(
        "-organisation__is_host", "organisation__name", "topic__name", "pk"
    )


def organisations_coordinated(actor: Actor, topic: Topic) -> QuerySet[Organisation]:
    """For which the actor coordinates the topic today."""
    if not isinstance(actor, PersonActor):
        return Organisation.objects.none()
    mine = coordinations_of(actor).filter(topic=topic)
    return Organisation.objects.filter(pk__in=mine.values("organisation")).order_by("-is_host", "name")
