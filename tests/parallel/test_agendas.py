"""Proposals, calendars that come in, and everything at once: answered once, brought in once, and nobody waits for ever."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count

from forum.enums import ForumKind, PlacementState, ProposalRule
from forum.models import Forum, Placement
from meetings.enums import ActionState, Answer, DueKind
from meetings.models import ActionItem, AgendaItem, Meeting, MeetingSeries
from meetings.services.action_owners import edit_action
from meetings.services.actions import Actor, Owner, change_state, give_action, move_due_date
from meetings.services.adopt import adopt_forum
from meetings.services.agendas import add_item, move_item
from meetings.services.bring_in import bring_in_forum
from meetings.services.meetings import cancel_meeting, create_meeting, reschedule_meeting
from meetings.services.minutes import draw_up_minutes
from meetings.services.notices import send_notice
from meetings.services.outcomes import record_decision, write_outcome
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import (
    accept_proposal,
    decline_proposal,
    propose_topic,
    reopen_deferred,
    withdraw_proposal,
)
from meetings.services.standing import end_proposals, place_standing_items, place_standing_items_everywhere
from tests.factories import make_forum, make_item, make_meeting, make_placement, make_topic
from tests.parallel.together import MANY, at_once, codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Organisation, Person, Topic

AHEAD = datetime(2026, 12, 3, 8, tzinfo=UTC)
HELD = datetime(2026, 11, 12, 8, tzinfo=UTC)
BARE = Owner(address="nagon@demo.example")
CALENDAR = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Demo//SV",
        "BEGIN:VEVENT",
        "UID:rad@demo.example",
        "DTSTAMP:20260101T000000Z",
        "DTSTART;TZID=Europe/Stockholm:20260908T090000",
        "DTEND;TZID=Europe/Stockholm:20260908T110000",
        "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=8",
        "SUMMARY:Rådet",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
).encode()


@pytest.fixture
def forums(host: Organisation) -> list[Forum]:
    forums = [make_forum(organisation=host, name=f"Råd {number}") for number in range(4)]
    for forum in forums:
        make_meeting(forum=forum, starts_at=AHEAD)
    return forums


def test_a_hundred_who_propose_the_same(forums: list[Forum], topic: Topic, now: datetime) -> None:
    """Each in another order of the forums; two of them take it at once."""
    for forum in forums[::2]:
        forum.proposals = ProposalRule.STANDING_AT_ONCE
        forum.save()
    orders = [forums[number % 4 :] + forums[: number % 4] for number in range(MANY)]
    acts = [
        partial(
            propose_topic, topic=topic, forums=order[: 2 + number % 3], proposal=Proposal("Punkt"), proposed_by=None
        )
        for number, order in enumerate(orders)
    ]
    answers = at_once(acts)
    assert codes(answers) == {"done": MANY}
    made = [placement for answer in answers for placement in answer.placements]
    assert sorted(placement.forum.name for placement in made) == [forum.name for forum in forums]
    assert AgendaItem.objects.count() == 2


def test_a_hundred_answers_to_one_proposal(forums: list[Forum], topic: Topic, chair: Person, now: datetime) -> None:
    placement = make_placement(topic=topic, forum=forums[0], state=PlacementState.PROPOSED)
    known: dict[str, Any] = {"placement_id": placement.pk, "version": None, "answered_by": chair}
    acts = [partial(accept_proposal, **known), partial(decline_proposal, **known, reason="Nej")] * (MANY // 2)
    assert codes(at_once(acts)) == {"done": 1, "already_answered": MANY - 1}
    accepted = placement.refreshed().state == PlacementState.ACCEPTED
    assert AgendaItem.objects.filter(placement=placement).count() == int(accepted)


def test_taking_back_while_it_is_accepted(forums: list[Forum], topic: Topic, now: datetime) -> None:
    placement = make_placement(topic=topic, forum=forums[0], state=PlacementState.PROPOSED)
    known: dict[str, Any] = {"placement_id": placement.pk, "version": None}
    acts: list[Callable[[], Any]] = [
        partial(accept_proposal, **known, answered_by=None),
        partial(withdraw_proposal, **known),
        partial(place_standing_items, forum=forums[0]),
    ] * 33
    answers = codes(at_once(acts))
    assert set(answers) <= {"done", "already_answered", "conflict"}
    assert placement.refreshed().state == PlacementState.WITHDRAWN
    assert not AgendaItem.objects.filter(placement=placement).exists()


@pytest.mark.slow
def test_the_same_calendar_brought_in_by_many_at_once(host: Organisation, official: Person, now: datetime) -> None:
    known: dict[str, Any] = {"data": CALENDAR, "name": "Rådet", "kind": ForumKind.CRIME_PREVENTION}
    page = partial(bring_in_forum, founder=official, organisation_code=host.code, as_secretary=True, **known)
    command = partial(adopt_forum, organisation=host, **known)
    answers = at_once([page, command] * 25)
    assert set(codes(answers)) <= {"done", "conflict"}
    forum = Forum.objects.get()
    assert (MeetingSeries.objects.count(), Meeting.objects.count()) == (1, 8)
    told = [len(answer.merged.new) for answer in answers if hasattr(answer, "merged")]
    assert sorted(told) == [0] * (len(told) - 1) + [8]
    assert forum.seats.count() <= 1
    assert (
        forum.reminder_rules.values("kind", "offset_days").annotate(times=Count("pk")).filter(times__gt=1).count() == 0
    )


def test_forums_of_the_same_name_in_many_organisations(host: Organisation, police: Organisation) -> None:
    known: dict[str, Any] = {"data": CALENDAR, "name": "Rådet", "kind": ForumKind.CRIME_PREVENTION}
    acts = [partial(adopt_forum, organisation=party, **known) for party in (host, police)] * 5
    assert set(codes(at_once(acts))) <= {"done", "conflict"}
    assert Forum.objects.values("organisation").annotate(times=Count("pk")).filter(times__gt=1).count() == 0


class Busy:
    """One forum in which everything happens; each verb is one act of one person, chosen by the given chance."""

    def __init__(self, host: Organisation) -> None:
        self.forum = adopt_forum(data=CALENDAR, name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=host).forum
        self.host = host
        held = [make_meeting(forum=self.forum, starts_at=HELD + timedelta(days=day)) for day in range(4)]
        self.items = [make_item(meeting=meeting, title=f"P{number}") for meeting in held for number in range(2)]
        self.placements = [
            make_placement(
                topic=make_topic(organisation=host, name=f"Fråga {number}"),
                forum=self.forum,
                state=PlacementState.PROPOSED,
                every=number % 3,
            )
            for number in range(12)
        ]
        self.held = held

    def ahead(self, chance: random.Random) -> Any:
        return chance.choice(list(Meeting.objects.filter(forum=self.forum, starts_at__gt=AHEAD)))

    def verbs(self, chance: random.Random) -> list[Callable[[], Any]]:
        item, placement = chance.choice(self.items), chance.choice(self.placements)
        known: dict[str, Any] = {"placement_id": placement.pk, "version": None}
        start = AHEAD + timedelta(hours=chance.randrange(2000))
        return [
            lambda: give_action(item=item, text="Gör", owner=BARE, due_kind=DueKind.NEXT_MEETING),
            lambda: write_outcome(item_id=item.pk, version=None, answer=Answer.PUT_OFF),
            lambda: record_decision(item=item, text="Beslut"),
            lambda: move_item(item_id=item.pk, version=None, to_position=1),
            lambda: add_item(meeting=self.ahead(chance), title="Ny"),
            lambda: create_meeting(forum=self.forum, starts_at=start, ends_at=start),
            lambda: reschedule_meeting(meeting_id=self.ahead(chance).pk, version=None, starts_at=start, ends_at=start),
            lambda: cancel_meeting(meeting_id=self.ahead(chance).pk, version=None, reason="Förhinder"),
            lambda: send_notice(meeting_id=self.ahead(chance).pk, version=None, sent_by=None),
            lambda: accept_proposal(**known, answered_by=None),
            lambda: withdraw_proposal(**known),
            lambda: place_standing_items_everywhere(),
            lambda: (end_proposals(), reopen_deferred()),
            lambda: adopt_forum(
                data=CALENDAR, name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=self.host, forum=self.forum
            ),
            lambda: draw_up_minutes(meeting=chance.choice(self.held), drawn_up_by=None),
            lambda: self.answer(chance),
            lambda: self.edit(chance),
        ]

    def an_action(self, chance: random.Random) -> ActionItem:
        actions = list(ActionItem.objects.filter(forum=self.forum))
        return chance.choice(actions) if actions else give_action(item=self.items[0], text="Gör", owner=BARE)

    def edit(self, chance: random.Random) -> ActionItem:
        """Whoever logs."""
        facts: dict[str, Any] = {"owner": BARE, "due_kind": DueKind.NEXT_MEETING, "due_on": None, "actor": Actor()}
        return edit_action(action_id=self.an_action(chance).pk, version=None, text="Gör mer", **facts)

    def answer(self, chance: random.Random) -> ActionItem:
        """An owner who never signs in."""
        if chance.random() < 0.5:
            action_id = self.an_action(chance).pk
            return change_state(action_id=action_id, version=None, state=ActionState.DONE, actor=Actor())
        day = date(2026, 12, 1) + timedelta(days=chance.randrange(60))
        return move_due_date(
            action_id=self.an_action(chance).pk, version=None, due_on=day, reason="Mer tid", actor=Actor()
        )

    def act(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  (to be played back)
        for _ in range(3):
            try:
                chance.choice(self.verbs(chance))()
            except ObjectDoesNotExist:
                continue


@pytest.mark.slow
def test_everything_at_once_ends(host: Organisation, now: datetime) -> None:
    """A deadlock, a broken constraint or a wait without end would be an error of the database, and fail."""
    world = Busy(host)
    answers = codes(at_once([partial(world.act, seed) for seed in range(MANY)]))
    assert answers["done"] > MANY // 4
    numbers = list(ActionItem.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    given = sorted(AgendaItem.objects.exclude(paragraph=None).values_list("paragraph", flat=True))
    assert given == list(range(1, len(given) + 1))
    for meeting in Meeting.objects.all():
        positions = list(meeting.items.order_by("position").values_list("position", flat=True))
        assert positions == list(range(1, len(positions) + 1))
    doubled = AgendaItem.objects.exclude(placement=None).values("meeting", "placement").annotate(times=Count("pk"))
    assert not doubled.filter(times__gt=1).exists()
    assert Placement.objects.exclude(state=PlacementState.PROPOSED).exists()
