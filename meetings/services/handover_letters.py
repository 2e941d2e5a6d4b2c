"""Letters about actions that go from one forum to another: the question, and its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind
from forum.services.outbox import Letter, queue_letters
from meetings.enums import HandoverState
from meetings.selectors.receivers import who_answers

if TYPE_CHECKING:
    from forum.models import Forum
    from forum.selectors.recipients import Recipient
    from meetings.models import Handover

USEFUL_FOR = timedelta(days=30)


def tell_of_handover(handover: Handover) -> None:
    """Asks the other forum. Needs a transaction."""
    page = f"{settings.SITE_URL}/actions/handovers/{handover.pk}/"
    queue_letters([_letter(handover, handover.to_forum, one, page) for one in who_answers(handover.to_forum)])


def tell_of_answer(handover: Handover) -> None:
    """Tells the forum that asked what came of it. Needs a transaction."""
    forum, page = handover.action.forum, f"{settings.SITE_URL}/actions/{handover.action_id}/"
    queue_letters([_letter(handover, forum, recipient, page) for recipient in who_answers(forum)])


def _letter(handover: Handover, forum: Forum, recipient: Recipient, page: str) -> Letter:
    with override(recipient.language):
        title = _title(handover)
    context: dict[str, Any] = {"title": title, "why": recipient.reason, "handover": handover, "page": page}
    return Letter(
        kind=MessageKind.HANDOVER,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template="mail/handover",
        context={**context, "asked": handover.state == HandoverState.WAITING},
        dedup_key=f"handover:{handover.pk}:{handover.state}:{recipient.address}",
        expires_at=(handover.answered_at or handover.handed_at) + USEFUL_FOR,
    )


def _title(handover: Handover) -> str:
    if handover.state == HandoverState.WAITING:
        return _("Can you take over an action from %s?") % handover.action.forum.name
    words = {"forum": handover.to_forum.name, "number": handover.action.number}
    if handover.state == HandoverState.TAKEN:
        return _("%(forum)s has taken over action %(number)d") % words
    return _("%(forum)s does not take over action %(number)d") % words
