from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import SITTING, MessageKind
from forum.models import Seat
from forum.selectors.recipients import recipient_for_seat, recipients_in_forums, seats_with_holders
from forum.services.outbox import Attachment, Letter, queue_letters
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.minutes_view import content_as_seen

if TYPE_CHECKING:
    from datetime import datetime

    from forum.selectors.recipients import Recipient
    from meetings.models import Minutes

READABLE_FOR = timedelta(days=60)


def send_minutes(minutes: Minutes) -> None:
    """The PDF to everybody whom the forum's seats reach, with restricted points masked: mail leaves the walls of the forum."""
    pdf = render_minutes_pdf(content_as_seen(minutes.content))
    receivers = recipients_in_forums([minutes.meeting.forum_id], SITTING).get(minutes.meeting.forum_id, [])
    queue_letters([_letter(minutes, recipient, pdf) for recipient in receivers])


def _letter(minutes: Minutes, recipient: Recipient, pdf: bytes) -> Letter:
    meeting, forum = minutes.meeting, minutes.meeting.forum
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    reply_to = forum.contact_address or forum.organisation.contact_address
    with override(recipient.language):
        title = _("%(form)s from %(forum)s, %(date)s") % {
            "form": forum.minutes_form.label,
            "forum": forum.name,
            "date": date_format(day, "j F"),
        }
    return Letter(
        kind=MessageKind.MINUTES,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template="mail/minutes",
        context={
            "title": title,
            "why": recipient.reason,
            "minutes": minutes,
            "reply_to": reply_to,
            "page": _page(minutes),
        },
        reply_to=reply_to,
        dedup_key=f"minutes:{minutes.pk}:{recipient.address}",
        expires_at=_readable_until(minutes),
        attachments=(Attachment(f"{forum.slug}-{day}-v{minutes.number}.pdf", pdf, "application", "pdf"),),
    )


def _readable_until(minutes: Minutes) -> datetime:
    return (minutes.circulated_at or timezone.now()) + READABLE_FOR


def _page(minutes: Minutes) -> str:
    return f"{settings.SITE_URL}/meetings/{minutes.meeting_id}/minutes/"


def ask_for_approval(minutes: Minutes) -> None:
    """A letter of its own to each approver."""
    seats = Prefetch("seat", seats_with_holders(Seat.objects.all()))
    letters = []
    for approval in minutes.approvals.filter(approved_at__isnull=True).prefetch_related(seats):
        recipient = recipient_for_seat(approval.seat)
        if recipient:
            letters.append(_question(minutes, recipient))
    queue_letters(letters)


def _question(minutes: Minutes, recipient: Recipient) -> Letter:
    forum = minutes.meeting.forum
    reply_to = forum.contact_address or forum.organisation.contact_address
    with override(recipient.language):
        title = _("Approve the minutes of %(forum)s") % {"forum": forum.name}
    return Letter(
        kind=MessageKind.MINUTES,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template="mail/approval",
        context={
            "title": title,
            "why": recipient.reason,
            "minutes": minutes,
            "reply_to": reply_to,
            "page": _page(minutes),
        },
        reply_to=reply_to,
        dedup_key=f"approval:{minutes.pk}:{recipient.address}",
        expires_at=_readable_until(minutes),
    )
