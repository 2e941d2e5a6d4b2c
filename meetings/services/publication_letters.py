from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind
from forum.models import Follower, UnfollowLink
from forum.services.followers import prepare_unfollow_link
from forum.services.outbox import Cause, Letter, queue_letters
from meetings.services.action_words import day_words
from meetings.services.minutes_lists import paragraph_span

if TYPE_CHECKING:
    from meetings.models import Publication

WORTH_SENDING = timedelta(days=7)


def tell_followers(publication: Publication) -> None:
    """A letter to everybody who follows the forum: that minutes were published and where, none of their words."""
    forum = publication.minutes.meeting.forum
    links, letters = [], []
    for follower in Follower.objects.filter(forum=forum, confirmed_at__isnull=False):
        follower.forum = forum
        link, stop = prepare_unfollow_link(follower, timezone.now())
        links.append(link)
        letters.append(_letter(publication, follower, stop))
    UnfollowLink.objects.bulk_create(links)
    queue_letters(letters)


def _letter(publication: Publication, follower: Follower, stop: str) -> Letter:
    meeting = publication.minutes.meeting
    with override(follower.language.value):
        day = day_words(meeting.day)
        words = {"forum": meeting.forum.name, "date": day}
        corrected = publication.minutes.corrects_id is not None
        title = _("Corrected minutes of %(forum)s, %(date)s") if corrected else _("New minutes of %(forum)s, %(date)s")
        title %= words
    return Letter(
        kind=MessageKind.PUBLISHED,
        recipient=follower.address,
        language=follower.language.value,
        template="mail/published",
        context={
            "title": title,
            "forum_name": meeting.forum.name,
            "span": paragraph_span(publication.content),
            "page": f"{settings.SITE_URL}/oppet/minutes/{meeting.pk}/",
            "stop": stop,
        },
        dedup_key=f"published:{publication.pk}:{publication.version}:{follower.address}",
        expires_at=timezone.now() + WORTH_SENDING,
        unsubscribe=stop,
        causes=(Cause(publication.pk, meeting.forum_id),),
    )
