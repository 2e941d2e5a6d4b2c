"""The public's search, and the dates of an open forum for one's own calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.web.acting import find, page_of
from forum.web.public import public_page
from meetings.calendar.write import write_calendar
from meetings.enums import MeetingState, SearchKind
from meetings.models import Meeting
from meetings.selectors.public_pages import EVERYBODY, public_forums
from meetings.selectors.public_search import forums_called, publications_with
from meetings.selectors.search_marks import mark_hits
from meetings.selectors.search_sources import Hit
from meetings.selectors.search_words import asks_something, clean_words
from meetings.services.calendar_entries import meeting_entry
from meetings.services.publication_content import parts_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from meetings.calendar.write import MeetingEntry
    from meetings.models import Publication

PAGE = 20
LOOKING_BACK = timedelta(days=365)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Open forums by name and purpose, published minutes by every word in them. Nothing else is searched."""
    words = clean_words(request.GET.get("q", ""))
    asks = asks_something(words)
    page = page_of(request, publications_with(words), size=PAGE) if asks else None
    context = {
        "words": words,
        "too_common": bool(words) and not asks,
        "forums": list(forums_called(words)[:PAGE]) if page is not None and page.number == 1 else [],
        "page": page,
        "hits": mark_hits([_hit(row) for row in page], words) if page is not None else [],
    }
    return render(request, "meetings/public/search.html", context)


def _hit(publication: Publication) -> Hit:
    """The title of the minutes, and line by line what everybody may read of them."""
    meeting, content = publication.minutes.meeting, publication.content
    return Hit(
        kind=SearchKind.MINUTES,
        id=publication.pk,
        moment=meeting.starts_at,
        title=content["title"],
        text="\n".join(line for part in parts_of(content) for line in part.text.splitlines() if line.strip()),
        place=meeting.forum.name,
        url=reverse("public-minutes", args=[meeting.pk]),
    )


@public_page
def dates_file(request: HttpRequest, slug: str) -> HttpResponse:
    """An open forum's meetings of the last year and all to come, cancelled ones too, at an address that calendar programs follow."""
    forum = find(public_forums(), slug=slug)
    rows = Meeting.objects.visible_to(EVERYBODY).filter(forum=forum, ends_at__gte=timezone.now() - LOOKING_BACK)
    page = f"{settings.SITE_URL}{reverse('public-forum', args=[slug])}"
    entries = [_entry(meeting, page) for meeting in rows.select_related("forum").order_by("starts_at", "pk")]
    content = write_calendar(entries, name=forum.name)
    headers = {"Content-Disposition": f'inline; filename="{slug}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _entry(meeting: Meeting, page: str) -> MeetingEntry:
    """Day, hour and place as the public page tells them; the link of a video meeting is for those who are called."""
    entry = replace(meeting_entry(meeting), location=meeting.place, url=page, last_modified=meeting.modified_at)
    if meeting.state == MeetingState.CANCELLED:
        return replace(entry, summary=_("Cancelled: %(title)s") % {"title": entry.summary})
    return entry
