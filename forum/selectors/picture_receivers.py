"""Whom letters about situation pictures reach: those who were asked, and those who have to see to the next picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import UNANSWERED, Office, PictureState, ReminderKind, Silence
from forum.models import Coordinator, PictureRecipient, SituationPicture
from forum.selectors.recipients import (
    Recipient,
    recipient_for_coordinator,
    recipient_for_organisation,
    recipient_for_person,
    recipients_in_forums,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Reminder

    Reached = tuple[PictureRecipient | SituationPicture | None, list[Recipient], Silence | None]

RELATED = ("picture__topic", "picture__organisation", "unit__organisation", "organisation", "person", "forum")


def asked_receivers(asked: Iterable[PictureRecipient]) -> dict[object, Recipient]:
    """By row: whom a letter to those asked reaches today; forums through their secretary, else the chair. In few statements."""
    rows = list(asked)
    forums = {row.forum_id for row in rows if row.forum_id}
    by_office = [
        recipients_in_forums(forums, [office]) for office in (Office.SECRETARY, Office.CHAIR, Office.VICE_CHAIR)
    ]
    found: dict[object, Recipient] = {}
    for row in rows:
        in_forum = [one for offices in by_office for one in offices.get(row.forum_id, [])]
        recipient = _outside_forums(row) if not row.forum_id else next(iter(in_forum), None)
        if recipient:
            found[row.pk] = _because(recipient, row)
    return found


def _outside_forums(row: PictureRecipient) -> Recipient | None:
    if row.person:
        return recipient_for_person(row.person)
    if row.unit:
        return recipient_for_organisation(row.unit.organisation, unit=row.unit)
    if row.organisation:
        return recipient_for_organisation(row.organisation)
    return Recipient(row.address, settings.LANGUAGE_CODE, "") if row.address else None


def _because(recipient: Recipient, row: PictureRecipient) -> Recipient:
    with override(recipient.language):
        if row.person or not (row.forum or row.unit or row.organisation):
            reason = _("You get this because you are asked about %(topic)s.") % {"topic": row.picture.topic.name}
        else:
            reason = _("You get this because %(who)s is asked about %(topic)s.") % {
                "who": row.who,
                "topic": row.picture.topic.name,
            }
    return replace(recipient, reason=reason)


class PictureReceivers:
    """Whom reminders of situation pictures reach; what they need is read once for all of a batch."""

    def __init__(self, reminders: Iterable[Reminder]) -> None:
        rows = list(reminders)
        ids = {kind: [row.object_id for row in rows if row.kind == kind] for kind in {row.kind for row in rows}}
        asked = PictureRecipient.objects.filter(
            pk__in=ids.get(ReminderKind.PICTURE_ANSWER, []), state__in=UNANSWERED, picture__state=PictureState.OPEN
        )
        self.asked = {row.pk: row for row in asked.select_related(*RELATED)} if rows else {}
        self.reached = asked_receivers(self.asked.values()) if self.asked else {}
        due = ids.get(ReminderKind.PICTURE_DUE, [])
        pictures = SituationPicture.objects.filter(pk__in=due).select_related("topic", "organisation") if due else []
        self.pictures = {picture.pk: picture for picture in pictures}
        self.followed = _followed(self.pictures.values())

    def of(self, reminder: Reminder) -> Reached:
        """Of what, whom, and why nobody: answered or closed, a newer round is on its way, or nobody can be reached."""
        if reminder.kind == ReminderKind.PICTURE_ANSWER:
            asked = self.asked.get(reminder.object_id)
            if asked is None:
                return None, [], Silence.DONE
            reached = self.reached.get(asked.pk)
            return asked, [reached] if reached else [], None if reached else Silence.NOBODY
        picture = self.pictures.get(reminder.object_id)
        if picture is None or picture.pk in self.followed:
            return None, [], Silence.DONE
        found = coordinators_reached(picture)
        return picture, found, None if found else Silence.NOBODY


def _followed(pictures: Iterable[SituationPicture]) -> set[uuid.UUID]:
    """Those after which a newer one is adopted, or is out or closed while there still is time; a draft updates nothing."""
    rows, today = list(pictures), timezone.localdate()
    newer = SituationPicture.objects.filter(topic__in={row.topic_id for row in rows}).exclude(state=PictureState.DRAFT)
    begun = list(newer.values_list("topic", "organisation", "number", "state")) if rows else []
    return {
        row.pk
        for row in rows
        for topic, organisation, number, state in begun
        if (topic, organisation) == (row.topic_id, row.organisation_id) and number > row.number
        if state == PictureState.ADOPTED or (row.next_due_on and row.next_due_on > today)
    }


def coordinators_reached(picture: SituationPicture) -> list[Recipient]:
    """Who holds the topic together for the organisation today, else their deputies, else the organisation's contact."""
    rows = Coordinator.objects.on(timezone.localdate()).filter(topic=picture.topic_id)
    rows = rows.filter(organisation=picture.organisation_id).select_related("person", "deputy")
    reached = [one for row in rows if (one := recipient_for_coordinator(row))]
    contact = None if reached else recipient_for_organisation(picture.organisation)
    return [_as_coordinator(one, picture) for one in [*reached, *([contact] if contact else [])]]


def _as_coordinator(recipient: Recipient, picture: SituationPicture) -> Recipient:
    with override(recipient.language):
        reason = _("You get this because you hold %(topic)s together.") % {"topic": picture.topic.name}
    return replace(recipient, reason=reason)
