from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.services.belonging import refuse_seats_elsewhere
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from meetings.enums import ItemOpenness, MeetingState
from meetings.models import AgendaItem
from meetings.services.guests import end_calls
from meetings.services.locks import lock_item, lock_meeting, refuse_if_locked
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.enums import ItemKind
    from forum.models import Seat
    from meetings.models import Meeting

LINES = {"title", "section", "presenter", "registry_number", "secrecy_provision", "secrecy_authority"}
TEXTS = {"question", "draft_decision", "notes"}
LONGEST_MINUTES = 24 * 60


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, kind: ItemKind | None = None, **facts: Any) -> AgendaItem:
    """A point last on the agenda, before, at or after the meeting. Chair, secretary.

    Raises `InvalidInputError` for a missing title or an impossible length, `ConflictError` when the minutes are locked or the
    meeting is cancelled.
    """
    meeting = refuse_if_locked(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(_("The meeting is cancelled. Add the point to the next meeting instead."))
    last = meeting.items.order_by("-position").only("position", "section").first()
    item = AgendaItem(meeting=meeting, forum_id=meeting.forum_id, position=last.position + 1 if last else 1)
    item.section = last.section if last else ""
    if kind:
        facts["kind"] = kind
    named = facts.pop("named_seats", None)
    _apply(item, {"title": title, **facts})
    item.save()
    _name_seats(item, named)
    return item


def _name_seats(item: AgendaItem, seats: Iterable[Seat] | None) -> None:
    """The seats that may read a point which is not open to the others; None leaves them as they are."""
    if seats is None:
        return
    named = list(seats)
    refuse_seats_elsewhere(named, item.forum_id, field="named_seats")
    if item.openness == ItemOpenness.NAMED_SEATS and not named:
        raise InvalidInputError(_("Choose at least one seat that may read the point."), field="named_seats")
    if set(named) != set(item.named_seats.all()):
        item.named_seats.set(named)
        AgendaItem.objects.filter(pk=item.pk).update(
            modified_at=timezone.now()
        )  # who may read it is part of its version


def refuse_impossible_length(minutes: int | None) -> None:
    """Of a point; None is not said. Raises `InvalidInputError`."""
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        raise InvalidInputError(_("Write how many minutes the point takes, from 1 to 1440."), field="minutes")


def _apply(item: AgendaItem, facts: dict[str, Any]) -> None:
    for field, value in facts.items():
        if field in LINES | TEXTS:
            value = clean_text(value, single_line=field in LINES)
        setattr(item, field, value)
    if not item.title:
        raise InvalidInputError(_("Write what the point is about."), field="title")
    refuse_impossible_length(item.minutes)
    refuse_what_does_not_fit(item)
    if item.secrecy_provision and not item.secrecy_marked_on:
        item.secrecy_marked_on = timezone.localdate()


@transaction.atomic
def edit_item(*, item_id: uuid.UUID, version: int | None, **facts: Any) -> AgendaItem:
    """Changes a point. Chair, secretary. Raises as `add_item`, and `StaleVersionError`."""
    item = lock_item(item_id, version)
    named = facts.pop("named_seats", None)
    _apply(item, facts)
    item.save()
    _name_seats(item, named)
    return item.refreshed()


@transaction.atomic
def move_item(*, item_id: uuid.UUID, version: int | None, to_position: int) -> AgendaItem:
    """Moves a point to a place on the agenda, from 1; the others make room. It comes under the heading of the point that it
    takes the place of. Chair, secretary.

    Raises `ConflictError`, `StaleVersionError`.
    """
    item = lock_item(item_id, version)
    others = list(item.meeting.items.exclude(pk=item.pk).order_by("position"))
    place = max(0, min(to_position, len(others) + 1) - 1)
    stood = sum(row.position < item.position for row in others)
    if place != stood:
        item.section = others[place if place < stood else place - 1].section
    others.insert(place, item)
    for position, row in enumerate(others, start=1):
        row.position = position
    AgendaItem.objects.bulk_update(others, ["position", "section"])
    return item.refreshed()


@transaction.atomic
def set_heading(*, item_id: uuid.UUID, version: int | None, heading: str) -> AgendaItem:
    """Puts a heading above a point, or changes it; it stands for the points below as far as the earlier one did. Chair, secretary.

    Empty takes the heading away: the points come under the one above. Raises `InvalidInputError`, `ConflictError`,
    `StaleVersionError`.
    """
    item = lock_item(item_id, version)
    wanted = clean_text(heading, single_line=True)
    rows = list(item.meeting.items.order_by("position"))
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    if not wanted and place:
        wanted = rows[place - 1].section if rows[place - 1].section != item.section else ""
    run = list(takewhile(lambda row: row.section == item.section, rows[place:]))
    for row in run:
        row.section = wanted
    refuse_what_does_not_fit(run[0])
    AgendaItem.objects.bulk_update(run, ["section"])
    return item.refreshed()


@transaction.atomic
def remove_item(*, item_id: uuid.UUID, version: int | None) -> None:
    """Takes a point off the agenda, if nothing has come of it yet; what came by itself stays away from this agenda, and who
    was to present it is told.

    Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    item = lock_item(item_id, version)
    if item.notes or item.answer or item.decisions.exists() or item.actions.exists() or item.paragraph:
        raise ConflictError(_("Something has been logged under the point, so it stays. Put it off instead."))
    if item.documents.exists():
        raise ConflictError(
            _("The point has documents. Take them away first, or put the point off."), code="has_documents"
        )
    if item.guests.filter(ended_at__isnull=True, presents=False).exists():
        raise ConflictError(
            _("Guests are called to the point. Take them off first, so that they are told."), code="has_guests"
        )
    end_calls(item)
    meeting, position = item.meeting, item.position
    _remember_what_came_by_itself(item)
    item.delete()
    meeting.items.filter(position__gt=position).update(position=F("position") - 1)


def _remember_what_came_by_itself(item: AgendaItem) -> None:
    """Or it would come back within the hour; at the meeting after this one it does."""
    sources = [key for key in (item.placement_id, item.carried_from_id, item.recalls_id) if key]
    if sources:
        meeting = lock_meeting(item.meeting_id)
        meeting.left_out = [*meeting.left_out, *sources]
        meeting.save(update_fields=["left_out"])


@transaction.atomic
def take_back_left_out(*, meeting: Meeting) -> None:
    """Lets what came to the agenda by itself and was taken off come again, if the meeting is the next one. Chair, secretary."""
    meeting = lock_meeting(meeting.pk)
    meeting.left_out = []
    meeting.save(update_fields=["left_out"])
    place_standing_items(forum=meeting.forum)
