"""Following a published calendar: start, stop, take in what came, and remember how it went."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import DurationField, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, DomainError
from forum.services.locks import lock_forum
from forum.services.outside_addresses import read_outside_address
from meetings.calendar.errors import CalendarError
from meetings.calendar.reading import read_calendar
from meetings.models import FollowedCalendar, Meeting, MeetingSeries
from meetings.services.adoption_plan import ends_at, expand_all, in_order, starts_at, window
from meetings.services.following_letters import tell_of_lost_calendar
from meetings.services.merge_calendar import Merged, merge_occurrences
from meetings.services.merge_series import OWN, merge_series, stored_uid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models.expressions import CombinedExpression

    from forum.models import Forum, Person

EVERY: Final = timedelta(hours=1)
#: How long after the first, second … failure in a row it is tried again; the last holds from then on.
BACK_OFF: Final = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 12, 24))
TELL_AFTER: Final = timedelta(days=3)
EMPTIED: Final = "emptied"


class EmptiedCalendarError(ConflictError):
    """More than half of the coming meetings are gone from the calendar: somebody must say that this is right."""

    def __init__(self, vanished: list[Meeting], coming: int) -> None:
        super().__init__(_("More than half of the coming meetings are gone from the calendar."), code=EMPTIED)
        self.vanished, self.coming = vanished, coming


@transaction.atomic
def follow_calendar(*, forum: Forum, address: str, series: Iterable[str], started_by: Person) -> FollowedCalendar:
    """From now on the forum's meetings come from a published address; one that was followed before is replaced.

    `series`: the UIDs that are the forum's, none for every series of the calendar, those to come too. Chair, secretary, administrators.
    Raises `OutsideAddressError`, `ConflictError` for a forum that has ended. Reading is another matter: `take_in_calendar`.
    """
    forum = lock_forum(pk=forum.pk)
    if forum.archived_at:
        raise ConflictError(_("The forum is archived, so its calendar is not read."), field="address")
    facts = {"address": read_outside_address(address).url, "series": sorted(set(series)), "started_by": started_by}
    FollowedCalendar.objects.filter(forum=forum).delete()
    return FollowedCalendar.objects.create(forum=forum, **facts)


def stop_following(*, forum: Forum) -> None:
    """The address is forgotten; the meetings stay as they are. Chair, secretary, administrators."""
    FollowedCalendar.objects.filter(forum=forum).delete()


def agree_to_losses(*, followed: FollowedCalendar) -> None:
    """Lets the meetings that were asked about be cancelled at the next reading. Chair, secretary, administrators."""
    FollowedCalendar.objects.filter(pk=followed.pk).update(
        agreed=followed.asked, etag="", last_modified="", next_at=Now()
    )


def take_in_calendar(
    *, followed: FollowedCalendar, body: bytes, etag: str = "", last_modified: str = ""
) -> Merged | None:
    """Merges what the address has into the forum's meetings, all or nothing, and remembers how that went; None when it did not.

    A calendar in which more than half of the forum's coming meetings are missing changes nothing until somebody agrees.
    """
    try:
        merged, others = _merge(followed, body)
    except EmptiedCalendarError as error:
        facts = {"gone": len(error.vanished), "coming": error.coming}
        note_failure(followed=followed, problem=EMPTIED, facts=facts, asked=[str(one.pk) for one in error.vanished])
    except CalendarError as error:
        note_failure(followed=followed, problem=error.code, facts=error.params)
    except DomainError as error:
        note_failure(followed=followed, problem=error.code)
    else:
        _note_merged(followed, merged, other_series=others, etag=etag, last_modified=last_modified)
        return merged
    return None


@transaction.atomic
def _merge(followed: FollowedCalendar, body: bytes) -> tuple[Merged, int]:
    forum = lock_forum(pk=followed.forum_id)
    file = read_calendar(body)
    wanted = set(followed.series)
    kept = [one for one in file.series if not wanted or one.uid in wanted]
    days = window(timezone.localdate(), None, None)
    planned = expand_all(kept, *days)
    known = _known_series(forum, wanted)
    found = merge_series(forum, [one.source for one in planned])
    uids = {*known, *map(stored_uid, found)}
    occurrences = [(one, starts_at(one), ends_at(one)) for one in in_order(planned)]
    check = partial(_refuse_emptying, forum=forum, uids=uids, agreed=set(followed.agreed))
    return merge_occurrences(forum, known | found, occurrences, days, check), len(file.series) - len(kept)


def _known_series(forum: Forum, wanted: set[str]) -> dict[str, MeetingSeries]:
    """What the forum has of the calendar already, so that what is gone from it is missed; what was made here was never in it."""
    series = MeetingSeries.objects.filter(forum=forum).exclude(source_uid__startswith=OWN)
    if wanted:
        series = series.filter(source_uid__in=[stored_uid(uid) for uid in wanted])
    return {one.source_uid: one for one in series}


def _refuse_emptying(merged: Merged, *, forum: Forum, uids: set[str], agreed: set[str]) -> None:
    """A series that only moved to other days has as many new meetings as it lost; what counts is how many fewer there are."""
    if {str(meeting.pk) for meeting in merged.vanished} <= agreed:
        return
    now = timezone.now()
    came = Counter(meeting.source_uid for meeting in merged.new if meeting.starts_at > now)
    lost = (Counter(meeting.source_uid for meeting in merged.vanished) - came).total()
    coming = Meeting.objects.filter(forum=forum, source_uid__in=uids).ahead(now).count()
    if lost * 2 > coming:
        raise EmptiedCalendarError(merged.vanished, coming)


def _in(pause: timedelta) -> CombinedExpression:
    """That much from now by PostgreSQL's clock, with up to a tenth of chance so that not all ask one server at once."""
    pause += pause * random.random() * 0.1  # noqa: S311  (spreads load, protects nothing)
    return Now() + Value(pause, output_field=DurationField())


def _note_merged(followed: FollowedCalendar, merged: Merged, **facts: Any) -> None:
    change = {"new": len(merged.new), "changed": len(merged.changed), "vanished": len(merged.vanished)}
    if any(change.values()):
        facts |= {"change": change, "changed_at": Now()}
    note_good(followed=followed, merged_at=timezone.now(), asked=[], agreed=[], **facts)


def note_good(*, followed: FollowedCalendar, **facts: Any) -> None:
    """The address was read, or still has what it had."""
    FollowedCalendar.objects.filter(pk=followed.pk).update(
        good_at=Now(),
        next_at=_in(EVERY),
        failures=0,
        failing_since=None,
        told_at=None,
        problem="",
        problem_facts={},
        **facts,
    )


@transaction.atomic
def note_failure(
    *,
    followed: FollowedCalendar,
    problem: str,
    facts: Mapping[str, object] | None = None,
    asked: list[str] | None = None,
) -> None:
    """Nothing came in: tried again, later each time; after three days the secretaries are told, once.

    A question that waits for a yes, and a yes that was given, outlive a server that does not answer; `asked` is a new question.
    """
    row = (
        FollowedCalendar.objects.select_for_update(of=("self",))
        .select_related("forum__organisation")
        .filter(pk=followed.pk)
        .first()
    )
    if row is None:
        return
    now: datetime = timezone.now()
    row.failures = min(row.failures + 1, 1000)
    row.failing_since = row.failing_since or now
    row.problem, row.problem_facts = problem, dict(facts or {})
    if asked is not None:
        row.asked, row.agreed = asked, []
    row.etag = row.last_modified = ""
    row.next_at = _in(BACK_OFF[min(row.failures, len(BACK_OFF)) - 1])
    if row.told_at is None and now - row.failing_since >= TELL_AFTER:
        tell_of_lost_calendar(row)
        row.told_at = now
    row.save()
