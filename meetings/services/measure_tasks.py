"""What a reminder says of a follow-up, in the receiver's language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.models import FollowUpLink
from forum.services.links import prepare_link
from meetings.services.reminder_tasks import MailTask

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import FollowUp, SignedLink
    from forum.selectors.recipients import Recipient

LINK_LASTS = timedelta(days=90)


def task_for_follow_up(row: FollowUp, recipient: Recipient, now: datetime, links: list[SignedLink]) -> MailTask:
    """The measure, and a signed link to say what is seen without signing in."""
    link, url = prepare_link(
        FollowUpLink, address=recipient.address, person=recipient.person, expires_at=now + LINK_LASTS, follow_up=row
    )
    links.append(link)
    late = row.due_on < timezone.localdate(now)
    with override(recipient.language):
        shown = {"date": date_format(row.due_on, "l j F")}
        return MailTask(
            sort_key=row.due_on.isoformat(),
            state="late" if late else "soon",
            eyebrow=(_("Should have been followed up %(date)s") if late else _("Follow up no later than %(date)s"))
            % shown,
            heading=row.measure.title,
            source=row.plan.title,
            url=url,
            act=_("Say what you see"),
        )
