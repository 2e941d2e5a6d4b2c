from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS, PlacementState
from forum.errors import ConflictError
from forum.models import Placement
from forum.services.locks import lock_forums
from meetings.services.proposal_letters import take_letters_back, tell_of_withdrawal
from meetings.services.proposals import withdraw_proposal

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum, Topic

UNDO_WITHIN = timedelta(minutes=30)


@dataclass
class Undone:
    """How many were taken back, how many of them before anybody was told, and the forums that had answered already."""

    taken_back: int = 0
    unheard: int = 0
    answered: list[Forum] = field(default_factory=list)


@transaction.atomic
def undo_proposals(*, topic: Topic, batch: uuid.UUID) -> Undone:
    """Takes one act of proposing back, within half an hour: letters that have not left stay here, who has got one is told.

    Forums that answered in the meantime keep their answer; what stood at once leaves agendas again. Coordinator.
    Raises `ConflictError` when it is too late.
    """
    rows = Placement.objects.filter(topic=topic, batch=batch)
    lock_forums(rows.values_list("forum", flat=True))
    placements = list(rows.select_for_update(of=("self",), no_key=True).select_related("forum", "topic__organisation"))
    if not placements or placements[0].created_at < timezone.now() - UNDO_WITHIN:
        raise ConflictError(_("It is too late to undo this. Withdraw the proposals one by one."), code="too_late")
    waiting = [one for one in placements if one.state == PlacementState.PROPOSED]
    at_once = [one for one in placements if _stood_at_once(one)]
    for placement in at_once:
        withdraw_proposal(placement_id=placement.pk, version=None)
    unheard = take_letters_back([one.pk for one in waiting])
    for placement in waiting:
        placement.state = PlacementState.WITHDRAWN
    Placement.objects.filter(pk__in=[one.pk for one in waiting]).update(state=PlacementState.WITHDRAWN)
    tell_of_withdrawal(one for one in waiting if one.pk not in unheard)
    kept = [
        one.forum for one in placements if one not in waiting and one not in at_once and one.state in LIVE_PLACEMENTS
    ]
    return Undone(len(waiting) + len(at_once), len(unheard), kept)


def _stood_at_once(placement: Placement) -> bool:
    """Nobody was asked: the proposer's own act put it on the agenda."""
    return placement.state == PlacementState.ACCEPTED and placement.answered_by_id == placement.proposed_by_id
