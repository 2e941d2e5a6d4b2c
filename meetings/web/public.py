"""Public pages: open forums, their dates, and a way to follow them. No sign-in, no session, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from forum.errors import DomainError
from forum.selectors.installation import host_address, installation
from forum.services.followers import ask_to_follow
from forum.services.rate_limits import seconds_to_wait
from forum.web.acting import find, page_of
from forum.web.forms import ServiceForm
from forum.web.public import public_page
from meetings.enums import MeetingState
from meetings.selectors.public_pages import (
    latest_publications,
    next_public_meetings,
    public_forums,
    public_meetings,
    publications,
    published_documents,
)
from meetings.services.minutes_lists import paragraph_span
from meetings.web.public_minutes import paper_context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Forum

MOST_DOCUMENTS = 50


class FollowForm(ServiceForm):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You get a letter when there are new minutes. Nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write the address that the letters are to go to.")},
    )


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Open forums, each with its next meeting and its latest published minutes."""
    meetings, latest = next_public_meetings(), latest_publications()
    rows = [
        {"forum": forum, "next": meetings.get(forum.pk), "latest": latest.get(forum.pk)}
        for forum in public_forums()
        if forum.archived_at is None or forum.pk in latest
    ]
    context = {"rows": rows, "words": installation().public_words, "contact": host_address()}
    return render(request, "meetings/public/start.html", context)


@public_page
def dates(request: HttpRequest) -> HttpResponse:
    """All dates to come."""
    page = page_of(request, public_meetings(), size=50)
    return render(request, "meetings/public/dates.html", {"page": page, "CANCELLED": MeetingState.CANCELLED})


@public_page
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    """A forum, its next meeting, its latest minutes in full and the earlier ones as a list."""
    return _show_forum(request, find(public_forums(), slug=slug), FollowForm())


def _show_forum(request: HttpRequest, shown: Forum, form: FollowForm) -> HttpResponse:
    published = publications().filter(minutes__meeting__forum=shown)
    page = page_of(request, published, size=20)
    rows = list(page)
    latest = rows[0] if rows and page.number == 1 else None
    context: dict[str, Any] = {
        "forum": shown,
        "next": public_meetings().filter(forum=shown).exclude(state=MeetingState.CANCELLED).first(),
        "page": page,
        "earlier": [(row, paragraph_span(row.content)) for row in (rows[1:] if latest else rows)],
        "contact": shown.mailbox,
        "form": form,
        "documents": published_documents().filter(document__forum=shown)[:MOST_DOCUMENTS],
    }
    if latest:
        context |= paper_context(latest)
    return render(request, "meetings/public/forum.html", context, status=form.status)


# Nobody is signed in here whose browser a foreign page could borrow, and the pages carry no token, so that caches may keep them.
@csrf_exempt
@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks the address by mail. The answer is the same whether it follows already or not."""
    shown = find(public_forums(), slug=slug)
    wait = seconds_to_wait("follow", str(request.META.get("REMOTE_ADDR") or ""))
    if wait:
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(wait)
        return answer
    form = FollowForm(request.POST)
    if form.is_valid():
        try:
            ask_to_follow(forum=shown, address=form.cleaned_data["address"], language=get_language() or "")
        except DomainError as error:
            form.take(error)
    if form.errors:
        return _show_forum(request, shown, form)
    return HttpResponseRedirect(reverse("public-follow-asked", args=[slug]))


@public_page
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now."""
    return render(request, "meetings/public/asked.html", {"forum": find(public_forums(), slug=slug)})
