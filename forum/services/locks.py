"""Locks, and the order in which they are taken, so that no two writers ever wait for each other in a circle.

    organisation → forum → placement → meeting → minutes → what stands under the meeting (points, decisions, attendance)
    → action → reminder;   organisation → forum → one list at a time → seat → who holds it

Whoever writes under a forum locks the forum first: numbers (§, actions), "the next meeting" and a calendar that comes in again
concern more than one meeting. The owner's answer about one action begins at the action. Several forums are locked in the order
of their ids. Only rows that are inserted (letters, links, shares, history) need no place in the order.
Locks are FOR NO KEY UPDATE: a row that merely points at a locked one does not wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from forum.models import Forum, Organisation, Seat

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

LISTS = 0x4C495354


def lock_organisation(organisation: Organisation) -> None:
    """Until the transaction ends nobody else gives one of its forums a name, or takes one."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=organisation.pk)


def lock_forum(**which: Any) -> Forum:
    """The forum as it now stands with its organisation, locked until the transaction ends: `pk=…`, `meetings=…`."""
    rows = Forum.objects.select_for_update(of=("self",), no_key=True)
    forum: Forum = rows.select_related("organisation").get(**which)
    return forum


def lock_forums(ids: Iterable[uuid.UUID]) -> None:
    """The same for many."""
    list(
        Forum.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(ids))
        .order_by("pk")
        .values_list("pk")
    )


def lock_seat(seat_id: uuid.UUID) -> Seat:
    """The seat, locked until the transaction ends; before its memberships, whose constraint would let two writers wait for each other."""
    seat: Seat = Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat_id)
    return seat


def one_list_at_a_time() -> None:
    """Until the transaction ends nobody else takes in a list: two that name the same new people would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LISTS])
