from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from forum.models import Forum, Organisation, Seat, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor


def organisations_for_actor(actor: Actor) -> QuerySet[Organisation]:
    """Those that lead a forum the actor may know, or sit in one."""
    forums = Forum.objects.visible_to(actor)
    leading = Q(pk__in=forums.order_by().values("organisation"))
    sitting = Q(
        pk__in=Seat.objects.filter(forum__in=forums.values("pk"), closed_on__isnull=True)
        .order_by()
        .values("organisation")
    )
    return Organisation.objects.filter(leading | sitting)


def units_for_actor(actor: Actor) -> QuerySet[Unit]:
    """Those that keep a forum the actor may know, or sit in one."""
    forums = Forum.objects.visible_to(actor)
    keeping = Q(pk__in=forums.filter(unit__isnull=False).order_by().values("unit"))
    seats = Seat.objects.filter(forum__in=forums.values("pk"), closed_on__isnull=True, unit__isnull=False)
    return Unit.objects.filter(keeping | Q(pk__in=seats.order_by().values("unit")))
