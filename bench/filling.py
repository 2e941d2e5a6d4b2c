"""More forums of the same shape, written in bulk, for what is only measured and then taken back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from bench.generator import AT_ONCE, MEETINGS_OF_A_FORUM, hold_meetings
from forum.enums import PlacementState
from forum.models import Forum, Placement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.generator import Municipality


@contextmanager
def taken_back() -> Iterator[None]:
    """Undoes what is written inside and sweeps its dead rows away, as PostgreSQL does in time, so that no later probe pays for them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Writes without history and log of changes, in a transaction that is taken back; the planner then knows the tables anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def fill_up(place: Municipality, times: int) -> None:
    """So many times the forums there are, each with its meetings; the topic stands on the agendas of all."""
    have = Forum.objects.count() - 1  # the busy one is there once
    forums = Forum.objects.bulk_create(
        [
            Forum(slug=f"more-{number}", name=f"Forum {number:05d}", kind="other", organisation=place.host)
            for number in range(have, have * times)
        ],
        batch_size=AT_ONCE,
    )
    Placement.objects.bulk_create(
        [
            Placement(
                topic=place.topic, forum=forum, title="Lägesbild", state=PlacementState.ACCEPTED, every=3,
                answered_at=timezone.now(),
            )
            for forum in forums
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    for forum in forums:
        hold_meetings(forum, place.topic, MEETINGS_OF_A_FORUM, points=1)
