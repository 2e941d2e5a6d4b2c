"""What becomes of the seats of somebody who leaves: they are vacant at once, and the secretaries are told."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import PRESIDING, MessageKind, Office
from forum.models import Membership
from forum.selectors.recipients import recipients_in_forums
from forum.services.locks import lock_seat
from forum.services.outbox import Letter, queue_letters
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Forum, Person, Seat
    from forum.selectors.recipients import Recipient

READABLE_FOR = timedelta(days=14)


def vacate_seats(*, person: Person) -> None:
    """Ends the person's time in every seat the day before today; time to come is taken away. Needs a transaction.

    The secretaries of each forum, where there are none those who preside, get one letter each with all its vacant seats.
    """
    today = timezone.localdate()
    held = Membership.objects.filter(person=person, seat__closed_on__isnull=True).exclude(ends_on__lt=today)
    rows = list(held.select_related("seat__forum__organisation", "seat__organisation").order_by("seat"))
    for membership in rows:
        lock_seat(membership.seat_id)
        if membership.starts_on >= today:
            membership.delete()
        else:
            membership.ends_on = today - timedelta(days=1)
            membership.save(update_fields=["ends_on"])
    seats = sorted(
        {one.seat.pk: one.seat for one in rows}.values(), key=lambda seat: (seat.forum.name, str(seat.forum_id))
    )
    for forum in {seat.forum_id: seat.forum for seat in seats}.values():
        readdress_letters(forum=forum)
    _tell(person, [seat for seat in seats if not seat.forum.archived_at])


def _tell(person: Person, seats: Iterable[Seat]) -> None:
    by_forum = {forum: list(own) for forum, own in groupby(seats, key=lambda seat: seat.forum)}
    ids = [forum.pk for forum in by_forum]
    secretaries = recipients_in_forums(ids, (Office.SECRETARY,))
    presiding = recipients_in_forums(ids, PRESIDING)
    told: dict[str, tuple[Recipient, dict[Forum, list[Seat]]]] = {}
    for forum, own in by_forum.items():
        for recipient in secretaries.get(forum.pk) or presiding.get(forum.pk, []):
            told.setdefault(recipient.address, (recipient, {}))[1][forum] = own
    queue_letters([_letter(person, recipient, forums) for recipient, forums in told.values()])


def _letter(person: Person, recipient: Recipient, forums: dict[Forum, list[Seat]]) -> Letter:
    with override(recipient.language):
        title = _("Vacant seats: somebody has left")
    rows = [
        {"forum": forum, "seats": seats, "page": f"{settings.SITE_URL}/forums/{forum.slug}/seats/"}
        for forum, seats in forums.items()
    ]
    now = timezone.now()
    return Letter(
        kind=MessageKind.VACANT,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=next(iter(forums)),
        template="mail/vacant",
        context={"title": title, "why": recipient.reason, "person": person, "rows": rows},
        dedup_key=f"vacant:{person.pk}:{now.isoformat()}:{recipient.address}",
        expires_at=now + READABLE_FOR,
    )
