"""Whether an API client could have seen what it can't see now, out of the history that triggers keep.

The rule behind all of it: a change of what opens or shuts a part (the client's seats, shares, versions of the minutes) makes the
client read that part again. So a tombstone of a row is needed only where the part is open now and the row changed after the
part did; "since" is the transaction in which it last did. A row that was never shown in that time gets no tombstone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from forum.enums import PlacementState, SharedKind
from forum.models import ActionPlan, Share, TargetGroup
from forum.models.visibility import seats_of_client
from meetings.enums import ItemOpenness

from .change_events import events, last_changes, lowest, moved_rows
from .change_kinds import ALWAYS
from .change_openings import Openings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection


class ReaderHistory(Openings):
    """What one client may know of the past."""

    def rows(self, kind: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Rows of the kind that could have been seen, each since when."""
        ways = {
            "seats": lambda: self._in_forums("Seat", ids),
            "meetings": lambda: self._in_forums("Meeting", ids),
            "meeting-series": lambda: self._in_forums("MeetingSeries", ids),
            "memberships": lambda: self._memberships(ids),
            "placements": lambda: self._placements(ids),
            "coordinators": lambda: self._coordinators(ids),
            "shares": lambda: self._shares(ids),
            "situation-pictures": lambda: self._once("SituationPicture", "published_at", ids),
            "answers": lambda: self._owned("Answer", ids),
            "findings": lambda: self._owned("Finding", ids),
            "support-lines": lambda: self._once("SupportLine", "is_public", ids),
            "target-groups": lambda: self._owned("TargetGroup", ids),
            "training-activities": lambda: self._trainings(ids),
            "agreements": lambda: self._agreements(ids),
            "agenda-items": lambda: self._items(ids),
            "decisions": lambda: self._outcomes("Decision", "item", ids),
            "action-items": lambda: self._actions(ids),
            "minutes": lambda: self._minutes(ids),
            "documents": lambda: self._documents(ids),
            "goals": lambda: self._of_plans("Goal", ids),
            "measures": lambda: self._of_plans("Measure", ids),
            "indicators": lambda: self._of_plans("Indicator", ids),
            "follow-ups": lambda: self._of_plans("FollowUp", ids),
        }
        return ways[kind]() if kind in ways and len(ids) else {}

    def _in_forums(self, model: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        return lowest((row, self.forums.get(forum)) for row, forum in events(model, ids, "forum"))

    def _memberships(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        held = list(events("Membership", ids, "seat"))
        seats = self._in_forums("Seat", {seat for _row, seat in held})
        return lowest((row, seats.get(seat)) for row, seat in held)

    def _placements(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        rows = events("Placement", ids, "forum", "state")
        return lowest((row, self.forums.get(forum)) for row, forum, state in rows if state == PlacementState.ACCEPTED)

    def _coordinators(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """The own organisation's, and cards that were public once."""
        rows = events("Coordinator", ids, "organisation", "published")
        return {row: ALWAYS for row, of, published in rows if published or of == self.organisation}

    def _shares(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        rows = events("Share", ids, "forum", "organisation")
        return lowest((row, self.forums.get(forum)) for row, forum, reader in rows if reader == self.organisation)

    def _once(self, model: str, column: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Those in which the column once said that everybody may read them."""
        return {row: ALWAYS for row, public in events(model, ids, column) if public}

    def _owned(self, model: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Those that were the client's own."""
        rows = events(model, ids, "organisation", "unit")
        return {row: ALWAYS for row, organisation, unit in rows if self.owns_seat(organisation, unit)}

    def _trainings(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """What the client's organisation arranged, or its groups once took part in."""
        arranged = {row for row, by in events("TrainingActivity", ids, "organisation") if self.owns_seat(by, None)}
        past: Any = apps.get_model("forum", "ParticipationEvent")
        groups = TargetGroup.objects.visible_to(self.actor).order_by().values("pk")
        attended = past.objects.filter(activity__in=ids, group__in=groups).order_by().values_list("activity", flat=True)
        return dict.fromkeys(arranged | set(attended), ALWAYS)

    def _agreements(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Kept by the client's organisation, or signed once while it was a party."""
        rows = list(events("Agreement", ids, "organisation", "signed_on"))
        kept = {row for row, by, _signed in rows if by == self.organisation}
        signed = {row for row, _by, on in rows if on}
        past: Any = apps.get_model("forum", "AgreementPartyEvent")
        party = past.objects.filter(agreement__in=signed, organisation=self.organisation)
        return dict.fromkeys(kept | set(party.order_by().values_list("agreement", flat=True)), ALWAYS)

    def _items(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        rows = list(events("AgendaItem", ids, "meeting"))
        sent = self.meetings({meeting for _row, meeting in rows})
        return lowest((row, sent.get(meeting)) for row, meeting in rows)

    def _outcomes(self, model: str, column: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Decisions and actions under items that are open now, of meetings whose outcome is released now."""
        rows = list(events(model, ids, column))
        items = self._open_items({item for _row, item in rows}, self.released)
        return lowest((row, items.get(item)) for row, item in rows)

    def _open_items(
        self, ids: Collection[uuid.UUID], opened: Callable[[Collection[uuid.UUID]], dict[uuid.UUID, int]]
    ) -> dict[uuid.UUID, int]:
        """Items that are open now; `opened` tells since when something of their meetings can be read."""
        past: Any = apps.get_model("meetings", "AgendaItemEvent")
        last = past.objects.filter(pgh_obj__in=ids).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        shown = {
            row: meeting
            for row, meeting, how in last.values_list("pgh_obj_id", "meeting", "openness")
            if how == ItemOpenness.OPEN
        }
        since = opened(set(shown.values()))
        moved = last_changes(
            "agenda-items", moved_rows("AgendaItem", shown.keys(), "meeting", "openness", "forum"), "update"
        )
        return {row: max(since[meeting], moved.get(row, 0)) for row, meeting in shown.items() if meeting in since}

    def _actions(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Those that the client or a seat of its had to do could be seen for that alone; the others as outcomes."""
        owners = list(events("ActionItem", ids, "owner_organisation", "owner_unit", "owner_seat"))
        own = {row for row, organisation, unit, _seat in owners if organisation and self.owns_seat(organisation, unit)}
        seats = set(
            seats_of_client(self.actor)
            .filter(pk__in={seat for *_, seat in owners if seat})
            .values_list("pk", flat=True)
        )
        own |= {row for row, *_, seat in owners if seat in seats}
        return self._outcomes("ActionItem", "origin", ids) | dict.fromkeys(own, ALWAYS)

    def _documents(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Under items that are open now, of meetings of which something is shared now, shared for themselves, or of plans."""
        rows = list(events("Document", ids, "meeting", "item"))
        items = self._open_items({item for *_, item in rows if item}, self.meetings)
        sent = self.meetings({meeting for _row, meeting, _item in rows if meeting})
        alone = self.meetings({row for row, *places in rows if not any(places)}, SharedKind.DOCUMENT)
        of_forums = lowest(
            (row, items.get(item) if item else sent.get(meeting) if meeting else alone.get(row))
            for row, meeting, item in rows
        )
        return of_forums | self._of_plans("Document", ids)

    def _of_plans(self, model: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """What was taken out of plans that the client reads now, since the newest change of the plan."""
        rows = list(events(model, ids, "plan"))
        plans = ActionPlan.objects.visible_to(self.actor).filter(pk__in={plan for _row, plan in rows})
        since = last_changes("action-plans", set(plans.values_list("pk", flat=True)))
        return lowest((row, since.get(plan)) for row, plan in rows)

    def _minutes(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        versions = [row for row in events("Minutes", ids, "meeting", "number", "circulated_at") if row[3]]
        meetings = {meeting for _row, meeting, *_ in versions}
        since = self.meetings(meetings, SharedKind.MINUTES)
        shares = Share.objects.filter(organisation=self.organisation, kind=SharedKind.MINUTES, object_id__in=meetings)
        sent = set(shares.filter(ended_at=None).values_list("object_id", "shared_version"))
        return lowest((row, since.get(meeting)) for row, meeting, number, _at in versions if (meeting, number) in sent)
