"""A municipality of a chosen size, written straight to the tables: the shape is real, the words repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from forum.enums import Office, PlacementState
from forum.models import ApiClient, Forum, Organisation, Person, Placement, Seat, Topic
from meetings.enums import DueKind, MeetingState, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, Minutes
from tests.factories import (
    make_api_client,
    make_coordinator,
    make_forum,
    make_organisation,
    make_person,
    make_seat,
    make_topic,
)

MEETINGS_OF_A_FORUM: Final = 24
ITEMS_OF_A_MEETING: Final = 4
ACTIONS_OF_A_FORUM: Final = 20
AT_ONCE: Final = 2000
ANSWERED: Final = {"title": "Lägesbild om extremism", "state": PlacementState.ENDED}


@dataclass(frozen=True)
class Size:
    """`forums` ordinary ones, and a busy one with more meetings and actions than any real one."""

    forums: int
    busy_meetings: int
    busy_actions: int


@dataclass(frozen=True)
class Municipality:
    """Whom and what the probes look at."""

    host: Organisation
    topic: Topic
    busy: Forum
    secretary: Person
    coordinator: Person
    client: ApiClient


def found() -> Municipality:
    """The host, a topic, the busy forum and the people; nothing has happened yet."""
    host = make_organisation(code="0486", name="Strängnäs kommun", is_host=True)
    police = make_organisation(code="polisen", name="Polisen")
    topic = make_topic(organisation=host)
    busy = make_forum(organisation=host, name="Brottsförebyggande rådet")
    secretary = make_person(name="Sara Sekreterare", email="secretary@demo.example", organisation=host)
    coordinator = make_person(name="Samira Samordnare", email="coordinator@demo.example", organisation=host)
    make_coordinator(topic=topic, person=coordinator)
    _seat(busy, host, police, secretary)
    return Municipality(host, topic, busy, secretary, coordinator, make_api_client(organisation=police))


def grow(place: Municipality, size: Size) -> None:
    """Add what is missing up to the size."""
    have = Forum.objects.count() - 1
    police = Organisation.objects.get(code="polisen")
    for number in range(have, size.forums):
        forum = make_forum(organisation=place.host, name=f"Forum {number:04d}")
        _seat(forum, place.host, police, place.secretary)
        hold_meetings(forum, place.topic, MEETINGS_OF_A_FORUM)
        _give_actions(forum, ACTIONS_OF_A_FORUM)
    hold_meetings(place.busy, place.topic, size.busy_meetings)
    _give_actions(place.busy, size.busy_actions)


def _seat(forum: Forum, host: Organisation, other: Organisation, secretary: Person) -> None:
    make_seat(forum=forum, organisation=host, office=Office.CHAIR)
    make_seat(forum=forum, organisation=host, office=Office.SECRETARY, person=secretary)
    for number in range(6):
        make_seat(forum=forum, organisation=other if number % 2 else host)


def hold_meetings(forum: Forum, topic: Topic, count: int, points: int = ITEMS_OF_A_MEETING) -> None:
    """A meeting a week, two thirds of them past; every third one had the proposed topic on its agenda and decided something."""
    placed, _ = Placement.objects.get_or_create(topic=topic, forum=forum, defaults=ANSWERED)
    have = Meeting.objects.filter(forum=forum).count()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    meetings = [_meeting(forum, now + timedelta(weeks=count // 3 - number), now) for number in range(have, count)]
    Meeting.objects.bulk_create(meetings, batch_size=AT_ONCE)
    items = [
        AgendaItem(
            meeting=meeting, forum=forum, position=position, title=f"Punkt {position}", notes="Det antecknades.",
            **({"topic": topic, "placement": placed} if (number % 3, position) == (0, 1) else {}),
        )
        for number, meeting in enumerate(meetings)
        for position in range(1, points + 1)
    ]  # fmt: skip
    AgendaItem.objects.bulk_create(items, batch_size=AT_ONCE)
    Decision.objects.bulk_create(
        [Decision(item=item, text="Rådet tar en gemensam lägesbild.") for item in items if item.topic],
        batch_size=AT_ONCE,
    )
    decided = {item.meeting_id for item in items if item.topic}
    Minutes.objects.bulk_create(
        [
            Minutes(meeting=meeting, number=1, state=MinutesState.CIRCULATED, circulated_at=now)
            for meeting in meetings
            if meeting.pk in decided and meeting.starts_at < now
        ],
        batch_size=AT_ONCE,
    )


def _meeting(forum: Forum, starts_at: datetime, now: datetime) -> Meeting:
    told = {"state": MeetingState.NOTICED, "noticed_at": now - timedelta(days=7)} if starts_at < now else {}
    return Meeting(
        forum=forum, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90), place="Stadshuset", **told
    )


def _give_actions(forum: Forum, count: int) -> None:
    """Half of the seats' actions are late, half lie ahead."""
    have = ActionItem.objects.filter(forum=forum).count()
    origins = list(AgendaItem.objects.filter(forum=forum).order_by("pk")[:50])
    seats = list(Seat.objects.filter(forum=forum))
    today: date = timezone.localdate()
    actions = [
        ActionItem(
            forum=forum, number=number + 1, origin=origins[number % len(origins)], text=f"Ta fram underlag {number}.",
            owner_seat=seats[number % len(seats)], due_kind=DueKind.DATE, due_on=today + timedelta(days=number % 60 - 30),
        )
        for number in range(have, count)
    ]  # fmt: skip
    ActionItem.objects.bulk_create(actions, batch_size=AT_ONCE)
