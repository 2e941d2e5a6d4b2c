"""The forums of a table in the order and the groups that were asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forum.enums import OrganisationKind
from forum.models import Seat
from meetings.enums import CoverageGrouping, CoverageOrder

if TYPE_CHECKING:
    import uuid

    from forum.models import Actor

    from .coverage_rows import Coverage, CoverageRow


@dataclass
class Group:
    name: str
    count: int = 0
    raised: int = 0


Placed = tuple[Group | None, "CoverageRow"]


def coverage_in_groups(actor: Actor, coverage: Coverage, grouping: str, order: str) -> list[Placed]:
    """Each row with its group, groups by name. By municipality a forum stands under each whose seat there may be known."""
    rows = coverage.rows
    if order == CoverageOrder.NAME:
        rows = sorted(rows, key=lambda row: row.forum.name)
    elif order == CoverageOrder.ORGANISATION:
        rows = sorted(rows, key=lambda row: (not row.forum.is_host, row.forum.organisation))
    if grouping in {"", CoverageGrouping.NONE}:
        return [(None, row) for row in rows]
    sitting = _municipalities(actor) if grouping == CoverageGrouping.MUNICIPALITY else {}
    groups: dict[str, Group] = {}
    placed: list[Placed] = []
    for row in rows:
        for name in _names(row, grouping, sitting):
            group = groups.setdefault(name, Group(name))
            group.count += 1
            group.raised += row.last_at is not None
            placed.append((group, row))
    return sorted(placed, key=lambda one: one[0].name if one[0] else "")


def _names(row: CoverageRow, grouping: str, sitting: dict[uuid.UUID, set[str]]) -> list[str]:
    if grouping == CoverageGrouping.ORGANISATION:
        return [row.forum.organisation]
    if grouping == CoverageGrouping.KIND:
        return [row.forum.kind_label]
    own = {row.forum.organisation} if row.forum.municipal else set()
    return sorted(own | sitting.get(row.forum.pk, set())) or [_("No municipality")]


def _municipalities(actor: Actor) -> dict[uuid.UUID, set[str]]:
    seats = Seat.objects.visible_to(actor).filter(
        closed_on__isnull=True, organisation__kind=OrganisationKind.MUNICIPALITY
    )
    found = defaultdict(set)
    for forum, name in seats.order_by().values_list("forum_id", "organisation__name").distinct():
        found[forum].add(name)
    return found
