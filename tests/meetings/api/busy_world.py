"""Random writes to all that clients can see, each in the hand of the caller's transaction; every choice comes from the given chance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from forum.enums import PlacementState, PlanState, SharedKind
from forum.models import (
    ActionPlan,
    Answer,
    Consultee,
    Coordinator,
    Finding,
    FollowUp,
    Forum,
    Goal,
    Indicator,
    Measure,
    Membership,
    Organisation,
    Person,
    Placement,
    Seat,
    Share,
    SituationPicture,
    Topic,
    Unit,
)
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, MeetingSeries, Minutes
from tests.factories import (
    make_answer,
    make_coordinator,
    make_document,
    make_finding,
    make_follow_up,
    make_forum,
    make_indicator,
    make_measure,
    make_organisation,
    make_person,
    make_picture,
    make_plan,
    make_seat,
    make_series,
    make_unit,
)
from tests.factories.meetings import FIRST_MEETING, SHARED_AT
from tests.factories.pictures import publish

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

CLOSED = date(2026, 11, 1)


class BusyWorld:
    """Three forums, four organisations; the reader's has a unit. `calm`: nothing is moved from one owner or place to another.

    The first two seats stay as they are, so that nobody's copy is equal by being empty.
    """

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

    def any(self, model: type[models.Model], **conditions: Any) -> Any:
        """Raises `LookupError` when there is none."""
        rows: Any = model._default_manager
        found = list(rows.filter(**conditions).order_by("pk"))
        return self.chance.choice(found[2:] if model is Seat else found)

    def word(self) -> str:
        self.made += 1
        return f"Ord {self.made}"

    # Meetings

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

    # Outcomes

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
        unit = self.unit if party == self.reader and self.chance.random() < 0.5 else None
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

    # What is sent

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

    # Seats

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
        unit = self.unit if party == self.reader and self.chance.random() < 0.5 else None
        self.set(self.any(Seat), organisation=party, unit=unit, forum=self.chance.choice(self.forums))

    def hold_seat(self) -> None:
        seat = self.any(Seat, memberships__isnull=True)
        Membership.objects.create(seat=seat, person=self.chance.choice(self.people), starts_on=CLOSED)

    # Topics and names

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

    # Plans: a state never goes back, what was sent is not deleted, and a plan has a new version when addressees come

    def make_plan(self) -> None:
        topic, party = self.any(Topic), self.chance.choice(self.parties)
        if not ActionPlan.objects.filter(topic=topic, organisation=party).exists():
            make_plan(topic=topic, organisation=party, state=self.chance.choice([PlanState.DRAFT, PlanState.ADOPTED]))

    def send_plan(self) -> None:
        plan = self.any(ActionPlan, state__in=[PlanState.DRAFT, PlanState.CONSULTATION])
        unit = self.chance.choice([None, self.unit])
        Consultee.objects.get_or_create(
            plan=plan, organisation=self.reader, unit=unit, defaults={"sent_at": SHARED_AT, "reply_by": CLOSED}
        )
        self.set(plan, state=self.chance.choice([PlanState.CONSULTATION, PlanState.ADOPTED]), summary=self.word())

    def fill_plan(self) -> None:
        plan = self.any(ActionPlan)
        measure = make_measure(
            plan=plan, title=self.word(), number=self.made, owner_organisation=self.chance.choice(self.parties)
        )
        make_indicator(measure=measure)
        make_follow_up(measure=measure, due_on=CLOSED)
        make_document(plan=plan, title=self.word())

    def change_plan_part(self) -> None:
        row = self.any(self.chance.choice([Goal, Measure, Indicator, FollowUp, Document]))
        if self.chance.random() < 0.5:
            row.delete()
        else:
            self.set(row, text=self.word(), title=self.word(), name=self.word(), outcome=self.word())

    # Situation pictures

    def make_picture(self) -> None:
        topic, party = self.any(Topic), self.chance.choice(self.parties)
        make_picture(topic=topic, organisation=party, title=self.word(), published=self.chance.random() < 0.5)

    def publish_or_withdraw(self) -> None:
        picture = self.any(SituationPicture)
        if picture.published_at:
            self.set(picture, published_at=None, counts={})
        else:
            publish(picture)

    def find(self) -> None:
        picture, party = self.any(SituationPicture), self.chance.choice(self.parties)
        unit = self.unit if party == self.reader and self.chance.random() < 0.5 else None
        self.made += 1
        made = {"picture": picture, "organisation": party, "unit": unit, "text": self.word()}
        if picture.answers.filter(organisation=party).exists():
            make_finding(topic=picture.topic, number=self.made, answer=self.any(Answer, picture=picture), **made)
        else:
            make_answer(**made)

    def change_found(self) -> None:
        row = self.any(self.chance.choice([Answer, Finding]))
        if self.chance.random() < 0.5:
            row.delete()
        else:
            self.set(row, text=self.word())

    def move_finding(self) -> None:
        party = self.chance.choice(self.parties)
        unit = self.unit if party == self.reader and self.chance.random() < 0.5 else None
        self.set(self.any(Finding), organisation=party, unit=unit)

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

    def set(self, row: Any, **values: Any) -> None:
        known = {name: value for name, value in values.items() if hasattr(row, name)}
        type(row)._default_manager.filter(pk=row.pk).update(**known)
