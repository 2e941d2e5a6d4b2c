"""Whether an API client could have seen what it can't see now, out of the history that triggers keep.

The rule behind all of it: a change of what opens or shuts a part (the client's seats, shares, versions of the minutes) makes the
client read that part again. So a tombstone of a row is needed only where the part is open now and the row changed after the
part did; "since" is the transaction in which it last did. A row that was never shown in that time gets no tombstone.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max, Q

from forum.enums import PlacementState, SharedKind
from forum.models import ActionPlan, Change, Share, TargetGroup
from forum.models.visibility import seats_of_client
from meetings.enums import ItemOpenness
from meetings.models import Minutes
from meetings.models.visibility import released_to_client

from .change_kinds import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from forum.models import ClientActor


def events(model: str, ids: Collection[uuid.UUID], *columns: str) -> Iterable[tuple[Any, ...]]:
    """Each combination that rows have ever had: the row's id, then the columns."""
    app = (
        "meetings"
        if model in {"Meeting", "MeetingSeries", "AgendaItem", "Decision", "ActionItem", "Minutes", "Document"}
        else "forum"
    )
    past: Any = apps.get_model(app, f"{model}Event")
    return past.objects.filter(pgh_obj__in=ids).order_by().values_list("pgh_obj_id", *columns).distinct()  # type: ignore[no-any-return]


def last_changes(kind: str, ids: Collection[uuid.UUID], *ops: str) -> dict[uuid.UUID, int]:
    """The newest transaction that changed each of the rows."""
    rows = Change.objects.filter(kind=kind, object_id__in=ids)
    rows = rows.filter(op__in=ops) if ops else rows
    return dict(rows.order_by().values_list("object_id").annotate(Max("xid")))


def lowest(found: Iterable[tuple[uuid.UUID, int | None]]) -> dict[uuid.UUID, int]:
    since: dict[uuid.UUID, int] = {}
    for row, xid in found:
        if xid is not None:
            since[row] = min(xid, since.get(row, xid))
    return since


class ReaderHistory:
    """What one client may know of the past. Asks the database at most once per question and page."""

    def __init__(self, actor: ClientActor) -> None:
        self.actor = actor
        self.organisation = actor.client.organisation_id
        self.unit = actor.client.unit_id

    def owns_seat(self, organisation: uuid.UUID, unit: uuid.UUID | None) -> bool:
        return organisation == self.organisation and self.unit in {None, unit}

    @cached_property
    def forums(self) -> dict[uuid.UUID, int]:
        """Forums where the client sits now, each since the newest change of its seats there."""
        now = set(seats_of_client(self.actor).values_list("forum", flat=True))
        own = Q(organisation=self.organisation) & (Q(unit=self.unit) if self.unit else Q())
        past: Any = apps.get_model("forum", "SeatEvent")
        seats = set(past.objects.filter(own, forum__in=now).order_by().values_list("forum", "pgh_obj_id").distinct())
        changed = last_changes("seats", {seat for _forum, seat in seats})
        since = dict.fromkeys(now, 0)
        for forum, seat in seats:
            since[forum] = max(since[forum], changed.get(seat, 0))
        return since

    def meetings(self, ids: Collection[uuid.UUID], *kinds: SharedKind) -> dict[uuid.UUID, int]:
        """Meetings of which something (of these kinds) is shared with the client now, since the newest change of that."""
        shares = Share.objects.filter(organisation=self.organisation, object_id__in=ids, forum__in=self.forums)
        rows = list(shares.values_list("pk", "object_id", "forum", "kind", "ended_at"))
        changed = last_changes("shares", {pk for pk, *_ in rows})
        now = {meeting for _pk, meeting, _forum, kind, ended in rows if not ended and kind in (kinds or SharedKind)}
        since = dict.fromkeys(now, 0)
        for pk, meeting, forum, *_ in rows:
            if meeting in now:
                since[meeting] = max(since[meeting], changed.get(pk, 0), self.forums[forum])
        return since

    def released(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Meetings whose outcome the client may read now, since the newest change of shares or versions."""
        now = {row["object_id"] for row in released_to_client(self.actor).filter(object_id__in=ids)}
        since = self.meetings(now)
        by_minutes = self.meetings(now, SharedKind.MINUTES)
        versions = dict(Minutes.objects.filter(meeting__in=by_minutes).order_by().values_list("pk", "meeting"))
        for pk, xid in last_changes("minutes", versions.keys(), "insert", "delete").items():
            since[versions[pk]] = max(since[versions[pk]], xid)
        return since

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
            "situation-pictures": lambda: self._pictures(ids),
            "answers": lambda: self._owned("Answer", ids),
            "findings": lambda: self._owned("Finding", ids),
            "support-lines": lambda: self._support_lines(ids),
            "target-groups": lambda: self._groups(ids),
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

    def _pictures(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Those whose summary was public once."""
        return {row: ALWAYS for row, at in events("SituationPicture", ids, "published_at") if at}

    def _owned(self, model: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Those that were the client's own."""
        rows = events(model, ids, "organisation", "unit")
        return {row: ALWAYS for row, organisation, unit in rows if self.owns_seat(organisation, unit)}

    def _support_lines(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """What was public could be read by everybody."""
        return {row: ALWAYS for row, public in events("SupportLine", ids, "is_public") if public}

    def _groups(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Organisation and unit of a group never change."""
        rows = events("TargetGroup", ids, "organisation", "unit")
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


def moved_rows(model: str, ids: Collection[uuid.UUID], *columns: str) -> set[uuid.UUID]:
    """Rows in which one of the columns has ever had another value."""
    values: dict[uuid.UUID, set[Any]] = defaultdict(set)
    for row, *combination in events(model, ids, *columns):
        values[row].add(tuple(combination))
    return {row for row, combinations in values.items() if len(combinations) > 1}
