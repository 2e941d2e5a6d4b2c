"""Who gets what at one moment: reminders resolved to receivers, and one letter for each of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from forum.enums import (
    ABOUT_ACTIONS,
    ABOUT_CONSULTATIONS,
    ABOUT_MEASURES,
    ABOUT_PICTURES,
    ABOUT_UPKEEP,
    MessageKind,
    ReminderKind,
    Silence,
)
from forum.models import AnswerLink, ConsultationLink, FollowUpLink
from forum.selectors.consultation_receivers import ConsultationReceivers
from forum.selectors.measure_receivers import MeasureReceivers
from forum.selectors.picture_receivers import PictureReceivers
from forum.selectors.upkeep_receivers import UpkeepReceivers
from forum.services.outbox import Cause, Letter
from meetings.models import ActionLink, MeetingLink
from meetings.selectors.due_reminders import MeetingReceivers, actions_to_remind, meetings_to_remind, owner_of
from meetings.selectors.lines_beneath import lines_of_topics, open_topics, topics_with_lines
from meetings.services.consultation_tasks import task_for_consultation
from meetings.services.measure_tasks import task_for_follow_up
from meetings.services.picture_tasks import task_for_picture
from meetings.services.reminder_tasks import (
    MailTask,
    shows_agenda,
    task_for_action,
    task_for_meeting,
    title_of,
    title_of_new,
)
from meetings.services.upkeep_tasks import task_for_upkeep

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from forum.models import (
        Agreement,
        ConcernRoutine,
        Consultee,
        Coordinator,
        FollowUp,
        Forum,
        PictureRecipient,
        Reminder,
        SignedLink,
        SituationPicture,
        SupportLine,
    )
    from forum.selectors.recipients import Recipient
    from forum.selectors.support_lines import ShownLine
    from meetings.models import ActionItem, Meeting

    OfUpkeep = SupportLine | Agreement | ConcernRoutine | Coordinator
    Subject = ActionItem | Consultee | FollowUp | Meeting | PictureRecipient | SituationPicture | OfUpkeep

LINKS_AT_ONCE = 500
RECEIVERS: Final[tuple[tuple[tuple[ReminderKind, ...], Callable[[Iterable[Reminder]], Any]], ...]] = (
    (ABOUT_PICTURES, PictureReceivers),
    (ABOUT_UPKEEP, UpkeepReceivers),
    (ABOUT_MEASURES, MeasureReceivers),
    (ABOUT_CONSULTATIONS, ConsultationReceivers),
)
OF_NO_MEETING = (*ABOUT_ACTIONS, *(kind for kinds, _receivers in RECEIVERS for kind in kinds))


@dataclass(frozen=True)
class Call:
    """One reminder for one receiver."""

    reminder: Reminder
    recipient: Recipient
    subject: Subject


@dataclass
class Envelope:
    """What one receiver gets at one moment."""

    recipient: Recipient
    moment: datetime
    forum: Forum | None
    reply_to: str
    expires_at: datetime
    tasks: list[MailTask] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    wished: set[uuid.UUID | None] = field(default_factory=set)
    support: list[ShownLine] = field(default_factory=list)


@dataclass(frozen=True)
class Resolved:
    """What one reminder comes to: of what (None when it is over), for whom, and else why nobody gets it."""

    reminder: Reminder
    subject: Subject | None
    recipients: list[Recipient]
    silence: Silence | None = None

    @property
    def calls(self) -> list[Call]:
        return [Call(self.reminder, one, self.subject) for one in self.recipients if self.subject]


def resolve(rows: list[Reminder], now: datetime) -> list[Resolved]:
    """Whom these reminders reach now, or will at their moment as things stand; what is done, moved or cancelled reaches nobody."""
    actions = actions_to_remind(row.object_id for row in rows if row.kind in ABOUT_ACTIONS)
    meetings = meetings_to_remind(row.object_id for row in rows if row.kind not in OF_NO_MEETING)
    sitting = MeetingReceivers(meetings.values())
    readers: dict[ReminderKind, Any] = {}
    for kinds, receivers in RECEIVERS:
        readers |= dict.fromkeys(kinds, receivers(row for row in rows if row.kind in kinds))

    def of(row: Reminder) -> Resolved:
        if row.kind in ABOUT_ACTIONS:
            return _for_action(row, actions.get(row.object_id))
        if row.kind in readers:
            return Resolved(row, *readers[row.kind].of(row))
        return _for_meeting(row, meetings.get(row.object_id), sitting, max(now, row.moment))

    return [of(row) for row in rows]


def _for_action(row: Reminder, action: ActionItem | None) -> Resolved:
    if action is None:
        return Resolved(row, None, [], Silence.DONE)
    owner = owner_of(action)
    return Resolved(row, action, [owner] if owner else [], None if owner else Silence.NOBODY)


def _for_meeting(row: Reminder, meeting: Meeting | None, receivers: MeetingReceivers, at: datetime) -> Resolved:
    if meeting is None:
        return Resolved(row, None, [], Silence.CANCELLED)
    found = receivers.of(row, meeting, at)
    return Resolved(row, meeting, found, None if found else receivers.silence(row, meeting, at))


def fill_envelopes(calls: list[Call], now: datetime) -> list[Envelope]:
    """One envelope per receiver and moment; the signed links that the letters carry are stored."""
    envelopes: dict[tuple[str, datetime], Envelope] = {}
    links: list[SignedLink] = []
    for call in calls:
        row = call.reminder
        envelope = envelopes.setdefault(
            (call.recipient.address, row.moment),
            Envelope(call.recipient, row.moment, row.forum, _reply_to(call), row.expires_at),
        )
        envelope.tasks.append(_task(call, now, links))
        envelope.reminders.append(row)
        envelope.wished |= _lines_wished(call)
        envelope.expires_at = max(envelope.expires_at, row.expires_at)
    models: tuple[type[SignedLink], ...] = (ActionLink, MeetingLink, AnswerLink, FollowUpLink, ConsultationLink)
    for model in models:
        model.objects.bulk_create([link for link in links if isinstance(link, model)], batch_size=LINKS_AT_ONCE)
    lines = lines_of_topics(set().union(*(envelope.wished for envelope in envelopes.values())))
    for envelope in envelopes.values():
        envelope.support = [one for one in lines if one.line.topic_id in envelope.wished]
    return list(envelopes.values())


def _lines_wished(call: Call) -> set[uuid.UUID | None]:
    """Support lines go along with actions, and with agendas that the receiver reads."""
    subject: Any = call.subject
    if call.reminder.kind in ABOUT_ACTIONS:
        return topics_with_lines(subject.forum, open_topics([subject.origin]))
    if call.reminder.kind in OF_NO_MEETING or not shows_agenda(subject, call.reminder.kind, call.recipient):
        return set()
    return topics_with_lines(subject.forum, open_topics(subject.items.all()))


def _task(call: Call, now: datetime, links: list[SignedLink]) -> MailTask:
    if call.reminder.kind in ABOUT_ACTIONS:
        return task_for_action(call.subject, call.recipient, now, links, kind=call.reminder.kind)  # type: ignore[arg-type]
    if call.reminder.kind in ABOUT_PICTURES:
        return task_for_picture(call.subject, call.recipient, now, links)  # type: ignore[arg-type]
    if call.reminder.kind in ABOUT_MEASURES:
        return task_for_follow_up(call.subject, call.recipient, now, links)  # type: ignore[arg-type]
    if call.reminder.kind in ABOUT_CONSULTATIONS:
        return task_for_consultation(call.subject, call.recipient, links)  # type: ignore[arg-type]
    if call.reminder.kind in ABOUT_UPKEEP:
        return task_for_upkeep(call.subject, call.recipient, call.reminder.kind)  # type: ignore[arg-type]
    return task_for_meeting(call.subject, call.reminder.kind, call.recipient, links)  # type: ignore[arg-type]


def _reply_to(call: Call) -> str:
    forum = call.reminder.forum
    if forum:
        return forum.mailbox
    subject: Any = call.subject
    if call.reminder.kind in (*ABOUT_MEASURES, *ABOUT_CONSULTATIONS):
        subject = subject.plan
    about = getattr(subject, "picture", subject)
    return str(about.organisation.contact_address)


def letter_of(envelope: Envelope, now: datetime, *, held: bool = False) -> Letter:
    """The letter of one envelope, to be sent at once by PostgreSQL's clock, which gave `now`, unless it is held."""
    recipient, reply_to = envelope.recipient, envelope.reply_to
    tasks = sorted(envelope.tasks, key=lambda task: (task.sort_key, task.heading))
    ids = ",".join(sorted(str(row.pk) for row in envelope.reminders))
    is_new = all(row.kind == ReminderKind.ACTION_GIVEN for row in envelope.reminders)
    return Letter(
        kind=MessageKind.ASSIGNMENT if is_new else MessageKind.REMINDER,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=envelope.forum if len({row.forum_id for row in envelope.reminders}) == 1 else None,
        template="mail/reminder",
        context={
            "title": (title_of_new if is_new else title_of)(tasks, recipient.language),
            "why": recipient.reason,
            "tasks": tasks,
            "wants_sign_in": any(task.wants_sign_in for task in tasks),
            "support": envelope.support,
            "reply_to": reply_to,
        },
        reply_to=reply_to,
        dedup_key=f"reminder:{hashlib.sha256(f'{recipient.address} {ids}'.encode()).hexdigest()}",
        not_before=now,
        expires_at=envelope.expires_at,
        held=held,
        causes=tuple(Cause(row.object_id, row.forum_id, row) for row in envelope.reminders),
    )
