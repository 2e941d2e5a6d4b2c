"""Random writes to seats, and to topics and those who hold them together."""

from __future__ import annotations

from forum.enums import PlacementState
from forum.models import Coordinator, Membership, Placement, Seat, Topic
from tests.factories import make_coordinator, make_seat
from tests.meetings.api.busy_hand import CLOSED, BusyHand


class BusySeats(BusyHand):
    def make_own_seat(self) -> None:
        unit = self.chance.choice([None, self.unit])
        make_seat(forum=self.chance.choice(self.forums), organisation=self.reader, unit=unit)

    def close_or_open_seat(self) -> None:
        seat = self.any(Seat)
        self.set(seat, closed_on=None if seat.closed_on else CLOSED)

    def change_seat(self) -> None:
        self.set(self.any(Seat), role_title=self.word())

    def move_seat(self) -> None:
        party = self.chance.choice(self.parties)
        unit = self.unit_of(party)
        self.set(self.any(Seat), organisation=party, unit=unit, forum=self.chance.choice(self.forums))

    def hold_seat(self) -> None:
        seat = self.any(Seat, memberships__isnull=True)
        Membership.objects.create(seat=seat, person=self.chance.choice(self.people), starts_on=CLOSED)

    def propose(self) -> None:
        topic = Topic.objects.create(slug=f"fraga-{self.word()[4:]}", name=self.word(), organisation=self.parties[0])
        Placement.objects.create(topic=topic, forum=self.chance.choice(self.forums), title=topic.name)

    def answer_proposal(self) -> None:
        placement = self.any(Placement)
        accepted = placement.state == PlacementState.ACCEPTED
        self.set(placement, state=PlacementState.WITHDRAWN if accepted else PlacementState.ACCEPTED)

    def coordinate(self) -> None:
        topic, person = self.any(Topic), self.chance.choice(self.people)
        party = self.chance.choice(self.parties)
        make_coordinator(topic=topic, person=person, organisation=party, published=self.chance.random() < 0.5)

    def change_coordinator(self) -> None:
        row = self.any(Coordinator)
        if self.chance.random() < 0.2:
            row.delete()
            return
        self.set(row, function=self.word(), published=self.chance.random() < 0.5, name_published=True)
