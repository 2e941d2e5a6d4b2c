from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind
from forum.services.outbox import Letter, queue_letters
from meetings.selectors.receivers import who_answers

if TYPE_CHECKING:
    from forum.selectors.recipients import Recipient
    from meetings.models import ActionUpdate

USEFUL_FOR = timedelta(days=30)


def tell_of_return(update: ActionUpdate) -> None:
    """Tells the secretary, or the chair when there is none, that an action came back. Needs a transaction."""
    queue_letters([_letter(update, recipient) for recipient in who_answers(update.action.forum)])


def _letter(update: ActionUpdate, recipient: Recipient) -> Letter:
    action = update.action
    with override(recipient.language):
        title = _("Action %(number)d came back") % {"number": action.number}
    page = f"{settings.SITE_URL}/actions/{action.pk}/"
    return Letter(
        kind=MessageKind.RETURNED,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=action.forum,
        template="mail/returned",
        context={"title": title, "why": recipient.reason, "action": action, "update": update, "page": page},
        dedup_key=f"returned:{update.pk}:{recipient.address}",
        expires_at=update.at + USEFUL_FOR,
    )
