"""Presenters whom the meeting's own notice does not reach: called like guests, with the time of their point."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from meetings.models import GuestLink, ItemGuest
from meetings.selectors.guests import presenters_beside_notice, slots_of
from meetings.services.guest_letters import send_call

if TYPE_CHECKING:
    from forum.models import Person
    from meetings.models import Meeting

KEEP_ADDRESSES: Final = timedelta(days=90)  # as the words of letters


def call_presenters(meeting: Meeting, *, called_by: Person | None) -> list[ItemGuest]:
    """Calls those who present a point and were not called to it before. With the notice, in its transaction.

    Who was taken off again stays off; when somebody else presents, `tell_guests` tells the former.
    """
    presenters = presenters_beside_notice(meeting)
    if not presenters:
        return []
    slots = slots_of(meeting)
    known = set(ItemGuest.objects.filter(item__meeting=meeting).values_list("item", "address"))
    called = []
    for one in presenters:
        if (one.item.pk, one.address) in known:
            continue
        slot = slots[one.item.pk]
        guest = ItemGuest.objects.create(
            item=one.item,
            name=one.name,
            address=one.address,
            organisation=one.organisation,
            presents=True,
            called_by=called_by,
            said_from=slot.starts_at,
            said_to=slot.ends_at,
            said_place=meeting.place,
        )
        send_call(guest, meeting, slot)
        called.append(guest)
    return called


def forget_addresses_of_guests() -> int:
    """Empties the addresses of guests 90 days after their meeting, their links too; how many. The hourly round."""
    over = ItemGuest.objects.filter(item__meeting__ends_at__lt=timezone.now() - KEEP_ADDRESSES).exclude(address="")
    ids = list(over.values_list("pk", flat=True))
    if ids:
        GuestLink.objects.filter(guest__in=ids).delete()
        ItemGuest.objects.filter(pk__in=ids).update(address="")
    return len(ids)
