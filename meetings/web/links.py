"""Signed links: one purpose for one receiver, without sign-in. GET shows, POST acts; nothing ever changes by GET or HEAD."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forum.models import InvitationLink, PlacementLink
from forum.models.link import token_digest
from meetings.models import ActionLink, MeetingLink
from meetings.web.link_action import action_link
from meetings.web.link_others import invitation_link, meeting_link, placement_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from forum.models import SignedLink

KINDS: dict[str, tuple[type[SignedLink], Callable[[HttpRequest, Any], HttpResponse]]] = {
    "a": (ActionLink, action_link),
    "m": (MeetingLink, meeting_link),
    "p": (PlacementLink, placement_link),
    "i": (InvitationLink, invitation_link),
}


def _private(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The address is the secret: it goes into no referrer, cache or index."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


# Who holds the link may act; there is no sign-in that a foreign page could borrow, and mail programs often refuse cookies.
@csrf_exempt
@_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for; 404 when there never was one, 410 when its time is over."""
    if token[:1] not in KINDS:
        return _gone(request, status=404)
    model, page = KINDS[token[:1]]
    link = model.objects.for_token(token).select_related("person").first()
    with translation.override(_language(request, link)):
        if link is None or (link.person and not link.person.is_active):
            ended = model.objects.filter(digest=token_digest(token)).exists()
            return _gone(request, status=410 if ended else 404)
        return page(request, link)


def _language(request: HttpRequest, link: SignedLink | None) -> str:
    """What the address asks for, else the receiver's, else the browser's."""
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return link.person.language if link and link.person else translation.get_language() or settings.LANGUAGE_CODE


def _gone(request: HttpRequest, *, status: int) -> HttpResponse:
    return render(request, "meetings/link_gone.html", {"ended": status == 410}, status=status)
