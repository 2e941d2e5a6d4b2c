"""Forums × periods: against a reckoning by hand over every row, and what the page, the files and the cells tell to whom."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forum.enums import ForumKind, Office, PlacementState
from forum.models import PersonActor, Placement
from meetings.calendar.periods import Period, period_of, periods_around, read_period
from meetings.enums import Answer, CoverageState, MeetingState
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from meetings.selectors.coverage import coverage_for_reader
from meetings.selectors.coverage_groups import coverage_in_groups
from tests.factories import make_decision, make_forum, make_item, make_meeting, make_minutes, make_placement, make_seat

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

S = CoverageState
ORDER = list(CoverageState)
HOME = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_year(random: Random, topic: Topic, forum: Forum) -> None:
    """Some meetings near the turns of months, half with the question; proposals answered now and then."""
    live = False
    for _ in range(random.randrange(3)):
        states = [PlacementState.DECLINED, PlacementState.ENDED, PlacementState.WITHDRAWN]
        state = random.choice(states if live else [*states, PlacementState.DEFERRED, PlacementState.ACCEPTED])
        live = live or state in {PlacementState.DEFERRED, PlacementState.ACCEPTED}
        made = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(days=random.randrange(350))
        make_placement(
            topic=topic, forum=forum, state=state, created_at=made, answered_at=made + timedelta(days=3),
            every=random.randrange(4) if state == PlacementState.ACCEPTED else 0,
            ends_on=random.choice([None, date(2027, 2, 1)]),
        )  # fmt: skip
    placed = Placement.objects.filter(forum=forum).order_by("-created_at").first()
    for _ in range(random.randrange(1, 9)):
        turn = datetime(2026, random.randrange(1, 13), 1, tzinfo=HOME) + timedelta(hours=random.choice([-1, 0, 1, 400]))
        kept = random.choice([MeetingState.PLANNED, MeetingState.NOTICED, MeetingState.CANCELLED])
        meeting = make_meeting(
            forum=forum, starts_at=turn.astimezone(UTC), state=kept, historic=turn < NOW and random.random() < 0.2
        )
        for _ in range(random.randrange(3)):
            answer = random.choice(["", *Answer]) if turn < NOW else ""
            item = make_item(meeting=meeting, topic=topic, placement=placed, answer=answer)
            if turn < NOW and random.random() < 0.2:
                make_decision(item=item)
        if turn < NOW and random.random() < 0.5:
            make_minutes(meeting=meeting)


def by_hand(topic: Topic, forum: Forum, period: Period, moment: datetime, *, drafts: bool) -> CoverageState:
    """One meeting and one point after the other, in plain words."""
    found: set[CoverageState] = set()
    for meeting in Meeting.objects.filter(forum=forum).exclude(state=MeetingState.CANCELLED):
        if period.holds(meeting.starts_at.astimezone(HOME).date()):
            ahead = meeting.starts_at >= moment
            found.add(S.NOT_PLANNED if ahead else S.UNKNOWN if meeting.historic else S.MISSING)
            for item in AgendaItem.objects.filter(meeting=meeting, topic=topic):
                if drafts or item.placement_id:  # a coordinator knows the points of placed questions alone
                    found.add(S.PLANNED if ahead else of_a_point(item, drafts=drafts))
    answers = {PlacementState.DECLINED: S.DECLINED, PlacementState.DEFERRED: S.PUT_OFF}
    for placement in Placement.objects.filter(topic=topic, forum=forum, state__in=answers):
        if placement.answered_at and period.holds(placement.answered_at.astimezone(HOME).date()):
            found.add(answers[placement.state])
    if any(period.holds(turn.astimezone(HOME).date()) for turn in turns(topic, forum, moment, drafts=drafts)):
        found.add(S.PLANNED)
    return min(found, key=ORDER.index, default=S.NO_MEETING)


def of_a_point(item: AgendaItem, *, drafts: bool) -> CoverageState:
    sent = Minutes.objects.filter(meeting=item.meeting, circulated_at__isnull=False).exists()
    if drafts or sent:
        if Decision.objects.filter(item=item).exists():
            return S.DECIDED
        if item.answer:
            return S.PUT_OFF if item.answer == Answer.PUT_OFF else S.RAISED
    return S.UNKNOWN if item.meeting.historic else S.NOT_LOGGED


def turns(topic: Topic, forum: Forum, moment: datetime, *, drafts: bool) -> list[datetime]:
    """The coming meetings at which the newest proposal has its turn: every n-th since the point was last on an agenda."""
    asked = Placement.objects.filter(topic=topic, forum=forum).order_by("created_at").last()
    if not asked or asked.state != PlacementState.ACCEPTED or not asked.every:
        return []
    meetings = Meeting.objects.filter(forum=forum).exclude(state=MeetingState.CANCELLED).order_by("starts_at")
    points = AgendaItem.objects.filter(forum=forum, topic=topic).exclude(meeting__state=MeetingState.CANCELLED)
    had = {point.meeting_id for point in points if drafts or point.placement_id}
    last = max((meeting.starts_at for meeting in meetings if meeting.pk in had), default=None)
    since = 0
    found: list[datetime] = []
    for meeting in meetings:
        if last and meeting.starts_at <= last:
            continue
        if last is None and not found and meeting.starts_at < moment:
            continue
        since += 1
        day = meeting.starts_at.astimezone(HOME).date()
        due = since >= asked.every or (last is None and not found)
        if meeting.starts_at >= moment and due and (asked.ends_on is None or day <= asked.ends_on):
            found.append(meeting.starts_at)
            since = 0
    return found


def compare(seed: int, topic: Topic, host: Organisation, secretary: Person, coordinator: Person) -> None:
    random = Random(seed)  # noqa: S311  (the same worlds each time)
    forums = [make_forum(organisation=host, name=f"Forum {seed} {number}") for number in range(5)]
    for forum in forums:
        make_seat(forum=forum, organisation=host, office=Office.SECRETARY, person=secretary)
        a_year(random, topic, forum)
    for person, drafts in ((secretary, True), (coordinator, False)):
        for length, count in (("month", 12), ("quarter", 6), ("year", 3)):
            found = coverage_for_reader(PersonActor(person), topic, length=length, count=count)
            rows = {row.forum.pk: row.states(count) for row in found.rows}
            for forum in forums:
                expected = [by_hand(topic, forum, period, NOW, drafts=drafts) for period in found.periods]
                assert rows[forum.pk] == expected, (person.name, forum.name, length)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_every_cell_is_what_a_reckoning_by_hand_gives(
    now: datetime, seed: int, topic: Topic, host: Organisation, secretary: Person, coordinator: Person
) -> None:
    compare(seed, topic, host, secretary, coordinator)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(5, 60))
def test_every_cell_of_many_worlds(
    now: datetime, seed: int, topic: Topic, host: Organisation, secretary: Person, coordinator: Person
) -> None:
    compare(seed, topic, host, secretary, coordinator)


def test_as_of_a_past_day_what_came_later_has_not_happened(
    now: datetime, topic: Topic, host: Organisation, secretary: Person
) -> None:
    forum = make_forum(organisation=host, name="EST")
    make_seat(forum=forum, organisation=host, office=Office.SECRETARY, person=secretary)
    for month, answer in ((9, Answer.RAISED), (10, Answer.DECIDED)):
        meeting = make_meeting(forum=forum, starts_at=datetime(2026, month, 5, 8, tzinfo=UTC))
        made = datetime(2026, 8, 1, tzinfo=UTC)
        make_item(meeting=meeting, topic=topic, answer=answer, created_at=made)
    after = datetime(2026, 9, 20, tzinfo=UTC)
    make_placement(topic=topic, forum=forum, state=PlacementState.DECLINED, created_at=after, answered_at=after)
    then = coverage_for_reader(PersonActor(secretary), topic, count=3, as_of=date(2026, 9, 10))
    row = then.rows[0]
    assert [period.key for period in then.periods] == ["2026-08", "2026-09", "2026-10"]
    assert row.states(3) == [S.NO_MEETING, S.RAISED, S.PLANNED]
    assert (row.asking, row.last_at and row.last_at.month, row.planned_at and row.planned_at.month) == (None, 9, 10)
    assert coverage_for_reader(PersonActor(secretary), topic, as_of=date(2030, 1, 1)).day == timezone.localdate()


def test_groups_and_order(
    now: datetime, topic: Topic, coordinator: Person, host: Organisation, police: Organisation
) -> None:
    facts: list[tuple[str, dict[str, Any]]] = [
        ("B", {"organisation": host, "kind": ForumKind.EST}),
        ("A", {"organisation": police, "external": True, "kind": ForumKind.OTHER}),
        ("C", {"organisation": host, "kind": ForumKind.OTHER}),
    ]
    for name, given in facts:
        make_forum(name=name, **given)
    actor = PersonActor(coordinator)
    found = coverage_for_reader(actor, topic)

    def grouped(by: str, order: str = "gaps") -> list[tuple[str, str]]:
        return [
            (group.name if group else "", row.forum.name) for group, row in coverage_in_groups(actor, found, by, order)
        ]

    assert grouped("", "organisation") == [("", "B"), ("", "C"), ("", "A")]
    assert grouped("organisation") == [("Polisen", "A"), ("Strängnäs kommun", "B"), ("Strängnäs kommun", "C")]
    assert {name for name, _ in grouped("kind")} == {str(ForumKind.EST.label), str(ForumKind.OTHER.label)}
    assert [row for _, row in grouped("municipality")] == ["A", "B", "C"]


def test_page_files_and_cells_tell_the_same(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, host: Organisation, secretary: Person,
    stranger: Person, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    """A coordinator reads the decision of the placed point when its minutes were sent, and nothing of the other point."""
    browser = signed_in(coordinator)
    address = f"/topics/{topic.slug}/coverage/"
    for names in (["=EST"], ["POSOM", "SSPF"]):
        for name in names:
            forum = make_forum(organisation=host, name=name)
            answered = datetime(2026, 10, 2, tzinfo=UTC)
            placed = make_placement(
                topic=topic,
                forum=forum,
                state=PlacementState.DECLINED,
                reason="Ligger hos styrgruppen",
                answered_at=answered,
            )
            meeting = make_meeting(forum=forum, starts_at=datetime(2026, 11, 5, 8, tzinfo=UTC))
            make_decision(item=make_item(meeting=meeting, topic=topic, placement=placed), text="Rutinen gäller.")
            make_decision(item=make_item(meeting=meeting, topic=topic, title="Dolt läge"), text="Dolt beslut.")
            make_minutes(meeting=meeting)
        with django_assert_num_queries(11):
            page = browser.get(address)
        assert page.status_code == 200
    assert "Ligger hos styrgruppen" in page.content.decode()
    table = csv.reader(io.StringIO(b"".join(browser.get(f"{address}csv/?span=12")).decode("utf-8-sig")), delimiter=";")
    head, first, *_rest = list(table)
    assert (len(head), first[0], first[7], first[-3]) == (20, "'=EST", "Ligger hos styrgruppen", str(S.DECIDED.label))
    assert b"".join(browser.get(f"{address}xlsx/?span=24&group=kind"))[:2] == b"PK"
    behind = browser.get(f"{address}est/2026-11/").content.decode()
    assert "Rutinen gäller." in behind
    assert "Dolt" not in behind
    assert "Ligger hos styrgruppen" in browser.get(f"{address}est/2026-Q4/").content.decode()
    assert browser.get(f"{address}est/2026-13/").status_code == 404
    assert signed_in(stranger).get(f"{address}est/2026-11/").status_code == 404
    assert list(signed_in(stranger).get(address).context["page"].object_list) == []
    wrong = browser.get(f"{address}?as_of=2031-01-01&face=table&span=5")
    assert wrong.context["form"].errors.keys() == {"as_of", "span"}


def test_periods() -> None:
    assert [one.key for one in periods_around("quarter", date(2026, 11, 22), 6)] == [
        "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1",
    ]  # fmt: skip
    assert period_of("quarter", date(2026, 11, 22)) == Period("quarter", date(2026, 10, 1), date(2026, 12, 31))
    for key in ("2026-11", "2026-Q4", "2026"):
        period = read_period(key)
        assert period
        assert period.key == key
    assert [read_period(key) for key in ("2026-13", "2026-Q5", "26", "2026-", "0000-01")] == [None] * 5
