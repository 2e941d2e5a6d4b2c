"""Calendar subscriptions: a secret address for each, shown once, read by calendar programs without sign-in (RFC 5545, 7986)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum.errors import ConflictError
from forum.models import Person
from forum.models.link import token_digest
from meetings.calendar.write import write_calendar
from meetings.enums import MeetingState
from meetings.models import CalendarFeed
from meetings.selectors.calendar_feeds import meetings_for_feed
from meetings.services.calendar_entries import meeting_entry

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum
    from meetings.calendar.write import MeetingEntry
    from meetings.models import Meeting

MOST_FEEDS: Final = 20
READ_NOTED: Final = timedelta(hours=1)


@transaction.atomic
def create_feed(
    *, person: Person, forum: Forum | None = None, alarm_minutes: int | None = None
) -> tuple[CalendarFeed, str]:
    """A new subscription and its address, which nobody can be shown again. Anybody, for himself or herself.

    `forum`: that one alone (the caller has looked it up as visible), else all where the person sits. Raises `ConflictError` when
    there are too many.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if CalendarFeed.objects.of(person).count() >= MOST_FEEDS:
        raise ConflictError(gettext_lazy("You have as many subscriptions as there can be. End one of them first."))
    token = CalendarFeed.new_token()
    feed = CalendarFeed.objects.create(
        digest=token_digest(token), person=person, forum=forum, alarm_minutes=alarm_minutes
    )
    return feed, f"{settings.SITE_URL}/calendar/{token}/samverka.ics"


def revoke_feed(*, feed_id: uuid.UUID) -> None:
    """The address opens nothing from now on. Its owner; ending twice does no harm."""
    CalendarFeed.objects.filter(pk=feed_id, revoked_at__isnull=True).update(revoked_at=timezone.now())


def note_reading(feed: CalendarFeed) -> None:
    """Remembers that a program came, to the hour, so that its owner sees whether the subscription works."""
    now = timezone.now()
    stale = Q(read_at__isnull=True) | Q(read_at__lt=now - READ_NOTED)
    CalendarFeed.objects.filter(stale, pk=feed.pk).update(read_at=now)


def feed_file(feed: CalendarFeed) -> bytes:
    """The meetings as the person may know of them now, in his or her language. The same meetings give the same bytes.

    Titles are the forums' names alone, since who has the address reads them: no agenda, no text, no people.
    """
    with override(feed.person.language):
        name = feed.forum.name if feed.forum else _("My meetings")
        return write_calendar(
            [_entry(meeting, feed.alarm_minutes) for meeting in meetings_for_feed(feed)], name=f"{name} (Samverka)"
        )


def _entry(meeting: Meeting, alarm_minutes: int | None) -> MeetingEntry:
    entry = replace(meeting_entry(meeting), last_modified=meeting.modified_at)
    if not meeting.sits:  # type: ignore[attr-defined]  # annotated
        entry = replace(entry, location="")
    if meeting.state == MeetingState.CANCELLED:
        return replace(entry, summary=_("Cancelled: %(title)s") % {"title": entry.summary})
    if alarm_minutes is None or meeting.historic:
        return entry
    return replace(entry, alarm=timedelta(minutes=alarm_minutes))
