"""Published minutes as Atom (RFC 4287), of one forum or of all that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.web.acting import find
from forum.web.public import public_page
from meetings.selectors.public_pages import public_forums, publications
from meetings.services.minutes_lists import paragraph_span

if TYPE_CHECKING:
    from django.http import HttpRequest

    from meetings.models import Publication

ENTRIES = 50


@public_page
def feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The 50 that were published last; titles and §, none of the words. What is withdrawn is no longer in it."""
    forum = find(public_forums(), slug=slug) if slug else None
    rows = publications().filter(minutes__meeting__forum=forum) if forum else publications()
    title = forum.name if forum else _("Published minutes")
    about = reverse("public-forum", args=[slug]) if forum else reverse("public-start")
    atom = Atom1Feed(
        title=title,
        link=f"{settings.SITE_URL}{about}",
        description="",
        language=get_language(),
        feed_url=f"{settings.SITE_URL}{request.path}",
        feed_guid=f"{settings.SITE_URL}{request.path}",
    )
    for row in rows.order_by("-published_at")[:ENTRIES]:
        _add(atom, row)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(atom: Atom1Feed, row: Publication) -> None:
    meeting = row.minutes.meeting
    address = f"{settings.SITE_URL}{reverse('public-minutes', args=[meeting.pk])}"
    atom.add_item(
        title=f"{meeting.forum.name}: {row.content['title']}",
        link=address,
        description=paragraph_span(row.content),
        unique_id=address,
        pubdate=row.published_at,
        updateddate=row.published_at,
        author_name=meeting.forum.organisation.name,
    )
