"""The forum's backlog: points without a meeting, proposed by those who sit there or parked from an agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.models import ParkedItem
from meetings.services.agendas import add_item, refuse_impossible_length, remove_item
from meetings.services.locks import lock_forum_in_use, lock_item, lock_meeting

if TYPE_CHECKING:
    import uuid

    from forum.enums import ItemKind
    from forum.models import Forum, Person
    from meetings.models import AgendaItem, Meeting

KEPT = (
    "kind",
    "title",
    "topic",
    "question",
    "presenter",
    "presenter_seat",
    "minutes",
    "registry_number",
    "draft_decision",
    "openness",
    "secrecy_provision",
    "secrecy_marked_on",
    "secrecy_authority",
)


@transaction.atomic
def propose_item(
    *,
    forum: Forum,
    proposed_by: Person,
    title: str,
    kind: ItemKind | None = None,
    question: str = "",
    minutes: int | None = None,
) -> ParkedItem:
    """A point for a coming meeting, without saying which. Everybody who sits in the forum.

    Raises `InvalidInputError` for a missing title or an impossible length, `ConflictError` for an archived forum.
    """
    forum = lock_forum_in_use(forum.pk)
    parked = ParkedItem(forum=forum, proposed_by=proposed_by, minutes=minutes)
    parked.title, parked.question = clean_text(title, single_line=True), clean_text(question)
    parked.kind = kind or parked.kind
    if not parked.title:
        raise InvalidInputError(_("Write what the point is about."), field="title")
    refuse_impossible_length(minutes)
    refuse_what_does_not_fit(parked)
    parked.save()
    return parked


@transaction.atomic
def park_item(*, item_id: uuid.UUID, version: int | None) -> ParkedItem:
    """Takes a point off its agenda and keeps it in the backlog with all that was said of it. Chair, secretary.

    Raises `ConflictError` when something was logged under it, it has documents, or it comes back by itself anyway; `StaleVersionError`.
    """
    item = lock_item(item_id, version)
    if item.placement_id or item.carried_from_id or item.recalls_id:
        raise ConflictError(
            _("The point comes back by itself. Remove it from this agenda, or put it off at the meeting.")
        )
    parked = ParkedItem(forum_id=item.forum_id, **{name: getattr(item, name) for name in KEPT})
    parked.save()
    parked.named_seats.set(item.named_seats.all())
    remove_item(item_id=item.pk, version=None)
    return parked


@transaction.atomic
def take_up_item(*, parked_id: uuid.UUID, version: int | None, meeting: Meeting) -> AgendaItem:
    """Puts a point of the backlog last on the agenda of a meeting of its forum. Chair, secretary.

    Raises `ConflictError` when the minutes are locked, the meeting is cancelled or somebody took it up before; `StaleVersionError`.
    """
    meeting = lock_meeting(meeting.pk)
    parked = _locked(parked_id, version)
    if parked.forum_id != meeting.forum_id:
        raise InvalidInputError(_("The meeting belongs to another forum."), field="meeting")
    facts: dict[str, Any] = {name: getattr(parked, name) for name in KEPT}
    item = add_item(meeting=meeting, named_seats=list(parked.named_seats.all()), **facts)
    parked.delete()
    return item


@transaction.atomic
def remove_parked(*, parked_id: uuid.UUID, version: int | None) -> None:
    """Takes a point out of the backlog for good. Chair, secretary, and who proposed it. Raises `ConflictError`, `StaleVersionError`."""
    _locked(parked_id, version).delete()


def _locked(parked_id: uuid.UUID, version: int | None) -> ParkedItem:
    try:
        return lock_version(ParkedItem, parked_id, version)
    except ParkedItem.DoesNotExist as error:
        raise ConflictError(_("The point is no longer in the backlog.")) from error
