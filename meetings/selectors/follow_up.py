"""What the follow-up point of an agenda says: computed from facts, so that it never gets stale, and each line only for who may read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from meetings.enums import UNFINISHED, ItemOpenness
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, Minutes
from meetings.models.visibility import released_meetings
from meetings.selectors.meeting_pages import OWNERS

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from forum.models import Actor, Forum


@dataclass(frozen=True)
class Readable:
    """The rows among which the lines are looked for."""

    items: QuerySet[Any]
    decisions: QuerySet[Any]
    actions: QuerySet[Any]
    minutes: QuerySet[Any]


@dataclass
class FollowUp:
    """The last meeting, its newest minutes, its points with decisions and what came of them, and all other actions that are asked for."""

    forum: Forum
    meeting: Meeting
    minutes: Minutes | None = None
    items: list[AgendaItem] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    unlogged: int = 0

    @property
    def all_actions(self) -> list[ActionItem]:
        return [action for item in self.items for action in item.actions.all()] + self.actions

    @property
    def sent(self) -> bool:
        """Whether the last minutes have been sent."""
        return bool(self.minutes and self.minutes.circulated_at)

    @property
    def decisions(self) -> list[Decision]:
        return [decision for item in self.items for decision in item.decisions.all()]

    def overdue(self, day: date | None = None) -> int:
        """How many were to be done before the day (today) and are not."""
        day = day or timezone.localdate()
        return sum(is_overdue(action, day) for action in self.all_actions)


def is_overdue(action: ActionItem, day: date) -> bool:
    return action.state in UNFINISHED and action.due_on is not None and action.due_on < day


def readable_for(actor: Actor) -> Readable:
    models = (AgendaItem, Decision, ActionItem, Minutes)
    return Readable(*(model.objects.visible_to(actor) for model in models))


def readable_in_the_forum() -> Readable:
    """What every member of the forum may read: open points of meetings whose minutes were sent."""
    item = {"openness": ItemOpenness.OPEN, "meeting__in": released_meetings()}
    return Readable(
        AgendaItem.objects.filter(**item),
        Decision.objects.filter(**{f"item__{name}": value for name, value in item.items()}),
        ActionItem.objects.filter(**{f"origin__{name}": value for name, value in item.items()}),
        Minutes.objects.filter(circulated_at__isnull=False),
    )


def everything_readable() -> Readable:
    return Readable(*(model.objects.all() for model in (AgendaItem, Decision, ActionItem, Minutes)))


def follow_up(item: AgendaItem, readable: Readable) -> FollowUp | None:
    """What the point says, of what is readable; None for a point that follows nothing up. Needs `recalls` and the meeting's forum."""
    if item.recalls is None:
        return None
    forum, last = item.meeting.forum, item.recalls
    said = FollowUp(forum, last)
    if forum.recalls_minutes:
        said.minutes = readable.minutes.filter(meeting=last).defer("pdf", "content").order_by("-number").first()
    points = _points(last, readable)
    said.unlogged = sum(not (row.answer or row.notes or row.recalls_id) for row in points)
    if forum.recalls_decisions:
        said.items = [row for row in points if row.decisions.all()]
    if forum.recalls_actions:
        said.actions = _actions(item, last, readable, told=[row.pk for row in said.items])
    return said


def follow_up_for_reader(item: AgendaItem, actor: Actor) -> FollowUp | None:
    """The same, as this reader may see it; a handful of statements, however much there is."""
    return follow_up(item, readable_for(actor))


def _points(last: Meeting, readable: Readable) -> list[AgendaItem]:
    actions = readable.actions.select_related(*OWNERS).order_by("number")
    rows = readable.items.filter(meeting=last).order_by("position")
    return list(rows.prefetch_related(Prefetch("decisions", readable.decisions), Prefetch("actions", actions)))


def _actions(item: AgendaItem, last: Meeting, readable: Readable, told: list[Any]) -> list[ActionItem]:
    """Still to be done, or ended since the last meeting began; given before this meeting. Most urgent first, ended ones last."""
    current = Q(state__in=UNFINISHED) | Q(finished_at__gte=last.starts_at)
    rows = readable.actions.filter(current, forum=item.forum_id, origin__meeting__starts_at__lt=item.meeting.starts_at)
    found = list(rows.exclude(origin__in=told).select_related("origin__meeting", *OWNERS).order_by("number"))
    return sorted(found, key=_urgency)


def _urgency(action: ActionItem) -> tuple[bool, bool, Any, int]:
    return (action.state not in UNFINISHED, action.due_on is None, action.due_on or 0, action.number)
