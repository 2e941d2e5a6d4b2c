from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import SITTING, MessageKind, Silence
from forum.models import Seat
from forum.selectors.recipients import recipient_for_seat, recipients_in_forums, seats_with_holders
from forum.services.links import prepare_link
from forum.services.outbox import Attachment, Cause, Letter, queue_letters
from forum.services.withdrawal import withdraw_letters
from meetings.models import MinutesLink
from meetings.selectors.lines_beneath import lines_beneath_mails
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.minutes_view import content_as_seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import SignedLink
    from forum.selectors.recipients import Recipient
    from meetings.models import Minutes

READABLE_FOR = timedelta(days=60)


def send_minutes(minutes: Minutes) -> None:
    """The PDF to everybody whom the forum's seats reach, with restricted points masked: mail leaves the walls of the forum.

    Letters about an earlier version that still wait are withdrawn.
    """
    withdraw_letters(object_ids=[minutes.meeting_id], kinds=[MessageKind.MINUTES], silence=Silence.NEWER)
    send_to_seats(minutes)


def send_to_seats(minutes: Minutes) -> None:
    """The same without taking any back: whoever has this version already gets no second."""
    forum = minutes.meeting.forum
    pdf = render_minutes_pdf(content_as_seen(minutes.content))
    file = Attachment(f"{forum.slug}-{minutes.meeting.day}-v{minutes.number}.pdf", pdf, "application", "pdf")
    receivers = recipients_in_forums([forum.pk], SITTING).get(forum.pk, [])
    links: list[SignedLink] = []
    support = lines_beneath_mails(minutes.meeting)
    letters = [_letter("minutes", minutes, recipient, links, _sent_title, file) for recipient in receivers]
    letters = [replace(letter, context={**letter.context, "support": support}) for letter in letters]
    save_links(links)
    queue_letters(letters)


def ask_for_approval(minutes: Minutes) -> None:
    """A letter of its own to each approver."""
    seats = Prefetch("seat", seats_with_holders(Seat.objects.all()))
    asked = minutes.approvals.filter(approved_at__isnull=True).prefetch_related(seats)
    receivers = [recipient for approval in asked if (recipient := recipient_for_seat(approval.seat))]
    links: list[SignedLink] = []
    letters = [_letter("approval", minutes, recipient, links, _asked_title) for recipient in receivers]
    save_links(links)
    queue_letters(letters)


def save_links(links: list[SignedLink]) -> None:
    MinutesLink.objects.bulk_create([link for link in links if isinstance(link, MinutesLink)])


def minutes_url(minutes: Minutes, recipient: Recipient, links: list[SignedLink]) -> str:
    """The page for those who sign in, for the others a signed link to this version, which is added to `links`."""
    if recipient.person and recipient.person.has_usable_password():
        return f"{settings.SITE_URL}/meetings/{minutes.meeting_id}/minutes/"
    link, url = prepare_link(
        MinutesLink,
        address=recipient.address,
        person=recipient.person,
        expires_at=timezone.now() + READABLE_FOR,
        minutes=minutes,
    )
    links.append(link)
    return url


def _letter(
    template: str,
    minutes: Minutes,
    recipient: Recipient,
    links: list[SignedLink],
    title: Callable[[Minutes], str],
    *files: Attachment,
) -> Letter:
    forum = minutes.meeting.forum
    reply_to = forum.mailbox
    page = minutes_url(minutes, recipient, links)
    with override(recipient.language):
        context = {
            "title": title(minutes),
            "why": recipient.reason,
            "minutes": minutes,
            "reply_to": reply_to,
            "page": page,
            "by_link": "/link/" in page,
        }
    return Letter(
        kind=MessageKind.MINUTES,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template=f"mail/{template}",
        context=context,
        reply_to=reply_to,
        dedup_key=f"{template}:{minutes.pk}:{recipient.address}",
        expires_at=(minutes.circulated_at or timezone.now()) + READABLE_FOR,
        attachments=files,
        causes=(Cause(minutes.meeting_id, forum.pk),),
    )


def _sent_title(minutes: Minutes) -> str:
    forum = minutes.meeting.forum
    words = {"form": forum.minutes_form.label, "forum": forum.name, "date": date_format(minutes.meeting.day, "j F")}
    return _("%(form)s from %(forum)s, %(date)s") % words


def _asked_title(minutes: Minutes) -> str:
    return _("Approve the minutes of %(forum)s") % {"forum": minutes.meeting.forum.name}
