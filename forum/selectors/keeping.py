"""For which organisations somebody keeps lines, routines, groups, training and agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Organisation, PersonActor
from forum.models.visibility import coordinations_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor


def organisations_kept_by(actor: Actor) -> QuerySet[Organisation]:
    """All for administrators, those that a coordinator coordinates for; the host first."""
    rows = Organisation.objects.order_by("-is_host", "name")
    if not isinstance(actor, PersonActor):
        return rows.none()
    if actor.person.is_administrator:
        return rows
    return rows.filter(pk__in=coordinations_of(actor).values("organisation"))
