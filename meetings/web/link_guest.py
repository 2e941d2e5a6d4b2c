"""A guest sees the one point that he or she is called to, and answers; nothing else of the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from forum.errors import DomainError
from forum.services.links import mark_used
from meetings.enums import GuestAnswer, ItemOpenness, MeetingState
from meetings.models import Document, ItemGuest
from meetings.selectors.guests import documents_for_guest, slots_of
from meetings.services.guests import answer_call

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import GuestLink


def guest_link(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """GET shows; POST answers."""
    guest = _guest(link)
    wrong = None
    if request.method == "POST" and request.POST.get("do") in GuestAnswer.values:
        try:
            answer_call(guest_id=guest.pk, answer=GuestAnswer(request.POST["do"]))
        except DomainError as error:
            wrong = error.message
        else:
            mark_used(link)
            return HttpResponseRedirect(request.get_full_path())
    meeting, item = guest.item.meeting, guest.item
    cancelled = meeting.state == MeetingState.CANCELLED
    context = {
        "link": link,
        "guest": guest,
        "wrong": wrong,
        "meeting": meeting,
        "forum": meeting.forum,
        "open": item.openness == ItemOpenness.OPEN,
        "item": item,
        "slot": slots_of(meeting)[item.pk],
        "ended": cancelled or guest.ended_at is not None,
        "cancelled": cancelled,
        "over": meeting.ends_at <= timezone.now(),
        "documents": documents_for_guest(guest),
        "path": request.path,
        "contact": meeting.forum.mailbox,
    }
    return render(request, "meetings/link_guest.html", context, status=409 if wrong else 200)


def document_for_guest(link: GuestLink, document_id: uuid.UUID) -> Document | None:
    """A paper of the guest's own point."""
    return documents_for_guest(_guest(link)).filter(pk=document_id).first()


def _guest(link: GuestLink) -> ItemGuest:
    guest: ItemGuest = ItemGuest.objects.select_related("item__meeting__forum__organisation").get(pk=link.guest_id)
    return guest
