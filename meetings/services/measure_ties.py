"""A measure is carried by a forum that exists; what is decided and done there ties back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.enums import ItemKind, PlanState
from forum.errors import ConflictError, InvalidInputError
from forum.models import Measure
from forum.services.versions import lock_version
from meetings.models import ActionItem, Decision
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum, Person
    from meetings.services.proposals import Proposed

LINE = 300


@transaction.atomic
def give_measure_to_forum(
    *,
    measure_id: uuid.UUID,
    version: int | None,
    forum: Forum,
    proposed_by: Person | None,
    question: str = "",
    draft_decision: str = "",
    minutes: int | None = None,
) -> Proposed:
    """Proposes a measure for the agenda of a forum: it becomes a point there when the chair says yes, as all proposals do.

    Decisions and actions under that point tie back to the measure. Coordinators. Raises `ConflictError` (plan is not in force,
    proposed there already, archived forum), `InvalidInputError`, `StaleVersionError`.
    """
    measure = lock_version(Measure, measure_id, version)
    if measure.plan.state != PlanState.ADOPTED:
        raise ConflictError(_("Adopt the plan first, then its measures can be given to forums."))
    proposal = Proposal(
        title=measure.title[:LINE],
        purpose=measure.description,
        question=question,
        draft_decision=draft_decision,
        minutes=minutes,
        kind=ItemKind.DECISION,
        measure=measure,
    )
    done = propose_topic(topic=measure.plan.topic, forums=[forum], proposal=proposal, proposed_by=proposed_by)
    if done.already:
        raise ConflictError(_("The measure is proposed in %s already.") % forum.name, field="forum")
    if done.full:
        raise ConflictError(_("%s takes no more proposed points at its next meeting.") % forum.name, field="forum")
    measure.forum = forum
    measure.save()
    return done


@transaction.atomic
def tie_decision(*, decision_id: uuid.UUID, measure: Measure | None) -> Decision:
    """Says which measure a decision serves, or that it serves none; its actions, and those of its point without a decision, follow.

    A measure that no forum carried is carried by the one that decided. Words of the minutes are untouched.
    Coordinators of the measure's plan, who may read the decision. Raises `InvalidInputError` for a measure of another topic.
    """
    decision = lock_version(Decision, decision_id, None)
    topic = decision.item.topic_id
    if measure and topic and measure.plan.topic_id != topic:
        raise InvalidInputError(
            _("The decision belongs to another topic. Choose one of this topic's decisions."), field="decision"
        )
    under = Q(decision=decision) | Q(decision=None, origin=decision.item)
    actions = ActionItem.objects.filter(under, measure=decision.measure)
    actions.update(measure=measure)
    if measure:
        Measure.objects.filter(pk=measure.pk, forum=None).update(forum=decision.item.forum_id)
    decision.measure = measure
    decision.save(update_fields=["measure"])
    return decision.refreshed()
