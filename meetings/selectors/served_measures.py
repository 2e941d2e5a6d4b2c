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
    """Gives points, decisions and actions `serves`: what the point was proposed for; below it only what differs from that.

    The points come with their proposal and their outcomes as the reader may see them.
    """
    rows: list[Any] = [item for item in items if item.in_full]  # type: ignore[attr-defined]  # visible_to tells it
    below = [(item, one) for item in rows for one in (*item.decisions.all(), *item.actions.all())]
    proposed = {item.pk: item.placement.measure_id if item.placement else None for item in rows}
    found = measures_served(actor, [*proposed.values(), *(one.measure_id for _item, one in below)])
    for item in rows:
        item.serves = found.get(proposed[item.pk])
    for item, one in below:
        one.serves = found.get(one.measure_id) if one.measure_id != proposed[item.pk] else None
