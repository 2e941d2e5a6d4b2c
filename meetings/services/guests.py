"""Guests who are called to one point of an agenda, by a bare address: their letters follow the point's time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum.enums import MessageKind, Silence
from forum.errors import ConflictError, InvalidInputError
from forum.models import Person
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.links import issue_link
from forum.services.organisations import check_address
from forum.services.outbox import CalendarPart, Cause, Letter, queue_letters
from forum.services.text import clean_text
from forum.services.versions import lock_version
from forum.services.withdrawal import withdraw_letters
from meetings.calendar.write import Invitee, MeetingEntry, write_calendar
from meetings.enums import GuestAnswer, ItemOpenness, MeetingState
from meetings.models import AgendaItem, GuestLink, ItemGuest, Meeting
from meetings.selectors.guests import Slot, slots_of
from meetings.services.locks import lock_item, lock_meeting
from meetings.services.reminder_tasks import LINK_OUTLIVES_DUE_DATE, span_in_words

if TYPE_CHECKING:
    import uuid

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
    _send(guest, meeting, slot)
    return guest


@transaction.atomic
def take_guest_off(*, guest_id: uuid.UUID, version: int | None) -> None:
    """Takes a guest off the point, who is told and whose calendar follows. Chair, secretary. Raises `StaleVersionError`."""
    meeting = lock_meeting(Meeting.objects.values_list("pk", flat=True).get(items__guests=guest_id))
    guest = lock_version(ItemGuest, guest_id, version)
    if guest.ended_at is None:
        _end(guest, meeting)


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
    told = 0
    for guest in guests:
        slot = slots[guest.item_id]
        if meeting.state == MeetingState.CANCELLED:
            _end(guest, meeting)
        elif (slot.starts_at, slot.ends_at, meeting.place) != (guest.said_from, guest.said_to, guest.said_place):
            _tell_anew(guest, meeting, slot)
        else:
            continue
        told += 1
    return told


def tell_guests_everywhere() -> int:
    """The same for every agenda that has not been changed for some minutes, so that work on it gives one letter. Idempotent."""
    ahead = Meeting.objects.filter(starts_at__gt=timezone.now(), items__guests__ended_at__isnull=True)
    ahead = ahead.filter(items__guests__isnull=False).exclude(items__modified_at__gt=timezone.now() - QUIET)
    return sum(_tell_of(key) for key in ahead.order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _tell_of(meeting_id: uuid.UUID) -> int:
    return tell_guests(lock_meeting(meeting_id))


def _tell_anew(guest: ItemGuest, meeting: Meeting, slot: Slot) -> None:
    withdraw_letters(object_ids=[guest.pk], kinds=[MessageKind.GUEST], silence=Silence.CHANGED)
    guest.said_from, guest.said_to, guest.said_place = slot.starts_at, slot.ends_at, meeting.place
    guest.sequence += 1
    guest.save()
    _send(guest, meeting, slot, moved=True)


def _end(guest: ItemGuest, meeting: Meeting) -> None:
    """Nobody is told of the end who never heard of the beginning."""
    waiting = withdraw_letters(object_ids=[guest.pk], kinds=[MessageKind.GUEST], silence=Silence.CANCELLED)
    unheard = guest.sequence == 0 and guest.pk in waiting
    guest.ended_at = timezone.now()
    guest.sequence += 1
    guest.save()
    if not unheard and meeting.starts_at > timezone.now():
        _send(guest, meeting, Slot(guest.said_from, guest.said_to))


def _send(guest: ItemGuest, meeting: Meeting, slot: Slot, *, moved: bool = False) -> None:
    forum, ended = meeting.forum, guest.ended_at is not None
    reply_to = forum.contact_address or forum.organisation.contact_address
    known = Person.objects.filter(email=guest.address, is_active=True).only("language").first()
    language = known.language if known else settings.LANGUAGE_CODE
    link = "" if ended else _link(guest, meeting)
    with override(language):
        facts: dict[str, Any] = {"when": span_in_words(slot.starts_at, slot.ends_at, meeting.zone, language)}
        facts["point"] = point_in_words(guest.item)
        facts["title"] = _title(guest, meeting, moved=moved)
        facts["why"] = _("You get this mail because %(forum)s has called you to one point of its meeting.") % {
            "forum": forum.name
        }
    letter = Letter(
        kind=MessageKind.GUEST,
        recipient=guest.address,
        language=language,
        forum=forum,
        template="mail/guest",
        context={
            **facts,
            "guest": guest,
            "meeting": meeting,
            "ended": ended,
            "moved": moved,
            "page": link,
            "reply_to": reply_to,
        },
        reply_to=reply_to,
        dedup_key=f"guest:{guest.pk}:{guest.sequence}",
        expires_at=meeting.ends_at,
        calendar=_calendar(guest, meeting, slot, reply_to, facts["point"]),
        causes=(Cause(guest.pk, forum.pk),),
    )
    queue_letters([letter])


def _link(guest: ItemGuest, meeting: Meeting) -> str:
    """The earlier links go on working: a guest has the letters in whatever order they came."""
    return issue_link(
        GuestLink, address=guest.address, expires_at=meeting.ends_at + LINK_OUTLIVES_DUE_DATE, guest=guest
    )


def point_in_words(item: AgendaItem) -> str:
    """The point as it may leave by mail, in the active language."""
    return item.title if item.openness == ItemOpenness.OPEN else _("Restricted item")


def _title(guest: ItemGuest, meeting: Meeting, *, moved: bool) -> str:
    words = {"forum": meeting.forum.name}
    if guest.ended_at:
        return _("You are no longer called to %(forum)s") % words
    return (
        _("New time: your point at %(forum)s") % words if moved else _("You are called to a point at %(forum)s") % words
    )


def _calendar(guest: ItemGuest, meeting: Meeting, slot: Slot, organizer: str, point: str) -> CalendarPart:
    """The guest's own entry (RFC 5546): the slot of the point, one UID, a SEQUENCE that rises."""
    ended = guest.ended_at is not None
    entry = MeetingEntry(
        uid=guest.uid,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        stamp=timezone.now(),
        summary=f"{meeting.forum.name}: {point}",
        zone=meeting.zone,
        sequence=guest.sequence,
        status="cancelled" if ended else "confirmed",
        location=meeting.place or meeting.link,
        organizer=Invitee(organizer, meeting.forum.name) if organizer else None,
        attendees=(Invitee(guest.address, guest.name),),
    )
    if not organizer:
        return CalendarPart(write_calendar([entry]).decode())
    method: Literal["CANCEL", "REQUEST"] = "CANCEL" if ended else "REQUEST"
    return CalendarPart(write_calendar([entry], method=method).decode(), method=method)
