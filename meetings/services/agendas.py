from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.locks import refuse_if_locked

if TYPE_CHECKING:
    import uuid

    from forum.enums import ItemKind

LINES = {
    "title",
    "presenter",
    "registry_number",
    "secrecy_provision",
    "secrecy_authority",
}
TEXTS = {"question", "draft_decision", "notes"}
LONGEST_MINUTES = 24 * 60


@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, kind: ItemKind | None = None, **facts: Any
) -> AgendaItem:
    """A point last on the agenda, before, at or after the meeting. Chair, secretary.

    Raises `InvalidInputError` for a missing title or an impossible length, `ConflictError` when the minutes are locked or the meeting cancelled.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(
            _("The meeting is cancelled. Add the point to the next meeting instead.")
        )
    refuse_if_locked(meeting)
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=meeting, forum_id=meeting.forum_id, position=last + 1)
    if kind:
        facts["kind"] = kind
    _apply(item, {"title": title, **facts})
    item.save()
    return item


def _apply(item: AgendaItem, facts: dict[str, Any]) -> None:
    for field, value in facts.items():
        if field in LINES | TEXTS:
            value = clean_text(value, single_line=field in LINES)  # noqa: PLW2901 (the cleaned value replaces the typed one)
        setattr(item, field, value)
    if not item.title:
        raise InvalidInputError(_("Write what the point is about."), field="title")
    if item.minutes is not None and not 0 < item.minutes <= LONGEST_MINUTES:
        raise InvalidInputError(
            _("Write how many minutes the point takes, from 1 to 1440."),
            field="minutes",
        )


@transaction.atomic
def edit_item(*, item_id: uuid.UUID, version: int | None, **facts: Any) -> AgendaItem:
    """Changes a point. Chair, secretary. Raises as `add_item`, and `StaleVersionError`."""
    item = lock_version(AgendaItem, item_id, version)
    refuse_if_locked(item.meeting)
    _apply(item, facts)
    item.save()
    return item.refreshed()


@transaction.atomic
def move_item(
    *, item_id: uuid.UUID, version: int | None, to_position: int
) -> AgendaItem:
    """Moves a point to a place on the agenda, from 1; the others make room. Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    item = lock_version(AgendaItem, item_id, version)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    refuse_if_locked(meeting)
    others = list(meeting.items.exclude(pk=item.pk).order_by("position"))
    others.insert(max(0, min(to_position, len(others) + 1) - 1), item)
    for position, row in enumerate(others, start=1):
        row.position = position
    AgendaItem.objects.bulk_update(others, ["position"])
    return item.refreshed()


@transaction.atomic
def remove_item(*, item_id: uuid.UUID, version: int | None) -> None:
    """Takes a point off the agenda, if nothing has come of it yet. Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    item = lock_version(AgendaItem, item_id, version)
    refuse_if_locked(item.meeting)
    if (
        item.notes
        or item.answer
        or item.decisions.exists()
        or item.actions.exists()
        or item.paragraph
    ):
        raise ConflictError(
            _(
                "Something has been logged under the point, so it stays. Put it off instead."
            )
        )
    meeting, position = item.meeting, item.position
    item.delete()
    meeting.items.filter(position__gt=position).update(position=F("position") - 1)
