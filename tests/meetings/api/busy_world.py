"""Random writes to all that clients can see, each in the hand of the caller's transaction; every choice comes from the given chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from forum.enums import SharedKind
from forum.models import Forum, Membership, Organisation, Person, Placement, Seat, Share, Topic, Unit
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, Minutes
from tests.factories import make_forum, make_organisation, make_person, make_seat, make_series, make_unit
from tests.factories.meetings import SHARED_AT
from tests.meetings.api.busy_meetings import BusyMeetings
from tests.meetings.api.busy_plans import BusyPlans
from tests.meetings.api.busy_seats import BusySeats

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


class BusyWorld(BusyMeetings, BusySeats, BusyPlans):
    """Three forums, four organisations; the reader's has a unit. `calm`: nothing is moved from one owner or place to another."""

    def __init__(self, chance: random.Random, *, calm: bool = False) -> None:
        self.chance, self.calm, self.made = chance, calm, 0
        host = make_organisation(code="0486", name="Värd", is_host=True)
        self.reader = make_organisation(code="0480", name="Läsare")
        self.other = make_organisation(code="0484", name="Annan")
        self.outsider = make_organisation(code="0481", name="Utan plats")
        self.unit = make_unit(organisation=self.reader, name="Skolan")
        self.parties = [host, self.reader, self.other]
        self.people = [make_person(name=party.name, organisation=party) for party in self.parties]
        self.forums = [make_forum(organisation=host, name=f"Råd {number}") for number in range(3)]
        for forum in self.forums:
            make_seat(forum=forum, organisation=self.other, role_title="Deras")
            make_seat(forum=forum, organisation=self.reader, unit=self.unit, role_title="Vår")
            make_series(forum=forum)
        for verb in (
            self.make_meeting,
            self.make_item,
            self.make_outcome,
            self.change_minutes,
            self.propose,
            self.coordinate,
            self.make_document,
            self.make_plan,
            self.fill_plan,
            self.make_picture,
            self.find,
        ):
            for _ in range(8):
                verb()
        for meeting in Meeting.objects.all():
            for party in self.parties[1:]:
                known = {"kind": SharedKind.OUTCOME, "object_id": meeting.pk, "organisation": party}
                Share.objects.create(forum=meeting.forum, shared_at=SHARED_AT, **known)
        for _ in range(20):
            self.write()

    def write(self) -> None:
        """One random change; what can't be done just then is left out."""
        try:
            self.chance.choice(self.verbs)()
        except (models.ProtectedError, models.RestrictedError, LookupError):
            return

    @property
    def verbs(self) -> list[Callable[[], Any]]:
        often = [
            self.make_item,
            self.make_outcome,
            self.share,
            self.change_share,
            self.change_minutes,
            self.change_item,
        ]
        moving = (
            [] if self.calm else [self.move_item, self.move_outcome, self.move_seat, self.move_party, self.move_finding]
        )
        return [
            *often,
            *often,
            self.make_meeting,
            self.make_document,
            self.change_document,
            self.change_meeting,
            self.change_outcome,
            self.change_outcome,
            self.hand_over,
            self.make_own_seat,
            self.close_or_open_seat,
            self.change_seat,
            self.hold_seat,
            self.propose,
            self.answer_proposal,
            self.coordinate,
            self.change_coordinator,
            self.make_plan,
            self.send_plan,
            self.fill_plan,
            self.change_plan_part,
            self.make_picture,
            self.publish_or_withdraw,
            self.find,
            self.change_found,
            self.rename,
            self.delete,
            self.delete,
            *moving,
        ]

    def rename(self) -> None:
        self.set(self.any(self.chance.choice([Organisation, Unit, Forum, Topic, Person])), name=self.word())

    def move_party(self) -> None:
        if self.chance.random() < 0.5:
            self.set(self.chance.choice(self.people), organisation=self.chance.choice(self.parties))
        else:
            self.set(self.chance.choice(self.forums), organisation=self.chance.choice(self.parties))

    def delete(self) -> None:
        outcome: list[Any] = [AgendaItem, Decision, ActionItem, Share, Minutes]
        kinds = [*outcome, Document, Seat, Membership, Placement, Topic, Meeting]
        row = self.any(self.chance.choice(kinds))
        Document.objects.filter(item=row.pk).delete()
        row.delete()
