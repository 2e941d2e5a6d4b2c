from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum.calendar.workdays import local_moment, next_working_day, previous_working_day
from forum.enums import ReminderKind, ReminderState, Silence
from forum.models import Forum, Reminder, ReminderRule
from forum.selectors.installation import installation
from forum.services.days import FIRST_DAY, LAST_DAY
from forum.services.withdrawal import OF_REMINDERS, withdraw_letters

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

DEFAULT_RULES: dict[ReminderKind, tuple[int, ...]] = {
    ReminderKind.ACTION_DUE: (-7, -1, 0, 3),
    ReminderKind.MEETING_AGENDA: (-7,),
    ReminderKind.MEETING_AHEAD: (-1,),
    ReminderKind.LOG_OUTCOME: (1,),
    ReminderKind.ACTION_GIVEN: (0,),
}
# Of what belongs to a topic and to no forum.
INSTALLATION_RULES: dict[ReminderKind, tuple[int, ...]] = {
    ReminderKind.PICTURE_ANSWER: (-7, -1, 0, 3),
    ReminderKind.PICTURE_DUE: (-180, -60, 0, 30),
    ReminderKind.FOLLOW_UP: (-14, 0, 14),
    ReminderKind.LINE_CHECK: (-14, 0, 7),
    ReminderKind.AGREEMENT_FOLLOW_UP: (-30, 0, 14),
    ReminderKind.AGREEMENT_ENDS: (-90, -14),
    ReminderKind.COORDINATOR_ENDS: (-60, -14, 1, 14),
    ReminderKind.ROUTINE_REVIEW: (-30, 0, 14),
    ReminderKind.PLAN_REVISION: (-180, -60, 0, 30),
    ReminderKind.CONSULTATION_REPLY: (-7, -1, 0),
}
LASTS = timedelta(days=14)
AT_ONCE = 1000


@dataclass(frozen=True)
class Occasion:
    """Something that is to be reminded of: its day in the forum's zone, and when a reminder of it has lost its meaning (UTC).

    `silence`: why it is not to be reminded of any more, when it has no day.
    """

    kind: ReminderKind
    object_id: uuid.UUID
    day: date | None
    useless_after: datetime | None = None
    silence: Silence | None = None


def create_default_rules(*, forum: Forum) -> None:
    """Gives a forum the rules that it starts with, as the installation's settings have them; they can be changed in its own."""
    chosen = installation()
    ReminderRule.objects.bulk_create(
        ReminderRule(forum=forum, kind=kind, offset_days=offset, hour=chosen.reminder_hour)
        for kind, offsets in DEFAULT_RULES.items()
        for offset in chosen.reminders.get(kind.value, offsets)
    )


def _rules_of(forum: Forum | None) -> list[ReminderRule]:
    """The forum's own choice; without a forum the installation's, which are written when they are first needed."""
    if forum:
        return list(forum.reminder_rules.all())
    rules = list(ReminderRule.objects.filter(forum=None))
    missing = INSTALLATION_RULES.keys() - {rule.kind for rule in rules}
    if not missing:
        return rules
    ReminderRule.objects.bulk_create(
        [ReminderRule(kind=kind, offset_days=offset) for kind in missing for offset in INSTALLATION_RULES[kind]],
        ignore_conflicts=True,
    )
    return list(ReminderRule.objects.filter(forum=None))


def moment_of(rule: ReminderRule, day: date, zone: str) -> datetime:
    """When a rule falls for that day (UTC): at the rule's hour in the zone, on a Swedish working day.

    Before the day it rolls back to the working day before, on and after the day forward to the next.
    """
    wanted = day + timedelta(days=rule.offset_days)
    working = previous_working_day(wanted) if rule.offset_days < 0 else next_working_day(wanted)
    return local_moment(working, rule.hour, zone)


@transaction.atomic
def plan_reminders(*, forum: Forum | None, occasions: Iterable[Occasion], catch_up: bool = False) -> None:
    """Plans, moves or withdraws the reminders of these occasions, in the transaction that changed them.

    `catch_up` is for things that are new: of the moments that passed before they existed the newest goes at once, until it expires.
    What has been released stays; a planned row that no longer fits is taken away, and kept as withdrawn when there is a reason.
    `forum` None: for things that belong to none, by the installation's rules and in its zone.
    Letters about these things that wait are withdrawn; of what nobody was told the newest goes at once. `day=None` takes all away.
    """
    occasions = list(occasions)
    rules: dict[ReminderKind, list[ReminderRule]] = {}
    for rule in _rules_of(forum):
        rules.setdefault(rule.kind, []).append(rule)
    existing = _locked_rows(occasions)
    taken_back = _take_letters_back(occasions)
    if taken_back:
        existing = _locked_rows(occasions)
    now = timezone.now()
    untold = taken_back | {row.object_id for row in existing if row.moment <= now}
    wanted = [
        row
        for occasion in occasions
        for row in _rows(
            forum,
            rules.get(occasion.kind, []),
            occasion,
            now,
            catch_up=catch_up or occasion.object_id in untold,
        )
    ]
    _remove(existing, wanted, {(o.kind, o.object_id): o.silence for o in occasions if o.silence}, now)
    Reminder.objects.bulk_create(
        wanted,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["rule", "object_id", "moment"],
        update_fields=["expires_at"],
    )


def _locked_rows(occasions: list[Occasion]) -> list[Reminder]:
    """What has been neither released nor overtaken."""
    return list(
        Reminder.objects.filter(
            object_id__in={o.object_id for o in occasions},
            kind__in={o.kind for o in occasions},
            state__in=[ReminderState.PLANNED, ReminderState.WITHDRAWN],
        )
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def _take_letters_back(occasions: list[Occasion]) -> set[uuid.UUID]:
    """The things whose waiting letters were withdrawn."""
    by_silence: dict[Silence, set[uuid.UUID]] = {}
    for occasion in occasions:
        by_silence.setdefault(occasion.silence or Silence.CHANGED, set()).add(occasion.object_id)
    found = set()
    for silence, ids in by_silence.items():
        found |= withdraw_letters(object_ids=ids, kinds=OF_REMINDERS, silence=silence)
    return found


def _remove(
    existing: list[Reminder],
    wanted: list[Reminder],
    silences: dict[tuple[ReminderKind, uuid.UUID], Silence],
    now: datetime,
) -> None:
    """Planned rows that no longer fit go, or stay as withdrawn with the reason; withdrawn ones make room for those wanted again."""
    keys = {(row.rule_id, row.object_id, row.moment) for row in wanted}
    gone = []
    withdrawn: dict[Silence, list[uuid.UUID]] = {}
    for row in existing:
        fits = (row.rule_id, row.object_id, row.moment) in keys
        silence = silences.get((row.kind, row.object_id))
        if fits == (row.state == ReminderState.PLANNED):
            continue
        if silence and not fits:
            withdrawn.setdefault(silence, []).append(row.pk)
        else:
            gone.append(row.pk)
    if gone:
        Reminder.objects.filter(pk__in=gone).delete()
    for silence, ids in withdrawn.items():
        Reminder.objects.filter(pk__in=ids).update(state=ReminderState.WITHDRAWN, silence=silence, settled_at=now)


def _rows(
    forum: Forum | None, rules: list[ReminderRule], occasion: Occasion, now: datetime, *, catch_up: bool
) -> list[Reminder]:
    if occasion.day is None or not FIRST_DAY <= occasion.day <= LAST_DAY:
        return []
    rows = []
    for rule in rules:
        moment = moment_of(rule, occasion.day, forum.zone if forum else settings.TIME_ZONE)
        expires_at = min(moment + LASTS, occasion.useless_after or moment + LASTS)
        if expires_at > max(now, moment):
            rows.append(
                Reminder(
                    rule=rule,
                    forum=forum,
                    kind=occasion.kind,
                    object_id=occasion.object_id,
                    moment=moment,
                    expires_at=expires_at,
                )
            )
    passed = sorted((row for row in rows if row.moment <= now), key=lambda row: row.moment)
    return (passed[-1:] if catch_up else []) + [row for row in rows if row.moment > now]
