"""The start page: what waits for me, and one act for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.models import PersonActor
from forum.policies import can_bring_in
from forum.selectors.pictures import waiting_for
from forum.web.actor import actor_of
from meetings.selectors.waiting import (
    actions_for_owner,
    approvals_for_person,
    meetings_for_person,
    outcomes_for_editor,
    proposals_for_editor,
)
from meetings.selectors.waiting_coordinator import duties_for_person
from meetings.selectors.waiting_more import (
    comments_for_secretary,
    handovers_for_editor,
    returned_for_editor,
    topics_for_coordinator,
    vacancies_for_administrator,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting

MEETINGS_SHOWN = 6
ROWS_SHOWN = 6


@dataclass(frozen=True)
class Outcome:
    """A held meeting that waits: how many points have no outcome yet; `begun`: something has been written."""

    meeting: Meeting
    missing: int
    begun: bool

    @property
    def complete(self) -> bool:
        return self.begun and not self.missing


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What waits for the signed-in person; for others what Samverka is."""
    actor = actor_of(request)
    if not isinstance(actor, PersonActor):
        return render(request, "meetings/landing.html")
    return render(request, "meetings/start.html", _waiting_for(actor))


def _waiting_for(actor: PersonActor) -> dict[str, Any]:
    outcomes = [_outcome(meeting) for meeting in outcomes_for_editor(actor)[:ROWS_SHOWN]]
    hero = next((outcome for outcome in outcomes if not outcome.complete), None)
    actions = actions_for_owner(actor)
    topics = list(topics_for_coordinator(actor))
    vacancies = list(vacancies_for_administrator(actor)[: ROWS_SHOWN + 1])
    found = {
        "hero": hero,
        "outcomes": [outcome for outcome in outcomes if outcome is not hero],
        "actions": actions[:ROWS_SHOWN],
        "approvals": list(approvals_for_person(actor)),
        "proposals": list(proposals_for_editor(actor)),
        "handovers": list(handovers_for_editor(actor)),
        "returned": list(returned_for_editor(actor)[:ROWS_SHOWN]),
        "comments": list(comments_for_secretary(actor)),
        "questions": list(waiting_for(actor)[:ROWS_SHOWN]),
        "duties": duties_for_person(actor, coordinates=bool(topics)),
    }
    return {
        **found,
        "nothing": not any(found.values()),
        "action_count": actions.count(),
        "meetings": meetings_for_person(actor)[:MEETINGS_SHOWN],
        "today": timezone.localdate(),
        "can_bring_in": can_bring_in(actor),
        "topics": topics,
        "vacancies": vacancies[:ROWS_SHOWN],
        "more_vacancies": len(vacancies) > ROWS_SHOWN,
    }


def _outcome(meeting: Meeting) -> Outcome:
    points, answered = meeting.points, meeting.answered  # type: ignore[attr-defined]  # annotated
    return Outcome(meeting, points - answered, bool(answered or meeting.attended))  # type: ignore[attr-defined]  # annotated
