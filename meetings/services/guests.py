"""Guests who are called to one point of an agenda, by a bare address: their letters follow the point's time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from forum.enums import MessageKind, Silence
from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address
from forum.services.text import clean_text
from forum.services.versions import lock_version
from forum.services.withdrawal import withdraw_letters
from meetings.enums import GuestAnswer, MeetingState
from meetings.models import ItemGuest, Meeting
from meetings.selectors.guests import Slot, presenters_beside_notice, slots_of
from meetings.services.guest_letters import send_call
from meetings.services.locks import lock_item, lock_meeting

if TYPE_CHECKING:
    import uuid

    from forum.models import Person
    from meetings.models import AgendaItem

QUIET: Final = timedelta(minutes=10)


@transaction.atomic
def call_guest(
    *, item_id: uuid.UUID, name: str, address: str, organisation: str = "", called_by: Person | None
) -> ItemGuest:
    """Calls somebody to one point: a letter with the point's time for the calendar, and a link to answer by. Chair, secretary.

    Raises `InvalidInputError` without a name or with an address that is none, `ConflictError` when the meeting has begun or is
    cancelled, or the address is called to the point already.
    """
    item = lock_item(item_id, None)
    meeting = lock_meeting(item.meeting_id)
    if meeting.state == MeetingState.CANCELLED or meeting.starts_at <= timezone.now():
        raise ConflictError(gettext_lazy("The meeting has begun or is cancelled, so nobody can be called to it."))
    slot = slots_of(meeting)[item.pk]
    guest = ItemGuest(
        item=item,
        name=clean_text(name, single_line=True),
        address=check_address(address, field="address"),
        organisation=clean_text(organisation, single_line=True),
        called_by=called_by,
        said_from=slot.starts_at,
        said_to=slot.ends_at,
        said_place=meeting.place,
    )
    if not guest.name:
        raise InvalidInputError(gettext_lazy("Write the guest's name."), field="name")
    if item.guests.filter(address=guest.address, ended_at__isnull=True).exists():
        raise ConflictError(gettext_lazy("That address is called to the point already."), field="address")
    refuse_what_does_not_fit(guest)
    guest.save()
    send_call(guest, meeting, slot)
    return guest


@transaction.atomic
def take_guest_off(*, guest_id: uuid.UUID, version: int | None) -> None:
    """Takes a guest off the point, who is told and whose calendar follows. Chair, secretary. Raises `StaleVersionError`."""
    meeting = lock_meeting(Meeting.objects.values_list("pk", flat=True).get(items__guests=guest_id))
    guest = lock_version(ItemGuest, guest_id, version)
    if guest.ended_at is None:
        end_call(guest, meeting)


@transaction.atomic
def answer_call(*, guest_id: uuid.UUID, answer: GuestAnswer) -> ItemGuest:
    """The guest says whether he or she comes; the newest answer counts. Whoever bears the link.

    Raises `ConflictError` when the guest was taken off, the meeting is cancelled or over.
    """
    meeting = lock_meeting(Meeting.objects.values_list("pk", flat=True).get(items__guests=guest_id))
    guest = lock_version(ItemGuest, guest_id, None)
    if guest.ended_at or meeting.state == MeetingState.CANCELLED:
        raise ConflictError(gettext_lazy("You are no longer called to this point."))
    if meeting.ends_at <= timezone.now():
        raise ConflictError(gettext_lazy("The meeting is over."))
    guest.answer, guest.answered_at = answer, timezone.now()
    guest.save()
    return guest


def tell_guests(meeting: Meeting) -> int:
    """Tells the guests of a meeting whose time or place is another than their letter said, or who are no longer called.

    How many got a letter. Needs a transaction in which the meeting is locked; not after it has begun.
    """
    if meeting.starts_at <= timezone.now():
        return 0
    guests = list(ItemGuest.objects.called().filter(item__meeting=meeting).select_related("item").order_by("pk"))
    slots = slots_of(meeting) if guests else {}
    presenting = _presenting(meeting, guests)
    told = 0
    for guest in guests:
        slot = slots[guest.item_id]
        if meeting.state == MeetingState.CANCELLED or (
            guest.presents and (guest.item_id, guest.address) not in presenting
        ):
            end_call(guest, meeting)
        elif (slot.starts_at, slot.ends_at, meeting.place) != (guest.said_from, guest.said_to, guest.said_place):
            _tell_anew(guest, meeting, slot)
        else:
            continue
        told += 1
    return told


def _presenting(meeting: Meeting, guests: list[ItemGuest]) -> set[tuple[uuid.UUID, str]]:
    """Who of those that were called to present still does."""
    if not any(guest.presents for guest in guests):
        return set()
    return {(one.item.pk, one.address) for one in presenters_beside_notice(meeting)}


def tell_guests_everywhere() -> int:
    """The same for every agenda that has not been changed for some minutes, so that work on it gives one letter. Idempotent."""
    ahead = Meeting.objects.filter(starts_at__gt=timezone.now(), items__guests__in=ItemGuest.objects.called())
    ahead = ahead.exclude(items__modified_at__gt=timezone.now() - QUIET)
    return sum(_tell_of(key) for key in ahead.order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _tell_of(meeting_id: uuid.UUID) -> int:
    return tell_guests(lock_meeting(meeting_id))


def _tell_anew(guest: ItemGuest, meeting: Meeting, slot: Slot) -> None:
    withdraw_letters(object_ids=[guest.pk], kinds=[MessageKind.GUEST], silence=Silence.CHANGED)
    guest.said_from, guest.said_to, guest.said_place = slot.starts_at, slot.ends_at, meeting.place
    guest.sequence += 1
    guest.save()
    send_call(guest, meeting, slot, moved=True)


def end_calls(item: AgendaItem) -> None:
    """Tells all guests of a point that goes. Needs a transaction."""
    for guest in ItemGuest.objects.called().filter(item=item).select_related("item").order_by("pk"):
        end_call(guest, item.meeting)


def end_call(guest: ItemGuest, meeting: Meeting) -> None:
    """Nobody is told of the end who never heard of the beginning."""
    waiting = withdraw_letters(object_ids=[guest.pk], kinds=[MessageKind.GUEST], silence=Silence.CANCELLED)
    unheard = guest.sequence == 0 and guest.pk in waiting
    guest.ended_at = timezone.now()
    guest.sequence += 1
    guest.save()
    if not unheard and meeting.starts_at > timezone.now():
        send_call(guest, meeting, Slot(guest.said_from, guest.said_to))
