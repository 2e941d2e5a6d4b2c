"""Rows of the pages of reminders: what, when, to whom, why, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import MessageState, ReminderState
from forum.models import (
    ActionPlan,
    Agreement,
    ConcernRoutine,
    Consultee,
    Coordinator,
    FollowUp,
    Forum,
    PersonActor,
    PictureRecipient,
    SituationPicture,
    SupportLine,
)
from forum.services.withdrawal import OF_REMINDERS
from forum.templatetags.people import person_words
from forum.templatetags.samverka import short_date
from meetings.models import ActionItem, Meeting
from meetings.selectors.reminder_lists import things_seen
from meetings.services.envelopes import Resolved, resolve
from meetings.services.reminder_words import words_of_moment, words_of_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

    from forum.models import Actor, OutboxMessage, Reminder
    from forum.selectors.keyset import Stretch
    from forum.selectors.recipients import Recipient


@dataclass(frozen=True)
class Thing:
    """An action or a meeting as a line; without address when the reader may not open it."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class ReminderRow:
    moment: datetime
    kind: str
    thing: Thing
    forum: Forum | None
    why: str
    to: list[str]
    silence: str = ""
    state: str = ""


@dataclass(frozen=True)
class LetterRow:
    message: OutboxMessage
    kind: str
    things: list[Thing]
    to: str
    state: str
    advice: str
    again: bool


def coming_rows(actor: Actor, portion: Stretch, *, mine: bool = False) -> list[ReminderRow]:
    """Planned reminders, with whom they would reach as things stand; `mine`: those that reach the reader."""
    resolved = resolve(portion.rows, timezone.now())
    seen = things_seen(actor, {row.object_id for row in portion.rows})
    return [_coming(one, seen) for one in resolved if not mine or _reaches(one, actor)]


def _reaches(one: Resolved, actor: Actor) -> bool:
    return isinstance(actor, PersonActor) and any(to.person == actor.person for to in one.recipients)


def _coming(one: Resolved, seen: dict[UUID, Any]) -> ReminderRow:
    row, thing = one.reminder, seen.get(one.reminder.object_id)
    return ReminderRow(
        moment=row.moment,
        kind=str(row.kind.label),
        thing=thing_of(thing),
        forum=row.forum,
        why=words_of_moment(row, thing),
        to=[_name(to) for to in one.recipients],
        silence=words_of_silence(one.silence, thing) if one.silence else "",
    )


def _name(to: Recipient) -> str:
    return person_words(to.person) if to.person else to.address


def ended_rows(actor: Actor, portion: Stretch) -> list[ReminderRow]:
    """Reminders that reached nobody, and why."""
    seen = things_seen(actor, {row.object_id for row in portion.rows})
    return [
        ReminderRow(
            moment=row.settled_at or row.moment,
            kind=str(row.kind.label),
            thing=thing_of(seen.get(row.object_id)),
            forum=row.forum,
            why=words_of_moment(row, seen.get(row.object_id)),
            to=[],
            silence=_ended_because(row),
            state=str(row.state.label),
        )
        for row in portion.rows
    ]


def _ended_because(row: Reminder) -> str:
    if row.silence:
        return str(row.silence.label)
    if row.state == ReminderState.SUPERSEDED:
        return _("A later reminder of the same thing went instead")
    return _("Its time passed before it could be sent")


def letter_rows(actor: Actor, portion: Stretch, *, may_send: bool) -> list[LetterRow]:
    """Letters, with what the receiver's server said and what to do about it."""
    seen = things_seen(actor, {cause.object_id for row in portion.rows for cause in row.tells_of})
    return [_letter(row, seen, may_send=may_send) for row in portion.rows]


def _letter(row: OutboxMessage, seen: dict[UUID, Any], *, may_send: bool) -> LetterRow:
    """A receiver has read the subject, and is told it where the thing itself is gone."""
    causes: Iterable[UUID] = dict.fromkeys(cause.object_id for cause in row.tells_of)  # type: ignore[attr-defined]
    things = [Thing(row.subject)]
    if row.kind in OF_REMINDERS:
        causes = causes if may_send else [cause for cause in causes if cause in seen]
        things = [thing_of(seen.get(cause)) for cause in causes]
    in_time = row.state == MessageState.FAILED and row.expires_at > timezone.now()
    return LetterRow(
        message=row,
        kind=str(row.kind.label),
        things=things or [Thing(row.subject)],
        to=person_words(row.person) if row.person else row.recipient,
        state=row.state.value,
        advice=_advice(row, in_time=in_time),
        again=may_send and in_time,
    )


def _advice(row: OutboxMessage, *, in_time: bool) -> str:
    if row.state == MessageState.HELD:
        return _("It waits for whoever looks after the system, because the database was restored.")
    if row.state == MessageState.EXPIRED:
        return _("It was never tried: the time it was good for had passed.")
    if row.state != MessageState.FAILED:
        return ""
    if not in_time:
        return _("It was tried until its time had passed. Tell the receiver in another way, if it still matters.")
    if row.last_error.startswith("5"):
        return _("The receiver's server says no for good. Correct the address where it stands, then send again.")
    return _("Send again when the receiver's server works.")


def thing_of(thing: Any) -> Thing:
    """The thing's words and page, in the reader's language."""
    if isinstance(thing, ActionItem):
        return Thing(thing.text, reverse("action", args=[thing.pk]))
    if isinstance(thing, Meeting):
        words = {"forum": thing.forum.name, "day": short_date(thing.day)}
        return Thing(_("Meeting of %(forum)s, %(day)s") % words, reverse("meeting", args=[thing.pk]))
    if type(thing) in WITHOUT_FORUM:
        return WITHOUT_FORUM[type(thing)](thing)
    return Thing(_("Something that is no longer here, or that you may not see"))


def _of_picture(picture: SituationPicture) -> Thing:
    return Thing(picture.title, reverse("picture", args=[picture.topic.slug, picture.pk]))


def _of_routine(one: ConcernRoutine) -> Thing:
    words = _("Review what to do when one is worried: %(organisation)s") % {"organisation": one.organisation.name}
    return Thing(words, reverse("concern-routine", args=[one.organisation.code]))


# What belongs to no forum: kept up to date, followed up, answered.
WITHOUT_FORUM: Final[dict[type[Any], Callable[[Any], Thing]]] = {
    FollowUp: lambda row: Thing(row.measure.title, reverse("measure", args=[row.plan.topic.slug, row.measure_id])),
    SupportLine: lambda line: Thing(line.name, reverse("support-line", args=[line.pk])),
    Agreement: lambda one: Thing(one.title, reverse("agreement", args=[one.pk])),
    ActionPlan: lambda one: Thing(one.title, reverse("plan", args=[one.topic.slug, one.pk])),
    ConcernRoutine: _of_routine,
    Coordinator: lambda one: Thing(one.topic.name, reverse("topic-contacts", args=[one.topic.slug])),
    SituationPicture: _of_picture,
    PictureRecipient: lambda asked: _of_picture(asked.picture),
    Consultee: lambda row: Thing(row.plan.title, reverse("consultation-reply", args=[row.plan.topic.slug, row.pk])),
}
