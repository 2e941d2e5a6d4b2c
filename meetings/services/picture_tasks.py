"""What a reminder says of a situation picture, in the receiver's language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.models import AnswerLink, PictureRecipient, SituationPicture
from forum.services.links import prepare_link
from meetings.services.reminder_tasks import MailTask

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import SignedLink
    from forum.selectors.recipients import Recipient

LINK_LASTS = timedelta(days=120)


def task_for_picture(
    subject: PictureRecipient | SituationPicture, recipient: Recipient, now: datetime, links: list[SignedLink]
) -> MailTask:
    """Answers that are awaited, with a signed link to give them; or that the next picture is due."""
    with override(recipient.language):
        if isinstance(subject, PictureRecipient):
            return _answers(subject, recipient, now, links)
        return _next(subject)


def _answers(asked: PictureRecipient, recipient: Recipient, now: datetime, links: list[SignedLink]) -> MailTask:
    picture, today = asked.picture, timezone.localdate(now)
    link, url = prepare_link(
        AnswerLink, address=recipient.address, person=recipient.person, expires_at=now + LINK_LASTS, recipient=asked
    )
    links.append(link)
    day = picture.answer_by
    shown = {"date": date_format(day, "l j F")} if day else {}
    late = bool(day and day < today)
    eyebrow = _("Should have been answered %(date)s") if late else _("Answer no later than %(date)s")
    return MailTask(
        sort_key=day.isoformat() if day else "9999",
        state="late" if late else "soon",
        eyebrow=eyebrow % shown if day else "",
        heading=_("Answer the questions for the situation picture: %(title)s") % {"title": picture.title},
        source=picture.topic.name,
        url=url,
        act=_("Answer, pass on or say no"),
    )


def _next(picture: SituationPicture) -> MailTask:
    day = picture.next_due_on
    late = bool(day and day < timezone.localdate())
    words = {"date": date_format(day, "j F Y")} if day else {}
    return MailTask(
        sort_key=day.isoformat() if day else "9999",
        state="late" if late else "soon",
        eyebrow=_("No later than %(date)s") % words if day else "",
        heading=_("A new situation picture is due: %(topic)s") % {"topic": picture.topic.name},
        source=_("By law it is updated at least every second year (2023:196, 6 §)."),
        url=f"{settings.SITE_URL}/topics/{picture.topic.slug}/pictures/",
        act=_("See the situation pictures"),
    )
