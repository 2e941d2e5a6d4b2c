"""From changes of rows to all that an API client may then see differently.

What holds: whenever a row's body or visibility for the client changes, a change of the same transaction leads to that row, or to a
part of a list in which it stands. A row that points elsewhere has a change of its own when it does, so that it is enough to look at
what hangs together now.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .change_kinds import ORDER, Lead, Target
from .reach_of_meetings import MeetingLeads
from .reach_of_seats import SeatLeads
from .reach_of_topics import TopicLeads

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence

    from forum.models import Change

    from .change_history import ReaderHistory
    from .change_leads import Ways


class Reach:
    """Where the changes of one page lead for one client; one query per question, however many changes."""

    def __init__(self, history: ReaderHistory, changes: Sequence[Change]) -> None:
        ids: dict[str, set[uuid.UUID]] = defaultdict(set)
        for change in changes:
            ids[change.kind].add(change.object_id)
        parts = [part(history, ids) for part in (SeatLeads, TopicLeads, MeetingLeads)]
        self.ways: Ways = {kind: way for part in parts for kind, way in part.ways.items()}

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
        if change.kind in self.ways:
            yield from self.ways[change.kind](change)
