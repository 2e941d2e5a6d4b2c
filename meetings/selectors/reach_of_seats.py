"""Where changes of organisations, forums, seats and people lead."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from forum.models import Coordinator, Membership
from meetings.models import ActionItem

from .change_events import events, moved_rows
from .change_kinds import ALWAYS, NAMES_AN_ORGANISATION, READABLE, Lead, Since, Target
from .change_leads import Leads, grouped, of_own_place, parties

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from forum.models import Change

    from .change_leads import Ways

MOST_ACTIONS: Final = 200  # of seats or persons that changed; more of them are read as a whole list


class SeatLeads(Leads):
    @property
    def ways(self) -> Ways:
        return {
            "organisations": self._of_organisation,
            "forums": self._of_forum,
            "seats": self._of_seat,
            "people": self._of_person,
        }

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
                yield from parties(organisation, unit, since)

    @cached_property
    def _leaders(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Forum", self.ids["forums"], "organisation", "unit"))

    @cached_property
    def _led_anew(self) -> set[uuid.UUID]:
        return {forum for forum, leaders in self._leaders.items() if len(leaders) > 1}

    def _of_seat(self, change: Change) -> Iterator[Lead]:
        own = False
        for forum, organisation, unit in self._seats[change.object_id]:
            if self.history.owns_seat(organisation, unit):
                own = True
                yield from of_own_place(forum)
            if forum in self.history.forums:
                yield from parties(organisation, unit, self.history.forums[forum])
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
