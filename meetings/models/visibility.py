"""Who may read what of a meeting (design.md 4), as conditions that are part of the query.

`path` leads from the row to its agenda item ("" for the item itself, "item__", "origin__").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet

from forum.enums import EDITING, SITTING, Office, SharedKind
from forum.models.actor import Actor, ClientActor, PersonActor
from forum.models.visibility import coordinations_of, seats_held, seats_of_client
from meetings.enums import ItemOpenness

if TYPE_CHECKING:
    from collections.abc import Iterable

NOBODY = Q(pk__in=[])


def forums_where(actor: PersonActor, offices: Iterable[Office]) -> QuerySet[Any]:
    return seats_held(actor, offices).values("seat__forum")


def shared_meetings(actor: ClientActor, kinds: Iterable[SharedKind]) -> QuerySet[Any]:
    """Ids of the meetings of which something of these kinds was sent to the client's organisation, in forums where it (or its unit) still sits."""
    shares = apps.get_model("forum", "Share").objects.filter(organisation=actor.client.organisation_id, ended_at__isnull=True)
    return shares.filter(kind__in=list(kinds), forum__in=seats_of_client(actor).values("forum")).values("object_id")


def circulated_meetings() -> QuerySet[Any]:
    return (
        apps.get_model("meetings", "Minutes")
        .objects.filter(circulated_at__isnull=False)
        .values("meeting")
    )


def reads_drafts(actor: PersonActor, path: str = "") -> Q:
    """Chair, vice chair and secretary; members where the forum belongs to their own organisation."""
    own = Q(
        **{
            f"{path}forum__in": forums_where(actor, SITTING),
            f"{path}forum__organisation": actor.person.organisation_id,
        }
    )
    return Q(**{f"{path}forum__in": forums_where(actor, EDITING)}) | own


def own_placed(actor: PersonActor, path: str = "") -> Q:
    """Items of topics that the person coordinates."""
    return Q(**{f"{path}placement__topic__in": coordinations_of(actor).values("topic")})


def item_readable(actor: Actor, path: str = "") -> Q:
    """Items that the actor may know of; some of them redacted, see `item_in_full`."""
    if isinstance(actor, ClientActor):
        return Q(
            **{
                f"{path}meeting__in": shared_meetings(
                    actor, [SharedKind.NOTICE, SharedKind.MINUTES]
                )
            }
        )
    if not isinstance(actor, PersonActor):
        return NOBODY
    noticed = Q(**{f"{path}meeting__noticed_at__isnull": False}) | Q(
        **{f"{path}meeting__in": circulated_meetings()}
    )
    sitting = Q(**{f"{path}forum__in": forums_where(actor, SITTING)})
    called = Q(**{f"{path}presenter_seat__in": seats_held(actor).values("seat")})
    return (
        reads_drafts(actor, path)
        | ((sitting | called) & noticed)
        | own_placed(actor, path)
    )


def item_in_full(actor: Actor, path: str = "") -> Q:
    """Items whose words the actor may read; the others show number and a neutral title."""
    is_open = Q(**{f"{path}openness": ItemOpenness.OPEN})
    if not isinstance(actor, PersonActor):
        return is_open
    own = Q(
        **{
            f"{path}openness": ItemOpenness.OWN_ORGANISATION,
            f"{path}forum__organisation": actor.person.organisation_id,
        }
    )
    named_items = apps.get_model("meetings", "AgendaItem").named_seats.through.objects
    named = Q(
        **{
            f"{path}pk__in": named_items.filter(
                seat__in=seats_held(actor).values("seat")
            ).values("agendaitem")
        }
    )
    editors = Q(**{f"{path}forum__in": forums_where(actor, EDITING)})
    return is_open | own | named | editors | own_placed(actor, path)


def outcome_readable(actor: Actor, path: str) -> Q:
    """Outcomes (answer, notes, decisions, actions): drafts for those who read drafts, else once minutes are circulated."""
    if isinstance(actor, ClientActor):
        sent = Q(
            **{
                f"{path}meeting__in": shared_meetings(
                    actor, [SharedKind.MINUTES, SharedKind.OUTCOME]
                )
            }
        )
        return sent & item_in_full(actor, path)
    if not isinstance(actor, PersonActor):
        return NOBODY
    released = Q(**{f"{path}meeting__in": circulated_meetings()})
    readers = (
        reads_drafts(actor, path)
        | (item_readable(actor, path) & released)
        | own_placed(actor, path)
    )
    return readers & item_in_full(actor, path)
