from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q

from forum.enums import EDITING, SITTING, NoticeSender, Office, ReminderKind, Silence
from forum.models import Seat
from forum.selectors.people import people_at
from forum.selectors.recipients import (
    Recipient,
    recipient_for_address,
    recipient_for_organisation,
    recipient_for_person,
    recipient_for_seat,
    recipients_in_forums,
    seats_with_holders,
)
from meetings.enums import UNFINISHED, MeetingState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from forum.models import Reminder


def actions_to_remind(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ActionItem]:
    """The actions still to be done, with all that mail and receiver need; an address stands for the person who has it."""
    owners = Prefetch("owner_seat", seats_with_holders(Seat.objects.all()))
    related = (
        "forum__organisation",
        "origin__meeting",
        "origin__topic",
        "owner_organisation",
        "owner_unit",
        "owner_person__organisation",
    )
    actions = (
        ActionItem.objects.filter(pk__in=list(ids), state__in=UNFINISHED)
        .select_related(*related)
        .prefetch_related(owners)
    )
    found = {action.pk: action for action in actions}
    addresses = {action.owner_address for action in found.values()} - {""}
    people = people_at(addresses)
    for action in found.values():
        if action.owner_address in people and not action.owner_person:
            action.owner_person = people[action.owner_address]
    return found


def owner_of(action: ActionItem) -> Recipient | None:
    """Whom a mail about the action reaches now: the seat's holder or stand-in, the person, the address, else the organisation.

    An address that somebody known has means that person, whose language it then is, and who gets nothing after leaving.
    """
    if action.owner_seat:
        return recipient_for_seat(action.owner_seat)
    person = action.owner_person and recipient_for_person(action.owner_person)
    if person:
        return person
    if action.owner_address and not action.owner_person:
        return recipient_for_address(action.owner_address)
    organisation = action.owner_organisation or (action.owner_person and action.owner_person.organisation)
    return recipient_for_organisation(organisation, unit=action.owner_unit) if organisation else None


def meetings_to_remind(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Meeting]:
    """The meetings that stand, with their agenda, and `logged`: whether anything of the outcome has been written."""
    logged = (
        Q(Exists(Attendance.objects.filter(meeting=OuterRef("pk"))))
        | Q(Exists(Decision.objects.filter(item__meeting=OuterRef("pk"))))
        | Q(Exists(Minutes.objects.filter(meeting=OuterRef("pk"))))
        | Q(Exists(AgendaItem.objects.filter(meeting=OuterRef("pk")).exclude(answer="", notes="")))
    )
    meetings = Meeting.objects.filter(pk__in=list(ids), historic=False, forum__archived_at__isnull=True).exclude(
        state=MeetingState.CANCELLED
    )
    items = Prefetch("items", AgendaItem.objects.select_related("topic"))
    found = meetings.annotate(logged=logged).select_related("forum__organisation").prefetch_related(items)
    return {meeting.pk: meeting for meeting in found}


class MeetingReceivers:
    """Whom a reminder of a meeting reaches, by kind; seats are read once for all meetings of a batch."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        forums = {meeting.forum_id for meeting in meetings}
        self.sitting = recipients_in_forums(forums, SITTING)
        self.called = recipients_in_forums(forums, [Office.CO_OPTED])
        self.editing = recipients_in_forums(forums, EDITING)
        self.secretary = recipients_in_forums(forums, [Office.SECRETARY])

    def of(self, reminder: Reminder, meeting: Meeting, now: datetime) -> list[Recipient]:
        """Before the notice is sent the agenda concerns those who prepare it; for forums led by others we only ask for the outcome.

        Who is only called to a point is reminded of time and place, not of the agenda.
        """
        forum = meeting.forum_id
        if reminder.kind == ReminderKind.LOG_OUTCOME:
            waiting = not meeting.logged and meeting.ends_at <= now  # type: ignore[attr-defined]
            receivers = self.secretary.get(forum) or self.editing.get(forum, [])
            return receivers[:1] if waiting else []
        if meeting.forum.external or meeting.starts_at <= now:
            return []
        if reminder.kind == ReminderKind.MEETING_AGENDA and not meeting.noticed_at:
            prepares = meeting.forum.notices_from == NoticeSender.SAMVERKA
            return self.editing.get(forum, []) if prepares else []
        sitting = self.sitting.get(forum, [])
        if reminder.kind == ReminderKind.MEETING_AGENDA:
            return sitting
        known = {one.address for one in sitting}
        called = [one for one in self.called.get(forum, []) if one.address not in known]
        return sitting + [replace(one, reads_agenda=False) for one in called]

    def silence(self, reminder: Reminder, meeting: Meeting, now: datetime) -> Silence:
        """Why `of` names nobody."""
        if reminder.kind == ReminderKind.LOG_OUTCOME:
            return Silence.LOGGED if meeting.logged else Silence.NOBODY  # type: ignore[attr-defined]
        if meeting.forum.external:
            return Silence.EXTERNAL
        if meeting.starts_at <= now:
            return Silence.BEGUN
        unprepared = reminder.kind == ReminderKind.MEETING_AGENDA and not meeting.noticed_at
        prepares = meeting.forum.notices_from == NoticeSender.SAMVERKA
        return Silence.NOT_NOTICED if unprepared and not prepares else Silence.NOBODY
