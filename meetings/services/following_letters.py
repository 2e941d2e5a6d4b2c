from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import PRESIDING, MessageKind, Office
from forum.selectors.recipients import recipients_in_forums
from forum.services.outbox import Letter, queue_letters
from meetings.services.following_words import problem_in_words

if TYPE_CHECKING:
    from forum.selectors.recipients import Recipient
    from meetings.models import FollowedCalendar

READABLE_FOR = timedelta(days=14)


def tell_of_lost_calendar(followed: FollowedCalendar) -> None:
    """A letter to the secretaries, where there is none to who presides: the calendar has not been read for days."""
    forum = followed.forum
    for offices in ((Office.SECRETARY,), PRESIDING):
        receivers = recipients_in_forums([forum.pk], offices).get(forum.pk, [])
        if receivers:
            queue_letters([_letter(followed, recipient) for recipient in receivers])
            return


def _letter(followed: FollowedCalendar, recipient: Recipient) -> Letter:
    forum = followed.forum
    reply_to = forum.mailbox
    with override(recipient.language):
        context = {
            "title": _("We can't read the calendar of %(forum)s") % {"forum": forum.name},
            "why": recipient.reason,
            "forum": forum,
            "good_at": followed.good_at,
            "problem": problem_in_words(followed),
            "reply_to": reply_to,
            "page": f"{settings.SITE_URL}/forums/{forum.slug}/calendar/",
        }
    return Letter(
        kind=MessageKind.CALENDAR,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template="mail/calendar",
        context=context,
        reply_to=reply_to,
        dedup_key=f"calendar:{followed.pk}:{followed.failing_since:%Y-%m-%dT%H:%M}:{recipient.address}",
        expires_at=timezone.now() + READABLE_FOR,
    )
