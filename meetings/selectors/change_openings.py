"""What is open to an API client now, and since which transaction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from forum.enums import SharedKind
from forum.models import Share
from forum.models.visibility import seats_of_client
from meetings.models import Minutes
from meetings.models.visibility import released_to_client

from .change_events import last_changes

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from forum.models import ClientActor


class Openings:
    """Asks the database at most once per question and page."""

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
