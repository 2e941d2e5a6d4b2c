"""From an answer or a finding to an agenda, in one act."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS, ItemKind
from forum.errors import InvalidInputError
from forum.models import PersonActor, Placement
from forum.policies import can_edit_meetings
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from meetings.models import ParkedItem
from meetings.selectors.upcoming import next_meeting
from meetings.services.agendas import add_item
from meetings.services.locks import lock_forum_in_use
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic

if TYPE_CHECKING:
    from forum.models import Forum, Person, Topic


class Raised(Enum):
    """What became of it: the next agenda, a proposal to the chair, or the forum's backlog."""

    ON_AGENDA = "on_agenda"
    PROPOSED = "proposed"
    BACKLOG = "backlog"


@transaction.atomic
def raise_in_forum(
    *,
    topic: Topic,
    forum: Forum,
    raised_by: Person,
    title: str,
    question: str = "",
    kind: ItemKind = ItemKind.DISCUSSION,
) -> Raised:
    """Lets a forum take up what an answer says, in words of the writer's own: the answer itself never goes along.

    Whoever prepares that forum's agenda puts it on the next one (the backlog when no meeting is set); others propose it to the
    chair, or, where the topic stands there or waits already, or the forum takes no more, leave it in the backlog. Coordinators of
    the topic.

    Raises `InvalidInputError` without a title, `ConflictError` for an archived forum.
    """
    forum = lock_forum_in_use(forum.pk)
    line = clean_text(title, single_line=True)
    if not line:
        raise InvalidInputError(_("Write the line that will stand on the agenda."), field="title")
    edits = can_edit_meetings(PersonActor(raised_by), forum)
    meeting = next_meeting(forum) if edits else None
    if meeting:
        add_item(meeting=meeting, title=line, kind=kind, topic=topic, question=clean_text(question))
        return Raised.ON_AGENDA
    if not edits and not Placement.objects.filter(topic=topic, forum=forum, state__in=LIVE_PLACEMENTS).exists():
        proposal = Proposal(title=line, question=question, kind=kind)
        if propose_topic(topic=topic, forums=[forum], proposal=proposal, proposed_by=raised_by).placements:
            return Raised.PROPOSED
    parked = ParkedItem(forum=forum, proposed_by=raised_by, title=line, topic=topic, kind=kind)
    parked.question = clean_text(question)
    refuse_what_does_not_fit(parked)
    parked.save()
    return Raised.BACKLOG
