"""Bringing a forum in from the calendar that it already has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from forum.errors import InvalidInputError
from forum.services.forums import create_forum
from forum.services.locks import lock_forum, lock_organisation
from forum.services.text import clean_text
from meetings.services.adoption_plan import AdoptionPlan, ends_at, read_plan, starts_at, window
from meetings.services.merge_calendar import Merged, merge_occurrences
from meetings.services.merge_series import merge_series
from meetings.services.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.enums import ForumKind
    from forum.models import Forum, Organisation
    from forum.services.members import MembersReport
    from meetings.services.seat_invited import SeatedReport


@dataclass(frozen=True)
class AdoptionReport:
    """What came of bringing a forum in."""

    forum: Forum
    plan: AdoptionPlan
    merged: Merged = field(default_factory=Merged)
    members: MembersReport | None = None
    invited: SeatedReport | None = None


def _nothing_in(plan: AdoptionPlan) -> InvalidInputError:
    words = gettext("There is no meeting in the file. Export the calendar again.")
    if plan.skipped:
        words = gettext("No entry of the file can be used. Line %(line)d: %(reason)s") % plan.skipped[0]
    return InvalidInputError(words, field="file", code="no_meetings")


def forum_of_that_name(organisation: Organisation, name: str) -> Forum | None:
    """The organisation's active forum with that name as it would be kept, whatever the case."""
    return organisation.forums.filter(name__iexact=clean_text(name, single_line=True), archived_at__isnull=True).first()


@transaction.atomic
def adopt_forum(
    *,
    data: bytes,
    name: str,
    kind: ForumKind,
    organisation: Organisation,
    series: Iterable[str] | None = None,
    from_date: date | None = None,
    until: date | None = None,
    forum: Forum | None = None,
    with_details: bool = False,
    progress: Progress = silent,
    **settings: Any,
) -> AdoptionReport:
    """Brings a forum in, or brings it up to date from a newer export: the same file twice changes nothing.

    Meetings that have begun come in as historic; meetings with an outcome are never touched; what has vanished from the calendar and lies
    ahead is cancelled. Officials of the host, administrators. All or nothing. Raises `InvalidInputError`, `ConflictError`.
    """
    plan = read_plan(
        data=data, series=series, from_date=from_date, until=until, with_details=with_details, progress=progress
    )
    if not plan.series:
        raise _nothing_in(plan)
    lock_organisation(organisation)
    known = forum or forum_of_that_name(organisation, name)
    target = known or create_forum(name=name, kind=kind, organisation=organisation, **settings)
    lock_forum(pk=target.pk)
    rows = merge_series(target, [one.source for one in plan.series])
    days = window(timezone.localdate(), from_date, until)
    occurrences = [(one, starts_at(one), ends_at(one)) for one in plan.occurrences()]
    merged = merge_occurrences(target, rows, occurrences, days, progress=progress)
    return AdoptionReport(target.refreshed(), plan, merged)
