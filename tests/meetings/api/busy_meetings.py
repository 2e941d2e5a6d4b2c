"""Random writes to meetings, what came of them, and what is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from forum.enums import SharedKind
from forum.models import Forum, Seat, Share
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, MeetingSeries, Minutes
from tests.factories import make_document
from tests.factories.meetings import FIRST_MEETING, SHARED_AT
from tests.meetings.api.busy_hand import BusyHand


class BusyMeetings(BusyHand):
    def make_meeting(self) -> None:
        forum = self.any(Forum)
        series = self.chance.choice([None, MeetingSeries.objects.filter(forum=forum).first()])
        Meeting.objects.create(forum=forum, series=series, starts_at=FIRST_MEETING, ends_at=FIRST_MEETING)

    def change_meeting(self) -> None:
        self.set(self.any(self.chance.choice([Meeting, MeetingSeries])), place=self.word())

    def make_item(self) -> None:
        meeting = self.any(Meeting)
        openness = self.chance.choice([*[ItemOpenness.OPEN] * 3, ItemOpenness.NAMED_SEATS])
        self.made += 1
        AgendaItem.objects.create(
            meeting=meeting,
            forum=meeting.forum,
            position=self.made,
            title=self.word(),
            notes=self.word(),
            openness=openness,
        )

    def change_item(self) -> None:
        openness = self.chance.choice([ItemOpenness.OPEN, ItemOpenness.OPEN, ItemOpenness.OWN_ORGANISATION])
        self.set(self.any(AgendaItem), title=self.word(), openness=openness)

    def move_item(self) -> None:
        item = self.any(AgendaItem)
        self.set(item, meeting=self.any(Meeting, forum=item.forum))

    def make_document(self) -> None:
        """Of an item, a meeting or the forum itself; the last is shared at once or not."""
        item = self.any(AgendaItem)
        place = self.chance.choice([{"item": item}, {"meeting": item.meeting}, {"forum": item.forum}])
        document = make_document(title=self.word(), **place)
        if "forum" in place and self.chance.random() < 0.7:
            self.set(document, shared_at=SHARED_AT)
            for party in self.parties[1:]:
                known = {"kind": SharedKind.DOCUMENT, "object_id": document.pk, "organisation": party}
                Share.objects.create(forum=item.forum, shared_at=SHARED_AT, **known)

    def change_document(self) -> None:
        self.set(self.any(Document), title=self.word())

    def make_outcome(self) -> None:
        item = self.any(AgendaItem)
        if self.chance.random() < 0.5:
            Decision.objects.create(item=item, text=self.word())
            return
        self.made += 1
        ActionItem.objects.create(forum=item.forum, origin=item, number=self.made, text=self.word(), **self.owner())

    def owner(self) -> dict[str, Any]:
        kind = self.chance.randrange(4)
        party = self.chance.choice(self.parties)
        unit = self.unit_of(party)
        return {
            "owner_seat": self.any(Seat) if kind == 0 else None,
            "owner_person": self.chance.choice(self.people) if kind == 1 else None,
            "owner_organisation": party if kind == 2 else None,
            "owner_unit": unit if kind == 2 else None,
            "owner_address": "nagon@demo.example" if kind == 3 else "",
        }

    def change_outcome(self) -> None:
        self.set(self.any(self.chance.choice([Decision, ActionItem])), text=self.word())

    def move_outcome(self) -> None:
        self.set(self.any(Decision), item=self.any(AgendaItem))

    def hand_over(self) -> None:
        self.set(self.any(ActionItem), **self.owner())

    def share(self) -> None:
        meeting = self.any(Meeting)
        kind = self.chance.choice([SharedKind.NOTICE, SharedKind.MINUTES, SharedKind.OUTCOME])
        latest = Minutes.objects.filter(meeting=meeting, circulated_at__isnull=False).first()
        version = latest.number if kind == SharedKind.MINUTES and latest else 1
        known = {
            "kind": kind,
            "object_id": meeting.pk,
            "shared_version": version,
            "organisation": self.chance.choice(self.parties),
        }
        Share.objects.get_or_create(**known, defaults={"forum": meeting.forum, "shared_at": SHARED_AT})

    def change_share(self) -> None:
        share = self.any(Share)
        self.set(share, ended_at=None if share.ended_at else timezone.now())

    def change_minutes(self) -> None:
        """A first draft, circulation with its shares, or a draft of a correction."""
        meeting = self.any(Meeting)
        latest = Minutes.objects.filter(meeting=meeting).first()
        if latest is None or latest.circulated_at:
            Minutes.objects.create(meeting=meeting, number=latest.number + 1 if latest else 1, corrects=latest)
            return
        self.set(latest, state=MinutesState.CIRCULATED, circulated_at=datetime(2026, 11, 22, tzinfo=UTC))
        for party in self.parties:
            Share.objects.get_or_create(
                kind=SharedKind.MINUTES,
                object_id=meeting.pk,
                shared_version=latest.number,
                organisation=party,
                defaults={"forum": meeting.forum, "shared_at": SHARED_AT},
            )
