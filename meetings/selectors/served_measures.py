"""Which measure of a plan something serves, and to which finding it answers, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forum.models import Finding, Measure

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Actor
    from meetings.models import AgendaItem


@dataclass(frozen=True)
class Served:
    """`finding` None: the measure answers to none that the reader may see."""

    measure: Measure
    finding: Finding | None


def measures_served(actor: Actor, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, Served]:
    """By id of the measure. Two statements, and none where nothing serves a measure."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    measures = list(Measure.objects.visible_to(actor).filter(pk__in=wanted).select_related("plan__topic"))
    answered = {measure.finding_id for measure in measures if measure.finding_id}
    findings = Finding.objects.visible_to(actor).in_bulk(answered) if answered else {}
    return {measure.pk: Served(measure, findings.get(measure.finding_id)) for measure in measures}


def tell_what_is_served(actor: Actor, items: Iterable[AgendaItem]) -> None:
    """Gives points, decisions and actions `serves`: what the point was proposed for, or what all below it serve; below it what differs.

    The points come with their proposal and their outcomes as the reader may see them.
    """
    rows: list[Any] = [item for item in items if item.in_full]  # type: ignore[attr-defined]  # visible_to tells it
    below = [(item, one) for item in rows for one in (*item.decisions.all(), *item.actions.all())]
    own = {item.pk: item.placement.measure_id if item.placement else None for item in rows}
    outcomes: dict[uuid.UUID, set[uuid.UUID]] = {}
    for item, one in below:
        outcomes.setdefault(item.pk, set()).update(filter(None, [one.measure_id]))
    for pk, served in outcomes.items():
        own[pk] = own[pk] or (next(iter(served)) if len(served) == 1 else None)
    found = measures_served(actor, [*own.values(), *(one.measure_id for _item, one in below)])
    for item in rows:
        item.serves = found.get(own[item.pk])
    for item, one in below:
        one.serves = found.get(one.measure_id) if one.measure_id != own[item.pk] else None
