from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError, StaleVersionError
from forum.models import Membership
from forum.services.belonging import refuse_seats_elsewhere
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import Answer, Presence
from meetings.models import AgendaItem, Attendance, Decision, Meeting
from meetings.services.locks import open_for_logging
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date

    from forum.models import Seat


@transaction.atomic
def set_attendance(
    *,
    meeting: Meeting,
    seat: Seat,
    presence: Presence,
    version: int | None = None,
    substitute_name: str = "",
    note: str = "",
    from_item: AgendaItem | None = None,
    to_item: AgendaItem | None = None,
) -> Attendance:
    """Notes whether a seat was there; whoever held the seat that day is remembered. Chair, secretary, at any time until minutes are sent.

    Raises `InvalidInputError` for a seat of another forum, `ConflictError` when locked, `StaleVersionError`.
    """
    refuse_seats_elsewhere([seat], meeting.forum_id, field="seat")
    open_for_logging(meeting)
    known = Attendance.objects.filter(meeting=meeting, seat=seat).first()
    row = lock_version(Attendance, known.pk, version) if known else Attendance(meeting=meeting, seat=seat)
    holder = Membership.objects.on(meeting.day).filter(seat=seat).first()
    row.person = holder.person if holder else None
    row.presence = presence
    row.substitute_name = clean_text(substitute_name, single_line=True) if presence == Presence.SUBSTITUTE else ""
    row.note = clean_text(note, single_line=True)
    row.from_item, row.to_item = from_item, to_item
    refuse_what_does_not_fit(row)
    row.save()
    return row.refreshed()


@transaction.atomic
def set_attendances(*, meeting: Meeting, presences: Mapping[Seat, Presence]) -> list[Attendance]:
    """Notes many seats at once, as "all present" does. Raises as `set_attendance`; writes all or nothing."""
    return [set_attendance(meeting=meeting, seat=seat, presence=presence) for seat, presence in presences.items()]


@transaction.atomic
def add_guest(*, meeting: Meeting, name: str, note: str = "") -> Attendance:
    """Somebody without a seat who took part. Chair, secretary. Raises `InvalidInputError` without a name, `ConflictError` when locked."""
    open_for_logging(meeting)
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write who took part: name or role, and organisation."), field="guest_name")
    guest = Attendance(meeting=meeting, guest_name=name, note=clean_text(note, single_line=True))
    refuse_what_does_not_fit(guest)
    guest.save()
    return guest


@transaction.atomic
def write_outcome(
    *,
    item_id: uuid.UUID,
    version: int | None,
    notes: str | None = None,
    answer: Answer | None = None,
    put_off_until: date | None = None,
) -> AgendaItem:
    """Notes under a point and what came of it. A point put off comes to the next agenda, not before the day that is given.

    Chair, secretary. Raises `InvalidInputError` for a day before the meeting, `ConflictError` when locked,
    `StaleVersionError` (both texts).
    """
    item = _open_item(item_id, version)
    before = item.answer, item.put_off_until
    if notes is not None:
        item.notes = clean_text(notes)
    if answer is not None:
        item.answer = answer
        item.put_off_until = put_off_until if answer == Answer.PUT_OFF else None
    if item.put_off_until and item.put_off_until < item.meeting.day:
        raise InvalidInputError(_("The day is before the meeting. Choose a later one."), field="put_off_until")
    item.save()
    if (item.answer, item.put_off_until) != before:
        _tell_the_next_agenda(item)
    return item.refreshed()


def _tell_the_next_agenda(item: AgendaItem) -> None:
    """What was put off at a meeting that has begun stands on the next agenda at once, and leaves it when it was dealt with after all."""
    if item.meeting.starts_at <= timezone.now():
        place_standing_items(forum=item.meeting.forum)


@transaction.atomic
def save_outcome(
    *, item_id: uuid.UUID, version: int | None, values: Mapping[str, str], seen: Mapping[str, str]
) -> AgendaItem:
    """Saves notes, answer or both, each by itself, so that two writers of different fields never meet. Chair, secretary.

    `seen` has the `digest` of each field as its writer saw it; what the writer left as it was is not touched. Where one is lacking,
    `version` is compared. Raises `ConflictError` when locked, `StaleVersionError` when somebody changed the same field.
    """
    item = _open_item(item_id, None)
    wanted = {name: clean_text(value) if name == "notes" else value for name, value in values.items()}
    changed = {
        name: value
        for name, value in wanted.items()
        if value != getattr(item, name) and digest(value) != seen.get(name)
    }
    for name in changed:
        fresh = digest(getattr(item, name)) == seen[name] if seen.get(name) else version in (None, item.version)
        if not fresh:
            raise StaleVersionError(item)
    for name, value in changed.items():
        setattr(item, name, value)
    if "answer" in changed:
        item.put_off_until = None
    if changed:
        item.save()
    if "answer" in changed:
        _tell_the_next_agenda(item)
    return item.refreshed()


def digest(value: str) -> str:
    """A short mark of a text, by which a form says what its writer saw."""
    return hashlib.blake2s(str(value).encode(), digest_size=8).hexdigest()


@transaction.atomic
def add_to_notes(*, item: AgendaItem, text: str) -> AgendaItem:
    """One more line under a point's notes. Chair, secretary. Raises `InvalidInputError` without words, `ConflictError`."""
    words = clean_text(text)
    if not words:
        raise InvalidInputError(_("Write something first."), field="line")
    item = _open_item(item.pk, None)
    item.notes = f"{item.notes}\n{words}".strip()
    item.answer = item.answer or Answer.RAISED
    item.save()
    return item.refreshed()


@transaction.atomic
def record_decision(*, item: AgendaItem, text: str, reservations: str = "") -> Decision:
    """A decision under a point; the point counts as decided. Chair, secretary.

    Raises `InvalidInputError` without words, `ConflictError`.
    """
    item = _open_item(item.pk, None)
    last = item.decisions.aggregate(last=Max("position"))["last"] or 0
    decision = Decision.objects.create(
        item=item,
        position=last + 1,
        text=_decision_words(text),
        reservations=clean_text(reservations),
        measure=item.placement.measure if item.placement else None,
    )
    if item.answer != Answer.DECIDED:
        item.answer = Answer.DECIDED
        item.save(update_fields=["answer"])
    return decision


def _decision_words(text: str) -> str:
    words = clean_text(text)
    if not words:
        raise InvalidInputError(_("Write what was decided."), field="text")
    return words


@transaction.atomic
def edit_decision(*, decision_id: uuid.UUID, version: int | None, text: str, reservations: str = "") -> Decision:
    """Changes a decision's words until the minutes are sent. Chair, secretary. Raises as `record_decision`, and `StaleVersionError`."""
    decision = _open_decision(decision_id, version)
    decision.text, decision.reservations = (_decision_words(text), clean_text(reservations))
    decision.save()
    return decision.refreshed()


@transaction.atomic
def remove_decision(*, decision_id: uuid.UUID, version: int | None) -> None:
    """Takes a decision away that was logged by mistake; history keeps it. With the last one the point is no longer decided.

    Chair, secretary. Raises `ConflictError`, `StaleVersionError`.
    """
    decision = _open_decision(decision_id, version)
    item = decision.item
    decision.delete()
    if item.answer == Answer.DECIDED and not item.decisions.exists():
        item.answer = Answer.ACTION_GIVEN if item.actions.exists() else ""
        item.save(update_fields=["answer"])


def _open_item(item_id: uuid.UUID, version: int | None) -> AgendaItem:
    open_for_logging(Meeting.objects.get(items=item_id))
    return lock_version(AgendaItem, item_id, version)


def _open_decision(decision_id: uuid.UUID, version: int | None) -> Decision:
    open_for_logging(Meeting.objects.get(items__decisions=decision_id))
    return lock_version(Decision, decision_id, version)
