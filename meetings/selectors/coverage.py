"""Where a topic has been raised, is planned, and never was: one row per forum, counted in SQL in a constant number of statements."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.aggregates import BitOr
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils import timezone

from forum.enums import OrganisationKind, PlacementState
from forum.models import ClientActor, Forum, Placement
from forum.models.flags import flag
from meetings.calendar.periods import moments_between, periods_around
from meetings.enums import RAISED_ANSWERS, Answer, CoverageState, MeetingState, PeriodLength
from meetings.models import AgendaItem, Decision, Meeting
from meetings.models.visibility import released_to_client

from .coverage_planned import planned_by_standing
from .coverage_rows import OUTCOMES, Asking, Coverage, CoverageRow, ForumFacts

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

SILENT_BEFORE: Final = "historic"  # of a meeting that was never logged here nothing is said
MONTHS: Final = 7


def coverage_for_reader(
    actor: Actor,
    topic: Topic,
    *,
    length: str = PeriodLength.MONTH,
    count: int = MONTHS,
    as_of: date | None = None,
    kind: str = "",
    organisation: str = "",
) -> Coverage:
    """The host's own forums, those led by others, and all that have had to do with the topic, as far as the actor may know them.

    Never raised first, then the longest ago, then by name. Outcomes count only where the actor may read them. `as_of` a past day: what
    had happened when it ended, with all that has been logged since; proposals and coming agendas as they were then.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    now = timezone.now()
    day = min(as_of or timezone.localdate(), timezone.localdate())
    moment = min(now, datetime.combine(day + timedelta(days=1), time(), zone))
    periods = periods_around(length, day, count)
    bounds = moments_between(periods, zone)
    points = _points(actor, topic, moment, bounds)
    asked = _asked(actor, topic, moment, past=moment < now)
    rows = _rows(actor, {key for key, *_rest in points} | {one.forum_id for one in asked}, moment, kind, organisation)
    _fill_points(rows, points)
    _fill_meetings(rows, actor, moment, bounds)
    _fill_answers(rows, asked, bounds)
    planned_by_standing(actor, rows, moment, bounds)
    return Coverage(sorted(rows.values(), key=_longest_ago), periods, day, moment)


def _longest_ago(row: CoverageRow) -> tuple[bool, float, str]:
    return not row.never, row.last_at.timestamp() if row.last_at else 0, row.forum.name


def _bit(column: str, bounds: Sequence[datetime]) -> Func:
    """The period of a moment as one bit."""
    return Func(
        F(column),
        Value(list(bounds), output_field=ArrayField(DateTimeField())),
        function="width_bucket",
        template="(1::bigint << %(function)s(%(expressions)s))",
        output_field=BigIntegerField(),
    )


def _points(actor: Actor, topic: Topic, moment: datetime, bounds: Sequence[datetime]) -> list[tuple[Any, ...]]:
    """Forum, state, mask, first and last moment of the topic's points whose words the actor may read."""
    decided = Q(Exists(Decision.objects.filter(item=OuterRef("pk"))))
    quiet = Case(
        When(meeting__historic=True, then=Value(SILENT_BEFORE)),
        default=Value(CoverageState.NOT_LOGGED.value),
        output_field=CharField(),
    )
    said = Case(
        When(decided, then=Value(CoverageState.DECIDED.value)),
        When(answer__in=RAISED_ANSWERS, then=Value(CoverageState.RAISED.value)),
        When(answer=Answer.PUT_OFF, then=Value(CoverageState.PUT_OFF.value)),
        default=quiet,
        output_field=CharField(),
    )
    state = Case(
        When(meeting__starts_at__gte=moment, then=Value(CoverageState.PLANNED.value)),
        When(told=True, then=said),
        default=quiet,
        output_field=CharField(),
    )
    ahead_then = Q(meeting__starts_at__lt=moment) | Q(created_at__lte=moment)
    rows = AgendaItem.objects.counted_for(actor).filter(ahead_then, topic=topic)
    rows = rows.exclude(meeting__state=MeetingState.CANCELLED).annotate(told_state=state)
    counted = rows.order_by().values_list("forum_id", "told_state")
    return list(
        counted.annotate(
            mask=BitOr(_bit("meeting__starts_at", bounds)),
            first=Min("meeting__starts_at", filter=Q(meeting__starts_at__gte=moment)),
            last=Max("meeting__starts_at"),
        )
    )


def _asked(actor: Actor, topic: Topic, moment: datetime, *, past: bool) -> list[Asking]:
    """The proposals, oldest first; of a past moment as the history tells them."""
    rows = Placement.objects.visible_to(actor).filter(topic=topic)
    fields = Asking._fields
    if not past:
        return [Asking(*row) for row in rows.order_by("created_at", "pk").values_list(*fields)]
    events = apps.get_model("forum", "PlacementEvent").objects
    then = events.filter(pgh_obj__in=rows.values("pk"), pgh_created_at__lte=moment).order_by("pgh_obj_id", "-pgh_id")
    told = then.distinct("pgh_obj_id").values_list("id", *fields[1:])
    return sorted((Asking(*row) for row in told), key=lambda one: (one.created_at, one.pk))


def _rows(
    actor: Actor, concerned: set[uuid.UUID], moment: datetime, kind: str, organisation: str
) -> dict[uuid.UUID, CoverageRow]:
    standing = Q(archived_at__isnull=True) | Q(archived_at__gt=moment)
    own = (Q(organisation__is_host=True) | Q(external=True)) & standing
    forums: QuerySet[Forum] = Forum.objects.visible_to(actor)
    # A client's organisation sits in all the forums that it reads.
    forums = forums.filter(standing if isinstance(actor, ClientActor) else own | Q(pk__in=concerned))
    if kind:
        forums = forums.filter(kind=kind)
    if organisation:
        forums = forums.filter(organisation__code=organisation)
    municipal = flag(Q(organisation__kind=OrganisationKind.MUNICIPALITY))
    facts = forums.order_by().values_list(
        "pk", "slug", "name", "kind", "external", "archived_at", "organisation_id", "organisation__name",
        "organisation__is_host", municipal,
    )  # fmt: skip
    return {row[0]: CoverageRow(ForumFacts(*row)) for row in facts}


def _fill_points(rows: dict[uuid.UUID, CoverageRow], points: list[tuple[Any, ...]]) -> None:
    for forum, state, mask, first, last in points:
        row = rows.get(forum)
        if row is None:
            continue
        row.latest_at = max(filter(None, (row.latest_at, last)))
        if state == SILENT_BEFORE:
            continue
        row.mark(CoverageState(state), mask)
        if state in OUTCOMES:
            row.last_at = max(filter(None, (row.last_at, last)))
        elif state == CoverageState.NOT_LOGGED:
            row.silent_at = last
        elif state == CoverageState.PLANNED:
            row.planned_at = first


def _fill_meetings(
    rows: dict[uuid.UUID, CoverageRow], actor: Actor, moment: datetime, bounds: Sequence[datetime]
) -> None:
    """In which periods each forum met or is to meet. To a client a meeting of which it was sent no outcome says nothing."""
    bit = _bit("starts_at", bounds)
    held, ahead = Q(starts_at__lt=moment), Q(starts_at__gte=moment)
    told = Q(historic=False)
    if isinstance(actor, ClientActor):
        told &= Q(pk__in=released_to_client(actor))
    known = Meeting.objects.visible_to(actor).exclude(state=MeetingState.CANCELLED)
    grouped = known.filter(starts_at__gte=min(bounds[0], moment)).order_by().values_list("forum_id")
    counted: Any = grouped.annotate(
        met=BitOr(bit, filter=held & told),
        old=BitOr(bit, filter=held & ~told),
        coming=BitOr(bit, filter=ahead),
        next_at=Min("starts_at", filter=ahead),
    )
    for forum, met, old, coming, next_at in counted:
        if row := rows.get(forum):
            row.met, row.old, row.ahead, row.next_at = met or 0, old or 0, coming or 0, next_at


def _fill_answers(rows: dict[uuid.UUID, CoverageRow], asked: list[Asking], bounds: Sequence[datetime]) -> None:
    """The newest proposal of each forum, and in which periods a chair declined or put off."""
    states = {
        PlacementState.DECLINED: CoverageState.DECLINED,
        PlacementState.DEFERRED: CoverageState.PUT_OFF,
    }
    for one in asked:
        row = rows.get(one.forum_id)
        if row is None:
            continue
        row.asking = one
        state = states.get(PlacementState(one.state))
        if state and one.answered_at:
            row.mark(state, 1 << bisect_right(bounds, one.answered_at))
