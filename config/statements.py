"""What the law asks of a public site: the accessibility statement, a word on personal data, what robots may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render

from forum.selectors.installation import accessibility_address, privacy_address
from forum.web.public import public_page

if TYPE_CHECKING:
    from django.http import HttpRequest

OPEN_TO_ROBOTS: Final = ("/oppet/", "/tillganglighet/", "/personuppgifter/", "/static/")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of lagen (2018:1937) om tillgänglighet till digital offentlig service, 13 §; facts as in docs/accessibility.md."""
    return render(request, "accessibility.html", {"contact": accessibility_address()})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people and what they may ask (GDPR art. 13, 14); facts as in docs/privacy.md."""
    return render(request, "privacy.html", {"contact": privacy_address()})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Robots read what is for everybody and nothing else (RFC 9309)."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in OPEN_TO_ROBOTS), "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
