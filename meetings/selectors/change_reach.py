"""From changes of rows to all that an API client may then see differently.

What holds: whenever a row's body or visibility for the client changes, a change of the same transaction leads to that row, or to a
part of a list in which it stands. A row that points elsewhere has a change of its own when it does, so that it is enough to look at
what hangs together now.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from forum.enums import PlacementState, PlanState, SharedKind
from forum.models import ActionPlan, Coordinator, Membership, Share
from meetings.models import ActionItem

from .change_history import events, moved_rows
from .change_kinds import (
    ACROSS_FORUMS,
    ALWAYS,
    FORUM,
    ITEM,
    MEETING,
    NAMES_A_TOPIC,
    NAMES_AN_ORGANISATION,
    ORDER,
    PARTS,
    PLAN,
    PLANS,
    READABLE,
    Lead,
    Since,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from forum.models import Change

    from .change_history import ReaderHistory

MOST_ACTIONS: Final = 200  # of seats or persons that changed; more of them are read as a whole list
OUTCOMES: Final = ("agenda-items", "decisions", "action-items")  # what versions of minutes show and hide


class Reach:
    """Where the changes of one page lead for one client; one query per question, however many changes."""

    def __init__(self, history: ReaderHistory, changes: Sequence[Change]) -> None:
        self.history = history
        self.ids: dict[str, set[uuid.UUID]] = defaultdict(set)
        for change in changes:
            self.ids[change.kind].add(change.object_id)

    def leads(self, change: Change) -> list[Lead]:
        """In a fixed order, each target once (the one that tells most)."""
        found: dict[str, Lead] = {}
        for lead in self._leads(change):
            known = found.get(lead.target.key)
            if known is None or (known.since is None and not known.ask):
                found[lead.target.key] = lead
        return [found[key] for key in sorted(found)]

    def _leads(self, change: Change) -> Iterator[Lead]:
        if change.kind in ORDER:
            yield Lead(Target(change.kind, change.object_id), ask=True)
        further: dict[str, Callable[[Change], Iterable[Lead]]] = {
            "organisations": self._of_organisation,
            "forums": self._of_forum,
            "seats": self._of_seat,
            "people": self._of_person,
            "topics": self._of_topic,
            "placements": self._of_placement,
            "shares": self._of_share,
            "meetings": self._of_meeting,
            "agenda-items": self._of_item,
            "minutes": self._of_minutes,
            "action-plans": self._of_plan,
        }
        if change.kind in further:
            yield from further[change.kind](change)

    # Organisations and forums

    def _of_organisation(self, change: Change) -> Iterator[Lead]:
        if change.object_id in self._renamed:
            yield from (Lead(Target(kind)) for kind in self._naming)

    @cached_property
    def _renamed(self) -> set[uuid.UUID]:
        return moved_rows("Organisation", self.ids["organisations"], "name", "code")

    @cached_property
    def _naming(self) -> list[str]:
        """Kinds of which the client sees rows that carry one of the new names."""
        kinds = []
        for kind, paths in NAMES_AN_ORGANISATION.items():
            condition = Q()
            for path in paths:
                condition |= Q(**{f"{path}__in": self._renamed})
            if READABLE[kind](self.history.actor).filter(condition).exists():
                kinds.append(kind)
        return kinds

    def _of_forum(self, change: Change) -> Iterator[Lead]:
        since = self.history.forums.get(change.object_id)
        if change.object_id in self._led_anew and since is not None:
            for organisation, unit in self._leaders[change.object_id]:
                yield from _parties(organisation, unit, since)

    @cached_property
    def _leaders(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Forum", self.ids["forums"], "organisation", "unit"))

    @cached_property
    def _led_anew(self) -> set[uuid.UUID]:
        return {forum for forum, leaders in self._leaders.items() if len(leaders) > 1}

    # Seats and who has them

    def _of_seat(self, change: Change) -> Iterator[Lead]:
        own = False
        for forum, organisation, unit in self._seats[change.object_id]:
            if self.history.owns_seat(organisation, unit):
                own = True
                yield from _of_own_place(forum)
            if forum in self.history.forums:
                yield from _parties(organisation, unit, self.history.forums[forum])
        for (membership,) in self._memberships[change.object_id]:
            yield Lead(Target("memberships", membership), ask=True)
        yield from self._of_owner(change, ALWAYS if own else None)

    @cached_property
    def _seats(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Seat", self.ids["seats"], "forum", "organisation", "unit"))

    @cached_property
    def _memberships(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(Membership.objects.filter(seat__in=self.ids["seats"]).order_by().values_list("seat", "pk"))

    def _of_owner(self, change: Change, since: Since = None) -> Iterator[Lead]:
        """Actions of the seat or person: they carry role and organisation, and the own seats' can be seen for that alone."""
        if self._actions is None:
            yield Lead(Target("action-items"), since)
        else:
            yield from (Lead(Target("action-items", action), since) for (action,) in self._actions[change.object_id])

    def _of_person(self, change: Change) -> Iterator[Lead]:
        """Besides the actions: cards of coordinators on which the name stands."""
        yield from self._of_owner(change)
        yield from (Lead(Target("coordinators", card)) for (card,) in self._cards[change.object_id])

    @cached_property
    def _cards(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        cards = Coordinator.objects.visible_to(self.history.actor).filter(person__in=self.ids["people"])
        return grouped(cards.filter(name_published=True).order_by().values_list("person", "pk"))

    @cached_property
    def _actions(self) -> dict[uuid.UUID, list[tuple[Any, ...]]] | None:
        """Actions by the seat or person that has to do them; None for too many."""
        seats, people = self.ids["seats"], self.ids["people"]
        rows = list(
            ActionItem.objects.filter(Q(owner_seat__in=seats) | Q(owner_person__in=people))
            .order_by()
            .values_list("owner_seat", "owner_person", "pk")[: MOST_ACTIONS + 1]
        )
        pairs = [(owner, pk) for *owners, pk in rows for owner in owners if owner]
        return None if len(rows) > MOST_ACTIONS else grouped(pairs)

    # Topics

    def _of_topic(self, change: Change) -> Iterator[Lead]:
        """Situation pictures and coordinators carry its name, since not everybody who reads them may read it."""
        yield from (Lead(Target(kind, row)) for kind, row in self._naming_topics[change.object_id])

    @cached_property
    def _naming_topics(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        renamed = moved_rows("Topic", self.ids["topics"], "name")
        found: list[tuple[Any, ...]] = []
        for kind in NAMES_A_TOPIC:
            rows = READABLE[kind](self.history.actor).filter(topic__in=renamed).order_by()
            found += [(topic, kind, row) for topic, row in rows.values_list("topic", "pk")]
        return grouped(found)

    def _of_placement(self, change: Change) -> Iterator[Lead]:
        for topic, forum, state in self._placements[change.object_id]:
            if state == PlacementState.ACCEPTED and forum in self.history.forums:
                yield Lead(Target("topics", topic), self.history.forums[forum])
                if topic in self._planned:
                    yield from (Lead(Target(kind), self.history.forums[forum]) for kind in PLANS)

    @cached_property
    def _planned(self) -> set[uuid.UUID]:
        """Topics for which a plan was ever sent out: only then more is seen with the topic."""
        topics = {topic for placements in self._placements.values() for topic, _forum, _state in placements}
        sent = ActionPlan.objects.filter(topic__in=topics).exclude(state=PlanState.DRAFT)
        return set(sent.order_by().values_list("topic", flat=True))

    @cached_property
    def _placements(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Placement", self.ids["placements"], "topic", "forum", "state"))

    def _of_plan(self, change: Change) -> Iterator[Lead]:
        """Whoever begins to see a plan sees all that it holds."""
        yield from (Lead(Target(kind, part=PLAN, value=change.object_id), ask=True) for kind in PARTS[PLAN])

    # Meetings and what came of them

    def _of_share(self, change: Change) -> Iterator[Lead]:
        for reader, forum, kind, shared in self._shares[change.object_id]:
            if reader != self.history.organisation or forum not in self.history.forums:
                continue
            if kind == SharedKind.DOCUMENT:
                yield Lead(Target("documents", shared), ALWAYS)
            else:
                yield from _of_part(MEETING, shared, PARTS[MEETING], ALWAYS)

    @cached_property
    def _shares(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Share", self.ids["shares"], "organisation", "forum", "kind", "object_id"))

    def _of_meeting(self, change: Change) -> Iterator[Lead]:
        if change.object_id in self._moved_meetings:
            yield from _of_part(MEETING, change.object_id, ["minutes"], None)

    @cached_property
    def _moved_meetings(self) -> set[uuid.UUID]:
        return moved_rows("Meeting", self.ids["meetings"], "forum")

    def _of_item(self, change: Change) -> Iterator[Lead]:
        if change.op == "update" and change.object_id in self._moved_items:
            for kind in PARTS[ITEM]:
                yield Lead(Target(kind, part=ITEM, value=change.object_id), ask=True)

    @cached_property
    def _moved_items(self) -> set[uuid.UUID]:
        return moved_rows("AgendaItem", self.ids["agenda-items"], "meeting", "openness", "forum")

    def _of_minutes(self, change: Change) -> Iterator[Lead]:
        """A version that begins or goes shuts and opens the outcome for those who were sent minutes; a first draft tells nobody."""
        versions = self._versions[change.object_id]
        if change.op in {"insert", "delete"} or len(versions) > 1:
            for meeting, _number in versions:
                if meeting in self._sent_minutes:
                    yield from _of_part(MEETING, meeting, OUTCOMES, ALWAYS)

    @cached_property
    def _versions(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Minutes", self.ids["minutes"], "meeting", "number"))

    @cached_property
    def _sent_minutes(self) -> set[uuid.UUID]:
        meetings = {meeting for versions in self._versions.values() for meeting, _number in versions}
        shares = Share.objects.filter(organisation=self.history.organisation, kind=SharedKind.MINUTES, ended_at=None)
        return set(
            shares.filter(object_id__in=meetings, forum__in=self.history.forums).values_list("object_id", flat=True)
        )


def grouped(rows: Iterable[tuple[Any, ...]]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    """By the first column."""
    groups: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *others in rows:
        groups[first].append(tuple(others))
    return groups


def _parties(organisation: uuid.UUID, unit: uuid.UUID | None, since: Since) -> Iterator[Lead]:
    yield Lead(Target("organisations", organisation), since)
    if unit:
        yield Lead(Target("units", unit), since)


def _of_part(part: str, value: uuid.UUID, kinds: Collection[str], since: Since) -> Iterator[Lead]:
    yield from (Lead(Target(kind, part=part, value=value), since) for kind in kinds)


def _of_own_place(forum: uuid.UUID) -> Iterator[Lead]:
    """The client's own seat: everything of the forum, and what depends on all forums together."""
    yield Lead(Target("forums", forum), since=ALWAYS)
    yield from _of_part(FORUM, forum, PARTS[FORUM], ALWAYS)
    yield from (Lead(Target(kind), since=ALWAYS) for kind in ACROSS_FORUMS)
