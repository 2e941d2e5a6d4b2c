"""The second half of a reminder's life: due rows become letters in the outbox, one per receiver and moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from forum.enums import MessageKind, ReminderKind, ReminderState
from forum.models import Reminder
from forum.services.outbox import Letter, queue_letters
from meetings.models import ActionLink, MeetingLink
from meetings.selectors.due_reminders import (
    MeetingReceivers,
    actions_to_remind,
    meetings_to_remind,
    owner_of,
)
from meetings.services.reminder_tasks import (
    MailTask,
    task_for_action,
    task_for_meeting,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from forum.models import Forum, SignedLink
    from forum.selectors.recipients import Recipient

RELEASE_LOCK = 0x5A4D5645
SLICE = 500


@dataclass
class Envelope:
    """What one receiver gets at one moment."""

    recipient: Recipient
    moment: datetime
    forum: Forum
    expires_at: datetime
    tasks: list[MailTask] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)


def release_due_reminders() -> int:
    """Turns all that is due, oldest moment first, into letters; returns how many reminders were settled.

    One moment is one transaction, and one worker does it at a time, so that nobody gets two mails for one moment.
    """
    settled = 0
    while count := _release_oldest_moment():
        settled += count
    return settled


@transaction.atomic
def _release_oldest_moment() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s), clock_timestamp()", [RELEASE_LOCK]
        )
        ours, now = cursor.fetchone()
    due = Reminder.objects.planned().filter(moment__lte=now)
    oldest = (
        due.order_by("moment").values_list("moment", flat=True).first()
        if ours
        else None
    )
    if oldest is None:
        return 0
    rows = list(
        due.filter(moment=oldest)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("forum__organisation")
    )
    expired = {row.pk for row in rows if row.expires_at <= now}
    superseded = _superseded(rows, now) - expired
    envelopes = _fill([row for row in rows if row.pk not in expired | superseded], now)
    _queue(envelopes.values())
    _settle(
        rows,
        expired,
        superseded,
        {row.pk for envelope in envelopes.values() for row in envelope.reminders},
    )
    return len(rows)


def _superseded(rows: list[Reminder], now: datetime) -> set[object]:
    """Those of which a later one is due as well (we were down): only the newest goes."""
    later = Reminder.objects.planned().filter(
        moment__lte=now, object_id__in={row.object_id for row in rows}
    )
    newest: dict[tuple[str, object], datetime] = {}
    for kind, object_id, moment in later.values_list("kind", "object_id", "moment"):
        newest[kind, object_id] = max(newest.get((kind, object_id), moment), moment)
    return {
        row.pk
        for row in rows
        if newest.get((row.kind, row.object_id), row.moment) > row.moment
    }


def _fill(rows: list[Reminder], now: datetime) -> dict[tuple[str, datetime], Envelope]:
    envelopes: dict[tuple[str, datetime], Envelope] = {}
    links: list[SignedLink] = []
    actions = actions_to_remind(
        row.object_id for row in rows if row.kind == ReminderKind.ACTION_DUE
    )
    meetings = meetings_to_remind(
        row.object_id for row in rows if row.kind != ReminderKind.ACTION_DUE
    )
    receivers = MeetingReceivers(meetings.values())
    for row in rows:
        action, meeting = actions.get(row.object_id), meetings.get(row.object_id)
        if action and (owner := owner_of(action)):
            _put(envelopes, row, owner, task_for_action(action, owner, now, links))
        elif meeting:
            for recipient in receivers.of(row, meeting, now):
                _put(
                    envelopes,
                    row,
                    recipient,
                    task_for_meeting(meeting, row.kind, recipient, links),
                )
    for model in (ActionLink, MeetingLink):
        model.objects.bulk_create(
            [link for link in links if isinstance(link, model)], batch_size=SLICE
        )
    return envelopes


def _put(
    envelopes: dict[tuple[str, datetime], Envelope],
    row: Reminder,
    recipient: Recipient,
    task: MailTask,
) -> None:
    envelope = envelopes.setdefault(
        (recipient.address, row.moment),
        Envelope(recipient, row.moment, row.forum, row.expires_at),
    )
    envelope.tasks.append(task)
    envelope.reminders.append(row)
    envelope.expires_at = max(envelope.expires_at, row.expires_at)


def _queue(envelopes: Iterable[Envelope]) -> None:
    letters = [_letter(envelope) for envelope in envelopes]
    for start in range(0, len(letters), SLICE):
        queue_letters(letters[start : start + SLICE])


def _letter(envelope: Envelope) -> Letter:
    recipient, forum = envelope.recipient, envelope.forum
    reply_to = forum.contact_address or forum.organisation.contact_address
    tasks = sorted(envelope.tasks, key=lambda task: (task.sort_key, task.heading))
    ids = ",".join(sorted(str(row.pk) for row in envelope.reminders))
    return Letter(
        kind=MessageKind.REMINDER,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum if len({row.forum_id for row in envelope.reminders}) == 1 else None,
        template="mail/reminder",
        context={
            "title": title_of(tasks, recipient.language),
            "why": recipient.reason,
            "tasks": tasks,
            "reply_to": reply_to,
        },
        reply_to=reply_to,
        dedup_key=f"reminder:{hashlib.sha256(f'{recipient.address} {ids}'.encode()).hexdigest()}",
        expires_at=envelope.expires_at,
    )


def _settle(
    rows: list[Reminder],
    expired: set[object],
    superseded: set[object],
    released: set[object],
) -> None:
    """Every row gets its end; one that reaches nobody any more (done, moved, seat empty without contact) is withdrawn."""
    now = timezone.now()
    for row in rows:
        row.settled_at = now
        if row.pk in expired:
            row.state = ReminderState.EXPIRED
        elif row.pk in superseded:
            row.state = ReminderState.SUPERSEDED
        else:
            row.state = (
                ReminderState.RELEASED
                if row.pk in released
                else ReminderState.WITHDRAWN
            )
    Reminder.objects.bulk_update(rows, ["state", "settled_at"], batch_size=SLICE)
