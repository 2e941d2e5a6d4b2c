from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import MessageKind
from forum.models import AnswerLink, PictureRecipient
from forum.selectors.picture_receivers import RELATED, asked_receivers
from forum.services.links import prepare_link
from forum.services.outbox import Cause, Letter, queue_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import SituationPicture
    from forum.selectors.recipients import Recipient

LINK_LASTS = timedelta(days=120)


def invite(picture: SituationPicture, asked: Iterable[PictureRecipient], *, key: str = "first") -> int:
    """Writes to those asked, each with a link of their own; how many could be reached. Needs a transaction."""
    ids = [one.pk for one in asked if not one.by_open_link]
    rows = PictureRecipient.objects.filter(pk__in=ids).select_related(*RELATED)
    reached = asked_receivers(rows)
    questions = list(picture.question_set.questions.all())
    links, letters = [], []
    for row in rows:
        if row.pk not in reached:
            continue
        to = reached[row.pk]
        link, url = prepare_link(
            AnswerLink, address=to.address, person=to.person, expires_at=timezone.now() + LINK_LASTS, recipient=row
        )
        links.append(link)
        letters.append(_letter(row, to, url, {"questions": questions, "key": key}))
    AnswerLink.objects.bulk_create(links)
    queue_letters(letters)
    return len(letters)


def _letter(row: PictureRecipient, to: Recipient, url: str, facts: dict[str, object]) -> Letter:
    picture = row.picture
    contact = picture.organisation.contact_address
    return Letter(
        kind=MessageKind.PICTURE,
        recipient=to.address,
        person=to.person,
        language=to.language,
        forum=row.forum,
        template="mail/picture",
        context={
            "picture": picture,
            "asked": row,
            "questions": facts["questions"],
            "why": to.reason,
            "link": url,
            "reply_to": contact,
        },
        reply_to=contact,
        dedup_key=f"picture:{row.pk}:{facts['key']}:{to.address}",
        expires_at=timezone.now() + LINK_LASTS,
        causes=(Cause(row.pk, row.forum_id),),
    )
