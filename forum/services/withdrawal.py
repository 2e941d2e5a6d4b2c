"""Taking back letters that wait: what they say has changed, and nobody has them in hand.

A letter is withdrawn under its row's lock, which a sender needs to claim it; one that a sender has already is left, and marked
as stale: if it comes back unsent it is not claimed again. Reminders that it came of are planned again, to be resolved as things
stand now. So nothing is lost, and since withdrawn letters are never sent, nothing is doubled.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from forum.enums import SITTING, UNSENT, MessageKind, MessageState, Office, ReminderState, Silence
from forum.models import Forum, Membership, OutboxCause, OutboxMessage, Reminder
from forum.selectors.recipients import recipients_in_forums

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable

    from forum.models import Person

OF_REMINDERS = (MessageKind.REMINDER, MessageKind.ASSIGNMENT)
TO_SEATS = (MessageKind.NOTICE, MessageKind.CANCELLATION, MessageKind.MINUTES)  # no reminder stands behind them
REACHED = (*SITTING, Office.CO_OPTED)
WAITING = (MessageState.QUEUED, MessageState.HELD)


def withdraw_letters(
    *, object_ids: Iterable[uuid.UUID], kinds: Collection[MessageKind], silence: Silence
) -> set[uuid.UUID]:
    """Withdraws the waiting letters of these kinds that speak of these objects; which objects had one. Needs a transaction.

    Call it after the change was written and after the objects' planned reminders were locked, so that a release that read the
    old state has either ended, and its letter is found here, or reads the new one.
    """
    causes = OutboxCause.objects.filter(
        object_id__in=list(object_ids), message__kind__in=kinds, message__state__in=UNSENT
    )
    found = dict(causes.values_list("pk", "message"))
    withdrawn = _withdraw(OutboxMessage.objects.filter(pk__in=found.values()), silence)
    left = [cause for cause, message in found.items() if message not in withdrawn]
    if left:
        OutboxCause.objects.filter(pk__in=left).update(stale=silence)
    gone = [cause for cause, message in found.items() if message in withdrawn]
    return set(OutboxCause.objects.filter(pk__in=gone).values_list("object_id", flat=True)) if gone else set()


def _withdraw(letters: object, silence: Silence) -> set[uuid.UUID]:
    """Those among them that nobody had claimed; their keys become free for what is written instead."""
    rows: list[uuid.UUID] = list(
        letters.filter(state__in=WAITING)  # type: ignore[attr-defined]  # a queryset
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    if rows:
        write_anew(rows, silence)
    return set(rows)


def write_anew(rows: Collection[uuid.UUID], silence: Silence) -> None:
    """Ends letters whose rows are locked; the reminders that they came of are planned again."""
    OutboxMessage.objects.filter(pk__in=rows).update(
        state=MessageState.WITHDRAWN,
        silence=silence,
        dedup_key=Concat(Value("withdrawn:"), Cast("pk", CharField())),
    )
    again = Reminder.objects.filter(causes__message__in=rows, state=ReminderState.RELEASED)
    Reminder.objects.filter(pk__in=list(again.values_list("pk", flat=True))).update(
        state=ReminderState.PLANNED, settled_at=None
    )


def readdress_letters(
    *, forum: Forum | None = None, person: Person | None = None, before: datetime | None = None
) -> int:
    """Lets waiting letters be resolved anew, because who is reached may be another now; how many. Needs a transaction.

    All of a forum's, or all to one person; `before`: only those written earlier. Reminders are planned again; notices and minutes to
    addresses that no seat leads to any more are withdrawn and marked, so that `letters_to_write_anew` tells of them.
    """
    _withdraw_from_who_left(forum, person)
    ours = Q(causes__forum=forum) if forum else Q(person=person)
    letters = OutboxMessage.objects.filter(ours, kind__in=OF_REMINDERS, state__in=UNSENT)
    if before:
        letters = letters.filter(created_at__lt=before)
    found = set(letters.values_list("pk", flat=True))
    if not found:
        return 0
    withdrawn = _withdraw(OutboxMessage.objects.filter(pk__in=found), Silence.SEATS)
    OutboxCause.objects.filter(message__in=found - withdrawn).update(stale=Silence.SEATS)
    return len(withdrawn)


def _withdraw_from_who_left(forum: Forum | None, person: Person | None) -> None:
    ours = Q(forum=forum) if forum else Q(person=person)
    letters = OutboxMessage.objects.filter(ours, kind__in=TO_SEATS, state__in=UNSENT)
    by_forum: dict[uuid.UUID | None, dict[uuid.UUID, str]] = {}
    for pk, of, address in letters.values_list("pk", "forum", "recipient"):
        by_forum.setdefault(of, {})[pk] = address
    reached = recipients_in_forums(by_forum, REACHED) if by_forum else {}
    gone = {
        pk
        for of, found in by_forum.items()
        for pk, address in found.items()
        if address not in {recipient.address for recipient in reached.get(of, [])}
    }
    if gone:
        _withdraw(OutboxMessage.objects.filter(pk__in=gone), Silence.SEATS)
        OutboxCause.objects.filter(message__in=gone).update(stale=Silence.SEATS)


def letters_to_write_anew() -> list[OutboxCause]:
    """What notices and minutes spoke of that were withdrawn because their receiver had left; `written_anew` ends that."""
    left = OutboxCause.objects.filter(stale=Silence.SEATS, message__kind__in=TO_SEATS)
    return list(left.filter(message__state=MessageState.WITHDRAWN).select_related("message").order_by("pk"))


def written_anew(causes: Iterable[OutboxCause]) -> None:
    """They have been sent to who is reached now, or nobody needs them any more."""
    OutboxCause.objects.filter(pk__in=[cause.pk for cause in causes]).update(stale="")


def readdress_where_seats_changed() -> int:
    """The hourly round: where somebody's time in a seat ended yesterday or begins today, what was written before midnight."""
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    changed = Membership.objects.filter(Q(starts_on=today) | Q(ends_on=today - timedelta(days=1)))
    waiting = OutboxCause.objects.filter(forum__in=changed.values("seat__forum"), message__state__in=UNSENT)
    forums = Forum.objects.filter(pk__in=waiting.values("forum"))
    with transaction.atomic():
        return sum(readdress_letters(forum=forum, before=midnight) for forum in forums)


def stale_causes() -> list[OutboxCause]:
    """Of letters that came back unsent from a sender and must not be tried again."""
    return list(OutboxCause.objects.filter(message__state__in=WAITING).exclude(stale="").select_related("message"))


def withdraw_stale(messages: Iterable[uuid.UUID]) -> None:
    """Ends letters that came back. Needs a transaction."""
    _withdraw(OutboxMessage.objects.filter(pk__in=list(messages)), Silence.CHANGED)


def already_told(reminders: Iterable[Reminder]) -> set[tuple[uuid.UUID, str]]:
    """Pairs of reminder and address with a letter that was not withdrawn: whoever has one gets no second."""
    told = OutboxCause.objects.filter(reminder__in=list(reminders)).exclude(message__state=MessageState.WITHDRAWN)
    return set(told.values_list("reminder", "message__recipient"))
