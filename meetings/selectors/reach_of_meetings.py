"""Where changes of meetings, of what came of them and of what was sent lead."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from forum.enums import SharedKind
from forum.models import Share

from .change_events import events, moved_rows
from .change_kinds import ALWAYS, ITEM, MEETING, PARTS, Lead, Target
from .change_leads import Leads, grouped, of_part

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from forum.models import Change

    from .change_leads import Ways

OUTCOMES: Final = ("agenda-items", "decisions", "action-items")  # what versions of minutes show and hide


class MeetingLeads(Leads):
    @property
    def ways(self) -> Ways:
        return {
            "shares": self._of_share,
            "meetings": self._of_meeting,
            "agenda-items": self._of_item,
            "minutes": self._of_minutes,
        }

    def _of_share(self, change: Change) -> Iterator[Lead]:
        for reader, forum, kind, shared in self._shares[change.object_id]:
            if reader != self.history.organisation or forum not in self.history.forums or kind == SharedKind.PROPOSAL:
                continue
            if kind == SharedKind.DOCUMENT:
                yield Lead(Target("documents", shared), ALWAYS)
            else:
                yield from of_part(MEETING, shared, PARTS[MEETING], ALWAYS)

    @cached_property
    def _shares(self) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
        return grouped(events("Share", self.ids["shares"], "organisation", "forum", "kind", "object_id"))

    def _of_meeting(self, change: Change) -> Iterator[Lead]:
        if change.object_id in self._moved_meetings:
            yield from of_part(MEETING, change.object_id, ["minutes"], None)

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
                    yield from of_part(MEETING, meeting, OUTCOMES, ALWAYS)

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
