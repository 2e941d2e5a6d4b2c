"""What somebody is to present, where and when: on agendas, planned by the rhythm of a proposal, or only asked so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max, Q
from django.utils import timezone

from forum.enums import LIVE_PLACEMENTS, PlacementState
from forum.models import Placement
from forum.models.visibility import own_topics
from meetings.calendar.presenting import Attended, Clash, Rhythm, clashes, turns
from meetings.enums import MeetingState
from meetings.models import Meeting

if TYPE_CHECKING:
    import uuid
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from forum.models import PersonActor

AHEAD: Final = timedelta(days=400)
STANDS = Q(items__meeting__state__in=(MeetingState.PLANNED, MeetingState.NOTICED))


@dataclass(frozen=True)
class Presentation:
    """One point at one meeting. `sure`: its row is on the agenda; else it follows from the proposal. `clashes`: with which others."""

    placement: Placement
    meeting: Meeting
    sure: bool
    clashes: list[tuple[Presentation, Clash]] = field(default_factory=list, compare=False)

    @property
    def asked(self) -> bool:
        """Whether the chair has still to say yes."""
        return bool(self.placement.state != PlacementState.ACCEPTED)

    @property
    def presenter(self) -> str:
        return str(self.placement.presented_by_id or self.placement.presenter.casefold())


def presentations_for_reader(actor: PersonActor, *, everybodys: bool = False) -> list[Presentation]:
    """The person's own, or all of the topics that he or she coordinates, for the coming year; with their clashes."""
    mine = Q(presented_by=actor.person)
    if everybodys:
        mine |= Q(topic__in=own_topics(actor))
    rows = Placement.objects.visible_to(actor).filter(mine, state__in=LIVE_PLACEMENTS, forum__archived_at=None)
    with_latest = rows.annotate(latest=Max("items__meeting__starts_at", filter=STANDS))
    placements = list(with_latest.select_related("forum", "topic", "presented_by").order_by("forum__name", "pk"))
    found = _at_meetings(placements, _meetings(actor, placements))
    for presenter in {one.presenter for one in found if one.presenter}:
        _mark_clashes([one for one in found if one.presenter == presenter])
    return sorted(found, key=lambda one: (one.meeting.starts_at, one.placement.forum.name, one.placement.title))


def _meetings(actor: PersonActor, placements: Iterable[Any]) -> dict[uuid.UUID, list[Meeting]]:
    now = timezone.now()
    first = min((one.latest for one in placements if one.latest), default=now)
    by_forum: dict[uuid.UUID, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.visible_to(actor).ahead(min(first, now)).filter(starts_at__lte=now + AHEAD)
    for meeting in rows.filter(forum__in={one.forum_id for one in placements}):
        by_forum[meeting.forum_id].append(meeting)
    return by_forum


def _at_meetings(placements: Iterable[Any], by_forum: dict[uuid.UUID, list[Meeting]]) -> list[Presentation]:
    now = timezone.now()
    found = []
    for placement in placements:
        meetings = {one.starts_at: one for one in by_forum[placement.forum_id]}
        first = max(filter(None, [placement.starts_on, placement.deferred_until]), default=None)
        rhythm = Rhythm(placement.every, placement.latest, first, placement.ends_on)
        days = {start: meeting.day for start, meeting in meetings.items()}
        comes_up = turns(list(days), rhythm, now, days.__getitem__)
        if placement.state != PlacementState.ACCEPTED:
            comes_up = comes_up[:1]
        found += [Presentation(placement, meetings[start], start == placement.latest) for start in comes_up]
    return found


def _mark_clashes(rows: list[Presentation]) -> None:
    by_key = {(one.placement.pk, one.meeting.pk): one for one in rows}
    timed = [key for key, one in by_key.items() if not one.meeting.all_day]
    spans = [_attended(key[1], by_key[key].meeting) for key in timed]
    found = clashes(list({span.key: span for span in spans}.values()))
    by_meeting = {row.meeting.pk: row for row in rows}
    for one in rows:
        for other_meeting, clash in found.get(one.meeting.pk, []):
            one.clashes.append((by_meeting[other_meeting], clash))  # type: ignore[index]  # keys of meetings


def _attended(key: Hashable, meeting: Meeting) -> Attended:
    return Attended(key, meeting.starts_at, meeting.ends_at, meeting.place)


def clashing_with(
    taken: Iterable[Presentation], starts_at: datetime, ends_at: datetime, place: str
) -> list[Presentation]:
    """Those that somebody who presents at a further meeting could not attend as well."""
    rows = {one.meeting.pk: one for one in taken if not one.meeting.all_day}
    spans = [_attended(key, one.meeting) for key, one in rows.items()]
    against = clashes([Attended("new", starts_at, ends_at, place), *spans]).get("new", [])
    return [rows[key] for key, _clash in against]  # type: ignore[index]  # keys of meetings
