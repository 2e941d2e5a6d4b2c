"""The letter that a guest or presenter of one point gets, with his or her own entry for the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind
from forum.models import Person
from forum.services.links import issue_link
from forum.services.outbox import CalendarPart, Cause, Letter, queue_letters
from meetings.calendar.write import Invitee, MeetingEntry, write_calendar
from meetings.enums import ItemOpenness
from meetings.models import GuestLink
from meetings.services.reminder_tasks import LINK_OUTLIVES_DUE_DATE
from meetings.services.time_words import span_words

if TYPE_CHECKING:
    from meetings.models import AgendaItem, ItemGuest, Meeting
    from meetings.selectors.guests import Slot


def send_call(guest: ItemGuest, meeting: Meeting, slot: Slot, *, moved: bool = False) -> None:
    forum, ended = meeting.forum, guest.ended_at is not None
    reply_to = forum.mailbox
    known = Person.objects.filter(email=guest.address, is_active=True).only("language").first()
    language = known.language if known else settings.LANGUAGE_CODE
    link = "" if ended else _link(guest, meeting)
    with override(language):
        facts: dict[str, Any] = {"when": span_words(slot.starts_at, slot.ends_at, meeting.zone)}
        facts["point"] = point_in_words(guest.item)
        facts["title"] = _title(guest, meeting, moved=moved)
        facts["why"] = _why(guest) % {"forum": forum.name}
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


def _why(guest: ItemGuest) -> str:
    if guest.presents:
        return _("You get this mail because you are named as presenting a point at the meeting of %(forum)s.")
    return _("You get this mail because %(forum)s has called you to one point of its meeting.")


def _title(guest: ItemGuest, meeting: Meeting, *, moved: bool) -> str:
    words = {"forum": meeting.forum.name}
    if guest.ended_at:
        return _("You are no longer called to %(forum)s") % words
    if moved:
        return _("New time: your point at %(forum)s") % words
    return (
        _("You present a point at %(forum)s") if guest.presents else _("You are called to a point at %(forum)s")
    ) % words


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
