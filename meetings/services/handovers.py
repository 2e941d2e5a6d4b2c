"""An action goes to another forum: asked by one secretary, taken or refused by the other; both sides keep the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum.errors import ConflictError, InvalidInputError
from forum.services.locks import lock_forums
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import UNFINISHED, ActionState, DueKind, HandoverState, UpdateKind
from meetings.models import ActionItem, Handover
from meetings.selectors.receivers import who_answers
from meetings.selectors.upcoming import next_meeting
from meetings.services.actions import Actor, give_action, note_update
from meetings.services.agendas import add_item
from meetings.services.handover_letters import tell_of_answer, tell_of_handover
from meetings.services.locks import lock_meeting
from meetings.services.reminders import plan_for_action

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Forum, Person
    from meetings.services.actions import Owner

TITLE = 120


@transaction.atomic
def hand_over_action(
    *, action_id: uuid.UUID, version: int | None, forum: Forum, reason: str, handed_by: Person | None
) -> Handover:
    """Asks another forum to take an unfinished action; until it answers, the action stays with its owner. Chair, secretary.

    The other forum's secretary (the chair when there is none) is told by mail. Raises `InvalidInputError` without a reason or for a
    forum that can't answer, `ConflictError` when finished or asked already, `StaleVersionError`.
    """
    lock_meeting(ActionItem.objects.values_list("origin__meeting", flat=True).get(pk=action_id))
    action = lock_version(ActionItem, action_id, version)
    if action.state not in UNFINISHED:
        raise ConflictError(gettext_lazy("The action is finished. Take it up again before you hand it over."))
    if action.handovers.filter(state=HandoverState.WAITING).exists():
        raise ConflictError(gettext_lazy("Another forum has been asked already. Wait for its answer, or take it back."))
    _refuse_forum(action, forum)
    words = clean_text(reason)
    if not words:
        raise InvalidInputError(gettext_lazy("Write why the other forum should have it."), field="reason")
    handover: Handover = Handover.objects.create(
        action=action, to_forum=forum, text=action.text, reason=words, handed_by=handed_by, handed_at=timezone.now()
    )
    note_update(action, UpdateKind.HANDOVER, Actor(handed_by), text=f"{forum.name}: {words}")
    tell_of_handover(handover)
    return handover


def _refuse_forum(action: ActionItem, forum: Forum) -> None:
    if forum.pk == action.forum_id or forum.archived_at:
        raise InvalidInputError(gettext_lazy("Choose another forum that is in use."), field="forum")
    if not who_answers(forum):
        words = gettext_lazy("The forum has no chair or secretary who could answer. Fill the seat first.")
        raise InvalidInputError(words, field="forum")


@transaction.atomic
def take_over_action(
    *,
    handover_id: uuid.UUID,
    text: str,
    owner: Owner,
    taken_by: Person | None,
    due_kind: DueKind = DueKind.ONGOING,
    due_on: date | None = None,
) -> ActionItem:
    """The other forum takes it: a new action with its own number, under a point of its next meeting. Its chair, secretary.

    The action that was handed over is finished as such, and says where it went; its reminders end. Raises as `give_action`, and
    `ConflictError` when it has been answered, was finished meanwhile, or no meeting is planned.
    """
    handover = _open(handover_id)
    action, forum = handover.action, handover.to_forum
    meeting = next_meeting(forum)
    if meeting is None:
        raise ConflictError(gettext_lazy("Plan the forum's next meeting first: the action is given there."))
    with override(settings.LANGUAGE_CODE):
        title = _("Action from %(forum)s: %(text)s") % {"forum": action.forum.name, "text": action.text[:TITLE]}
        origin = _("Taken over from %(forum)s, action %(number)d.") % {
            "forum": action.forum.name,
            "number": action.number,
        }
    item = add_item(meeting=meeting, title=title)
    taken = give_action(
        item=item, text=text, owner=owner, due_kind=due_kind, due_on=due_on, given_by=taken_by, measure=action.measure
    )
    note_update(taken, UpdateKind.NOTE, Actor(taken_by), text=origin)
    _leave(action, taken_by, forum)
    _answer(handover, HandoverState.TAKEN, taken_by, became=taken)
    tell_of_answer(handover)
    return taken


def _leave(action: ActionItem, taken_by: Person | None, forum: Forum) -> None:
    old = action.state
    action.state, action.finished_at = ActionState.HANDED_OVER, timezone.now()
    action.save()
    facts = {"old_state": old, "new_state": ActionState.HANDED_OVER}
    note_update(action, UpdateKind.STATE, Actor(taken_by), text=forum.name, **facts)
    plan_for_action(action)


@transaction.atomic
def refuse_handover(*, handover_id: uuid.UUID, reason: str, answered_by: Person | None) -> Handover:
    """The other forum says no, and why; the action stays where it is. Its chair, secretary. Raises `InvalidInputError`, `ConflictError`."""
    handover = _open(handover_id)
    words = clean_text(reason)
    if not words:
        raise InvalidInputError(gettext_lazy("Write why, so that they know where to turn."), field="reason")
    _answer(handover, HandoverState.REFUSED, answered_by, words)
    note_update(handover.action, UpdateKind.HANDOVER, Actor(answered_by), text=f"{handover.to_forum.name}: {words}")
    tell_of_answer(handover)
    return handover


@transaction.atomic
def withdraw_handover(*, handover_id: uuid.UUID, withdrawn_by: Person | None) -> Handover:
    """Takes the question back before it is answered. Chair, secretary of the forum that asked. Raises `ConflictError`."""
    handover = _open(handover_id)
    _answer(handover, HandoverState.WITHDRAWN, withdrawn_by)
    with override(settings.LANGUAGE_CODE):
        words = _("Taken back from %s.") % handover.to_forum.name
    note_update(handover.action, UpdateKind.HANDOVER, Actor(withdrawn_by), text=words)
    return handover


def _open(handover_id: uuid.UUID) -> Handover:
    """The question with both forums, locked in their order, then the action. Raises `ConflictError` when nobody waits any more."""
    sides = Handover.objects.values_list("to_forum", "action__forum", "action__origin__meeting", "action").get(
        pk=handover_id
    )
    lock_forums(sides[:2])
    lock_meeting(sides[2])
    action = lock_version(ActionItem, sides[3], None)
    handover = lock_version(Handover, handover_id, None)
    handover.action = action
    if handover.state != HandoverState.WAITING:
        raise ConflictError(gettext_lazy("It has been answered already: %s.") % handover.state.label.lower())
    if action.state not in UNFINISHED:
        raise ConflictError(gettext_lazy("The action has been finished meanwhile, so there is nothing to answer."))
    return handover


def _answer(
    handover: Handover, state: HandoverState, by: Person | None, answer: str = "", became: ActionItem | None = None
) -> None:
    handover.state, handover.answer, handover.became = state, answer, became
    handover.answered_by, handover.answered_at = by, timezone.now()
    handover.save()
