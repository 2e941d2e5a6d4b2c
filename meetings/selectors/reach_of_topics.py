"""Where changes of topics, their proposals and their plans lead."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from forum.enums import PlacementState, PlanState
from forum.models import ActionPlan

from .change_events import events, moved_rows
from .change_kinds import NAMES_A_TOPIC, PARTS, PLAN, PLANS, READABLE, REPLIES, Lead, Target
from .change_leads import Leads, grouped

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from forum.models import Change

    from .change_leads import Ways


class TopicLeads(Leads):
    @property
    def ways(self) -> Ways:
        parts = {"goals": self._of_part, "measures": self._of_part}
        return {"topics": self._of_topic, "placements": self._of_placement, "action-plans": self._of_plan, **parts}

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

    def _of_part(self, change: Change) -> Iterator[Lead]:
        """What was said of a part that is gone no longer leads to it."""
        if change.op == "delete":
            for (plan,) in self._plans_of_parts[change.object_id]:
                yield Lead(Target(REPLIES, part=PLAN, value=plan), ask=True)

    @cached_property
    def _plans_of_parts(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(
            row for model in ("Goal", "Measure") for row in events(model, self.ids[f"{model.lower()}s"], "plan")
        )
