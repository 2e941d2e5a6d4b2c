from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind
from forum.selectors.recipients import recipient_for_address, recipient_for_person
from forum.services.outbox import Cause, Letter, queue_letters
from meetings.enums import ItemOpenness
from meetings.selectors.receivers import who_answers
from meetings.services.minutes_letters import minutes_url, save_links

if TYPE_CHECKING:
    from forum.models import SignedLink
    from forum.selectors.recipients import Recipient
    from meetings.models import MinutesComment

USEFUL_FOR = timedelta(days=30)


def tell_of_comment(comment: MinutesComment) -> None:
    """Tells the secretary, or the chair when there is none, what somebody wants changed. Needs a transaction."""
    page = f"{settings.SITE_URL}/meetings/{comment.minutes.meeting_id}/minutes/#comments"
    queue_letters(
        [_letter(comment, recipient, "comment", page) for recipient in who_answers(comment.minutes.meeting.forum)]
    )


def tell_of_answer(comment: MinutesComment) -> None:
    """Tells whoever wrote the comment what came of it, as long as he or she can still be reached. Needs a transaction."""
    if comment.person:
        recipient = recipient_for_person(comment.person)
    else:
        recipient = recipient_for_address(comment.address) if comment.address else None
    if recipient is None or comment.person_id == comment.answered_by_id:
        return
    links: list[SignedLink] = []
    page = minutes_url(comment.minutes, recipient, links)
    save_links(links)
    queue_letters([_letter(comment, recipient, "comment_answer", page)])


def _letter(comment: MinutesComment, recipient: Recipient, template: str, page: str) -> Letter:
    minutes = comment.minutes
    forum = minutes.meeting.forum
    with override(recipient.language):
        context = {
            "title": _title(comment, template),
            "why": recipient.reason
            if template == "comment"
            else _("You get this because you commented on the minutes."),
            "comment": comment,
            "place": place_words(comment),
            "who": who_words(comment),
            "minutes": minutes,
            "page": page,
            "closed": comment.item is not None and comment.item.openness != ItemOpenness.OPEN,
        }
    return Letter(
        kind=MessageKind.MINUTES,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template=f"mail/{template}",
        context=context,
        reply_to=forum.mailbox,
        dedup_key=f"{template}:{comment.pk}:{comment.version}:{recipient.address}",
        expires_at=comment.written_at + USEFUL_FOR,
        causes=(Cause(minutes.meeting_id, forum.pk),),
    )


def _title(comment: MinutesComment, template: str) -> str:
    words: dict[str, Any] = {"forum": comment.minutes.meeting.forum.name}
    if template == "comment":
        return _("Comment on the minutes of %(forum)s") % words
    return _("Answer to your comment on the minutes of %(forum)s") % words


def place_words(comment: MinutesComment) -> str:
    """What the comment is about: "§ 45", "Point 3", or the whole; a title only where the point is open to all."""
    item = comment.item
    if item is None:
        return _("The whole")
    place = f"§ {item.paragraph}" if item.paragraph else _("Point %(number)d") % {"number": item.position}
    return f"{place} {item.title}" if item.openness == ItemOpenness.OPEN else place


def who_words(comment: MinutesComment) -> str:
    """Who wrote it: the name, or the address that the link was sent to."""
    if comment.person:
        return _("Protected") if comment.person.protected else comment.person.name
    return comment.address
