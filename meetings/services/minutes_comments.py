from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError, NotAllowedError
from forum.models import PersonActor
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import CommentAnswer, ItemOpenness, MinutesState
from meetings.models import AgendaItem, MinutesComment
from meetings.models.visibility import item_in_full
from meetings.policies import can_comment
from meetings.services.minutes import locked_latest
from meetings.services.minutes_comment_letters import tell_of_answer, tell_of_comment

if TYPE_CHECKING:
    import uuid

    from forum.models import Person
    from meetings.services.actions import Actor


@transaction.atomic
def write_comment(
    *, minutes_id: uuid.UUID, actor: Actor, text: str, item_id: uuid.UUID | None = None
) -> MinutesComment:
    """A remark on the circulated version, on one point or the whole; the secretary gets a letter. Who sits there, or has a link.

    Raises `InvalidInputError` without words or for a point that the writer may not read, `ConflictError` when the version
    no longer takes comments, `NotAllowedError` for others.
    """
    minutes = locked_latest(minutes_id, None)
    if minutes.state != MinutesState.CIRCULATED:
        raise ConflictError(_("These minutes take no more comments. Write to the secretary instead."))
    if actor.person and not can_comment(PersonActor(actor.person), minutes):
        raise NotAllowedError
    words = clean_text(text).strip()
    if not words:
        raise InvalidInputError(_("Write what should be changed, and how."), field="text")
    comment = MinutesComment.objects.create(
        minutes=minutes,
        item=_readable_item(minutes.meeting_id, item_id, actor) if item_id else None,
        person=actor.person,
        address=actor.address,
        via=actor.via,
        text=words,
        written_at=timezone.now(),
    )
    tell_of_comment(comment)
    return comment


def _readable_item(meeting_id: uuid.UUID, item_id: uuid.UUID, actor: Actor) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting=meeting_id)
    words = item_in_full(PersonActor(actor.person)) if actor.person else Q(openness=ItemOpenness.OPEN)
    item: AgendaItem | None = items.filter(words, pk=item_id).first()
    if item is None:
        raise InvalidInputError(_("Choose a point of these minutes."), field="item")
    return item


@transaction.atomic
def answer_comment(
    *, comment_id: uuid.UUID, version: int | None, answer: CommentAnswer, text: str, answered_by: Person
) -> MinutesComment:
    """What the secretary makes of a comment; its writer gets a letter. Answering again changes the answer. Chair, secretary.

    Raises `InvalidInputError` when a comment is turned down without a word, `StaleVersionError`.
    """
    comment = lock_version(MinutesComment, comment_id, version)
    words = clean_text(text).strip()
    if answer == CommentAnswer.KEPT and not words:
        raise InvalidInputError(_("Write why the minutes stand as they are."), field="answer_text")
    comment.answer, comment.answer_text = answer, words
    comment.answered_by, comment.answered_at = answered_by, timezone.now()
    comment.save()
    comment = comment.refreshed()
    tell_of_answer(comment)
    return comment
