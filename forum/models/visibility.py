from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone

from forum.enums import PRESIDING, Openness

from .actor import Actor, ClientActor, PersonActor
from .prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from forum.enums import Office

    from .prepared import Prepared

T = TypeVar("T", bound=models.Model)


def seats_held(actor: PersonActor) -> models.QuerySet[Any]:
    """Current memberships of the person; `seat__forum` leads on."""
    return _seats_held(actor.person.pk, timezone.localdate())


def own_seats(actor: PersonActor) -> Prepared:
    """Ids of the seats that the person holds."""
    return own_seats_on(actor.person.pk, timezone.localdate())


def forums_where(actor: PersonActor, offices: Iterable[Office] = ()) -> Prepared:
    """Ids of the forums where the person sits, in those offices when given."""
    return _forums_where(actor.person.pk, frozenset(offices), timezone.localdate())


def _seats_held(person: uuid.UUID, day: dt.date) -> models.QuerySet[Any]:
    return apps.get_model("forum", "Membership").objects.on(day).filter(person=person, seat__closed_on__isnull=True)


@prepared
def own_seats_on(person: uuid.UUID, day: dt.date) -> models.QuerySet[Any]:
    return _seats_held(person, day).values("seat")


@prepared
def _forums_where(person: uuid.UUID, offices: frozenset[Office], day: dt.date) -> models.QuerySet[Any]:
    held = _seats_held(person, day)
    return (held.filter(seat__office__in=sorted(offices)) if offices else held).values("seat__forum")


def seats_of_client(actor: ClientActor) -> models.QuerySet[Any]:
    """Open seats of the client's organisation; a client of one unit has that unit's seats alone."""
    return _seats_of_client(actor.client.organisation_id, actor.client.unit_id)


def _seats_of_client(organisation: uuid.UUID, unit: uuid.UUID | None) -> models.QuerySet[Any]:
    seats = apps.get_model("forum", "Seat").objects.filter(organisation=organisation, closed_on__isnull=True)
    return seats.filter(unit=unit) if unit else seats


@prepared
def _forums_of_client(organisation: uuid.UUID, unit: uuid.UUID | None) -> models.QuerySet[Any]:
    return _seats_of_client(organisation, unit).values("forum")


def forums_of_client(actor: ClientActor) -> Prepared:
    """Ids of the forums where the client's organisation (or its unit) sits."""
    return _forums_of_client(actor.client.organisation_id, actor.client.unit_id)


def coordinations_of(actor: PersonActor) -> models.QuerySet[Any]:
    """The topics' coordinator assignments that the person has today, as coordinator or deputy."""
    return _coordinations_of(actor.person.pk, timezone.localdate())


def own_topics(actor: PersonActor) -> Prepared:
    """Ids of the topics that the person coordinates."""
    return _own_topics(actor.person.pk, timezone.localdate())


def _coordinations_of(person: uuid.UUID, day: dt.date) -> models.QuerySet[Any]:
    current = apps.get_model("forum", "Coordinator").objects.on(day)
    return current.filter(Q(person=person) | Q(deputy=person))


@prepared
def _own_topics(person: uuid.UUID, day: dt.date) -> models.QuerySet[Any]:
    return _coordinations_of(person, day).values("topic")


def forums_readable(actor: Actor) -> Q:
    """Forums whose name, dates and chair the actor may know.

    People: with a seat; coordinators and administrators all of them. API clients: where their organisation sits. Others: none.
    """
    if isinstance(actor, ClientActor):
        return Q(pk__in=forums_of_client(actor))
    if isinstance(actor, PersonActor):
        if actor.person.is_administrator:
            return Q()
        return Q(pk__in=forums_where(actor)) | Q(Exists(coordinations_of(actor)))
    return Q(openness=Openness.PUBLIC)


class ForumQuerySet(models.QuerySet[Any]):
    """Forums; `visible_to` is part of every query that a reader causes."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(forums_readable(actor))

    def active(self) -> Self:
        return self.filter(archived_at__isnull=True)


class ThroughForumQuerySet(models.QuerySet[T]):
    """Rows that may be read by who may read their forum."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(forum__in=apps.get_model("forum", "Forum").objects.visible_to(actor).values("pk"))


def seats_readable(actor: Actor, path: str = "") -> Q:
    """Seats that the actor may know: of the own forums all, as coordinator the chair's alone, others none."""
    if isinstance(actor, ClientActor):
        return Q(**{f"{path}forum__in": forums_of_client(actor)})
    if not isinstance(actor, PersonActor):
        return Q(pk__in=[])
    if actor.person.is_administrator:
        return Q()
    chairs = Q(Exists(coordinations_of(actor)), **{f"{path}office__in": PRESIDING})
    return Q(**{f"{path}forum__in": forums_where(actor)}) | chairs


class InsideForumQuerySet(models.QuerySet[T]):
    """Rows about how a forum works: for people with a seat in it and administrators, nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        if not isinstance(actor, PersonActor):
            return self.none()
        if actor.person.is_administrator:
            return self
        return self.filter(forum__in=forums_where(actor))
