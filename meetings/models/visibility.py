"""Who may read what of a meeting, as conditions that are part of the query.

`path` leads from the row to its agenda item ("" for the item itself, "item__", "origin__").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.enums import EDITING, SITTING, SharedKind
from forum.models.actor import Actor, ClientActor, PersonActor
from forum.models.prepared import prepared
from forum.models.visibility import forums_of_client, forums_where, own_seats, own_seats_on, own_topics
from meetings.enums import ItemOpenness

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

NOBODY = Q(pk__in=[])


def shared_with(actor: ClientActor, kinds: Iterable[SharedKind]) -> QuerySet[Any]:
    """What of these kinds was sent to the client's organisation, in forums where it (or its unit) still sits."""
    shares = apps.get_model("forum", "Share").objects.filter(
        organisation=actor.client.organisation_id, ended_at__isnull=True
    )
    return shares.filter(kind__in=list(kinds), forum__in=forums_of_client(actor))


def shared_meetings(actor: ClientActor, kinds: Iterable[SharedKind]) -> QuerySet[Any]:
    """Ids of the meetings of which something of these kinds was sent to the client's organisation."""
    return shared_with(actor, kinds).values("object_id")


@prepared
def circulated_meetings() -> QuerySet[Any]:
    return _minutes().filter(circulated_at__isnull=False).values("meeting")


@prepared
def released_meetings() -> QuerySet[Any]:
    """Meetings whose rows say what the circulated minutes say: while a correction is being written they are a draft again."""
    later = _minutes().filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    return _minutes().filter(~Exists(later), circulated_at__isnull=False).values("meeting")


def released_to_client(actor: ClientActor) -> QuerySet[Any]:
    """The same for an organisation: it was sent the outcome itself, or the version of the minutes that is the newest."""
    newer = _minutes().filter(meeting=OuterRef("object_id"), number__gt=OuterRef("shared_version"))
    overtaken = Q(kind=SharedKind.MINUTES) & Exists(newer)
    return shared_meetings(actor, [SharedKind.MINUTES, SharedKind.OUTCOME]).exclude(overtaken)


def _minutes() -> QuerySet[Any]:
    return apps.get_model("meetings", "Minutes").objects.order_by()


def reads_drafts(actor: PersonActor, path: str = "") -> Q:
    """Chair, vice chair and secretary; members where the forum belongs to their own organisation."""
    own = Q(
        **{f"{path}forum__in": forums_where(actor, SITTING), f"{path}forum__organisation": actor.person.organisation_id}
    )
    return Q(**{f"{path}forum__in": forums_where(actor, EDITING)}) | own


def own_placed(actor: PersonActor, path: str = "") -> Q:
    """Items of topics that the person coordinates."""
    return Q(**{f"{path}placement__topic__in": own_topics(actor)})


def item_readable(actor: Actor, path: str = "") -> Q:
    """Items that the actor may know of; some of them redacted, see `item_in_full`."""
    if isinstance(actor, ClientActor):
        return Q(**{f"{path}meeting__in": shared_meetings(actor, SharedKind)})
    if not isinstance(actor, PersonActor):
        return NOBODY
    noticed = Q(**{f"{path}meeting__noticed_at__isnull": False}) | Q(**{f"{path}meeting__in": circulated_meetings()})
    return reads_drafts(actor, path) | (_from_a_seat(actor, path) & noticed) | own_placed(actor, path)


def _from_a_seat(actor: PersonActor, path: str) -> Q:
    """Items of forums where the person sits, and those that he or she is called to."""
    sitting = Q(**{f"{path}forum__in": forums_where(actor, SITTING)})
    return sitting | Q(**{f"{path}presenter_seat__in": own_seats(actor)})


def item_in_full(actor: Actor, path: str = "") -> Q:
    """Items whose words the actor may read; the others show number and a neutral title."""
    is_open = Q(**{f"{path}openness": ItemOpenness.OPEN})
    if not isinstance(actor, PersonActor):
        return is_open
    own = Q(
        **{f"{path}openness": ItemOpenness.OWN_ORGANISATION, f"{path}forum__organisation": actor.person.organisation_id}
    )
    named = Q(**{f"{path}pk__in": _items_named_for(actor.person.pk, timezone.localdate())})
    editors = Q(**{f"{path}forum__in": forums_where(actor, EDITING)})
    return is_open | own | named | editors | own_placed(actor, path)


@prepared
def _items_named_for(person: uuid.UUID, day: dt.date) -> QuerySet[Any]:
    """Ids of restricted items that are open to a seat of the person."""
    named = apps.get_model("meetings", "AgendaItem").named_seats.through.objects
    return named.filter(seat__in=own_seats_on(person, day)).values("agendaitem")


def outcome_readable(actor: Actor, path: str) -> Q:
    """Answer, decisions and actions: drafts for those who read drafts, else once minutes are circulated.

    A coordinator reads them of the own placed item, and at once where the forum is led by others, since no minutes of ours will come.
    """
    if not isinstance(actor, PersonActor):
        return notes_readable(actor, path)
    released = Q(**{f"{path}meeting__in": released_meetings()}) | Q(**{f"{path}forum__external": True})
    return notes_readable(actor, path) | (own_placed(actor, path) & released)


def notes_readable(actor: Actor, path: str) -> Q:
    """All that came of an item, the words of the minutes included."""
    if isinstance(actor, ClientActor):
        return Q(**{f"{path}meeting__in": released_to_client(actor)}) & item_in_full(actor, path)
    if not isinstance(actor, PersonActor):
        return NOBODY
    released = Q(**{f"{path}meeting__in": released_meetings()})
    readers = reads_drafts(actor, path) | (_from_a_seat(actor, path) & released)
    return readers & item_in_full(actor, path)
