"""What a reminder says of a plan that waits for an answer, in the receiver's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.models import ConsultationLink
from forum.services.consultation import LINK_OUTLIVES
from forum.services.consultation_reminders import end_of_day
from forum.services.links import prepare_link
from meetings.services.reminder_tasks import MailTask

if TYPE_CHECKING:
    from forum.models import Consultee, SignedLink
    from forum.selectors.recipients import Recipient


def task_for_consultation(row: Consultee, recipient: Recipient, links: list[SignedLink]) -> MailTask:
    """The plan, and a signed link to read it and answer by without signing in."""
    day = row.reply_by or timezone.localdate()
    expires_at = end_of_day(day) + LINK_OUTLIVES
    link, url = prepare_link(
        ConsultationLink, address=recipient.address, person=recipient.person, expires_at=expires_at, consultee=row
    )
    links.append(link)
    with override(recipient.language):
        return MailTask(
            sort_key=day.isoformat(),
            state="soon",
            eyebrow=_("Answer no later than %(date)s") % {"date": date_format(day, "l j F")},
            heading=_("Say what you think of the plan: %(title)s") % {"title": row.plan.title},
            source=row.plan.organisation.name,
            url=url,
            act=_("Read the plan and answer"),
        )
