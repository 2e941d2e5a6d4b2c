"""Who asks: the actor behind a request to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied

from forum.models import Anonymous, Person, PersonActor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from forum.models import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, else nobody we know. One person object per request, so that policies ask the database once."""
    user = get_user(request)
    return PersonActor(user) if isinstance(user, Person) and user.is_active else Anonymous()


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; raises PermissionDenied when nobody is, which a view behind `signed_in` never meets."""
    actor = actor_of(request)
    if not isinstance(actor, PersonActor):
        raise PermissionDenied
    return actor.person
