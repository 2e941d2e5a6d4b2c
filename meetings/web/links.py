"""Signed links: one purpose for one receiver, without sign-in. GET shows, POST acts; nothing ever changes by GET or HEAD."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

import pghistory
from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forum.models import (
    AnswerLink,
    ConsultationLink,
    FollowLink,
    FollowUpLink,
    InvitationLink,
    PictureOpenLink,
    PlacementLink,
    UnfollowLink,
)
from forum.models.link import token_digest
from forum.services.rate_limits import seconds_to_wait
from meetings.models import ActionLink, GuestLink, MeetingLink, MinutesLink, SearchLink
from meetings.web.download import file_response
from meetings.web.link_action import action_link
from meetings.web.link_follow import follow_link, unfollow_link
from meetings.web.link_guest import document_for_guest, guest_link
from meetings.web.link_minutes import minutes_link
from meetings.web.link_others import document_for_link, invitation_link, meeting_link, placement_link
from meetings.web.link_picture import answer_link, open_picture_link
from meetings.web.link_plan import consultation_link, document_for_addressee, follow_up_link
from meetings.web.search import search_link

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from forum.models import SignedLink
    from meetings.models import Document

P = ParamSpec("P")

KINDS: dict[str, tuple[type[SignedLink], Callable[[HttpRequest, Any], HttpResponse]]] = {
    "a": (ActionLink, action_link),
    "m": (MeetingLink, meeting_link),
    "p": (PlacementLink, placement_link),
    "i": (InvitationLink, invitation_link),
    "f": (FollowLink, follow_link),
    "u": (UnfollowLink, unfollow_link),
    "r": (MinutesLink, minutes_link),
    "s": (SearchLink, search_link),
    "q": (AnswerLink, answer_link),
    "o": (PictureOpenLink, open_picture_link),
    "g": (GuestLink, guest_link),
    "c": (ConsultationLink, consultation_link),
    "w": (FollowUpLink, follow_up_link),
}
FILES: dict[str, tuple[type[SignedLink], Callable[[Any, uuid.UUID], Document | None]]] = {
    "m": (MeetingLink, document_for_link),
    "g": (GuestLink, document_for_guest),
    "c": (ConsultationLink, document_for_addressee),
}


def _private(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The address is the secret: it goes into no referrer, cache or index."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    private: Any = guarded
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", private)


# Who holds the link may act; there is no sign-in that a foreign page could borrow, and mail programs often refuse cookies.
@csrf_exempt
@_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for; 404 when there never was one, 410 when its time is over."""
    if token[:1] not in KINDS:
        return _never_was(request)
    model, page = KINDS[token[:1]]
    link = model.objects.for_token(token).select_related("person").first()
    with translation.override(_language(request, link)):
        if link is None:
            ended = model.objects.filter(digest=token_digest(token)).exists()
            return _gone(request, status=410) if ended else _never_was(request)
        pghistory.context(link=str(link.pk), **({"user": str(link.person_id)} if link.person_id else {}))
        return page(request, link)


@_private
@never_cache
@require_safe
def link_document(request: HttpRequest, token: str, document_id: uuid.UUID) -> HttpResponseBase:
    """A file of what the link shows; 404 for every other one, and for links of another purpose."""
    if token[:1] not in FILES:
        return _never_was(request)
    model, find_document = FILES[token[:1]]
    link = model.objects.for_token(token).select_related("person").first()
    if link is None:
        return _never_was(request)
    document = find_document(link, document_id)
    return file_response(document) if document else _gone(request, status=404)


@_private
@never_cache
@require_safe
def link_attachment(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file that goes with the proposal which the link shows; 404 for links of another purpose."""
    link = PlacementLink.objects.for_token(token).select_related("person", "placement__attachment").first()
    if link is None:
        return _never_was(request)
    file = link.placement.attachment
    return file_response(file) if file else _gone(request, status=404)


def _language(request: HttpRequest, link: SignedLink | None) -> str:
    """What the address asks for, else the receiver's, else the browser's."""
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return link.person.language if link and link.person else translation.get_language() or settings.LANGUAGE_CODE


def _never_was(request: HttpRequest) -> HttpResponse:
    """Who tries one address after the other is told to wait; links that are good open all the time."""
    wait = seconds_to_wait("failed", str(request.META.get("REMOTE_ADDR") or ""))
    if wait:
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(wait)
        return answer
    return _gone(request, status=404)


def _gone(request: HttpRequest, *, status: int) -> HttpResponse:
    return render(request, "meetings/link_gone.html", {"ended": status == 410}, status=status)
