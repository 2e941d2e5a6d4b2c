"""What comes to the next agenda by itself: every n-th meeting, from–to, put off; once and at a constant cost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from forum.enums import Office, PlacementState
from forum.models import Forum
from meetings.enums import Answer, ItemOpenness, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.meetings import cancel_meeting, create_meeting
from meetings.services.standing import end_proposals, place_standing_items, place_standing_items_everywhere
from tests.factories import make_forum, make_item, make_meeting, make_placement, make_topic

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Topic

FIRST = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def meetings(council: Forum) -> list[Meeting]:
    """Of a forum that wants no follow-up on its agendas, which is another matter (test_follow_up.py)."""
    council.recalls_minutes = council.recalls_decisions = council.recalls_actions = False
    council.save()
    return [make_meeting(forum=council, starts_at=FIRST + number * WEEK) for number in range(6)]


def _walk(forum: Forum, meetings: list[Meeting]) -> list[int]:
    """Goes from meeting to meeting in time and tells on which of them the item stood."""
    for meeting in meetings:
        with time_machine.travel(meeting.starts_at - timedelta(days=1), tick=False):
            place_standing_items(forum=forum)
            place_standing_items(forum=forum)
    return [number for number, meeting in enumerate(meetings) for _item in meeting.items.all()]


@pytest.mark.parametrize(("every", "expected"), [(0, [0]), (1, [0, 1, 2, 3, 4, 5]), (2, [0, 2, 4]), (4, [0, 4])])
def test_once_or_every_nth(
    every: int, expected: list[int], council: Forum, meetings: list[Meeting], topic: Topic
) -> None:
    make_placement(topic=topic, forum=council, every=every)
    assert _walk(council, meetings) == expected


def test_a_cancelled_meeting_does_not_count(council: Forum, meetings: list[Meeting], topic: Topic) -> None:
    make_placement(topic=topic, forum=council, every=2)
    Meeting.objects.filter(pk=meetings[1].pk).update(state=MeetingState.CANCELLED)
    assert _walk(council, [meetings[0], *meetings[2:]]) == [0, 2, 4]


def test_from_and_to_are_days(council: Forum, meetings: list[Meeting], topic: Topic) -> None:
    make_placement(topic=topic, forum=council, every=1, starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 24))
    assert _walk(council, meetings) == [1, 2, 3]


@pytest.mark.parametrize("state", [state for state in PlacementState if state != PlacementState.ACCEPTED])
def test_only_what_was_accepted(state: PlacementState, council: Forum, meetings: list[Meeting], topic: Topic) -> None:
    make_placement(topic=topic, forum=council, state=state, every=1)
    assert _walk(council, meetings) == []


def test_an_archived_forum_and_one_without_meetings_get_nothing(
    council: Forum, network: Forum, meetings: list[Meeting], topic: Topic, now: datetime
) -> None:
    make_placement(topic=topic, forum=council)
    Forum.objects.filter(pk=council.pk).update(archived_at=now)
    make_placement(topic=topic, forum=network)
    assert (place_standing_items(forum=council), place_standing_items(forum=network)) == ([], [])


def test_cancelling_brings_it_to_the_next_and_a_new_meeting_gets_it_at_once(
    council: Forum, topic: Topic, now: datetime
) -> None:
    make_placement(topic=topic, forum=council, title="Frågan")
    first = create_meeting(forum=council, starts_at=FIRST, ends_at=FIRST)
    second = create_meeting(forum=council, starts_at=FIRST + WEEK, ends_at=FIRST + WEEK)
    assert [list(row.items.values_list("title", flat=True)) for row in (first, second)] == [["Frågan"], []]
    cancel_meeting(meeting_id=first.pk, version=None, reason="Sjukdom")
    assert list(second.items.values_list("title", flat=True)) == ["Frågan"]


# Put off


def _put_off(meeting: Meeting, **facts: Any) -> AgendaItem:
    return make_item(
        meeting=meeting,
        title="Bordlagd",
        answer=Answer.PUT_OFF,
        registry_number="KS 2026:1",
        notes="Hann inte",
        **facts,
    )


def test_what_was_put_off_is_carried_with_its_count_and_readers(council: Forum, meetings: list[Meeting]) -> None:
    item = _put_off(meetings[0], openness=ItemOpenness.NAMED_SEATS)
    make_item(meeting=meetings[0], title="Klar", answer=Answer.DECIDED)
    item.named_seats.set([council.seats.get(office=Office.CHAIR)])
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        (carried,) = place_standing_items(forum=council)
        assert place_standing_items(forum=council) == []
    again = AgendaItem.objects.get(pk=carried.pk)
    assert (again.meeting, again.title, again.carried_from, again.times_put_off, again.registry_number) == (
        meetings[1],
        "Bordlagd",
        item,
        1,
        "KS 2026:1",
    )
    assert (again.notes, again.answer, again.openness, list(again.named_seats.all())) == (
        "",
        "",
        ItemOpenness.NAMED_SEATS,
        list(item.named_seats.all()),
    )
    AgendaItem.objects.filter(pk=carried.pk).update(answer=Answer.PUT_OFF)
    with time_machine.travel(FIRST + WEEK + timedelta(days=1), tick=False):
        assert [row.times_put_off for row in place_standing_items(forum=council)] == [2]


def test_what_was_carried_to_a_cancelled_meeting_is_carried_on(council: Forum, meetings: list[Meeting]) -> None:
    _put_off(meetings[0])
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        place_standing_items(forum=council)
        cancel_meeting(meeting_id=meetings[1].pk, version=None, reason="Sjukdom")
    assert list(meetings[2].items.values_list("title", flat=True)) == ["Bordlagd"]


def test_a_standing_item_put_off_comes_once_and_not_when_taken_back(
    council: Forum, meetings: list[Meeting], topic: Topic
) -> None:
    placement = make_placement(topic=topic, forum=council, every=1)
    _put_off(meetings[0], placement=placement)
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        assert [row.times_put_off for row in place_standing_items(forum=council)] == [1]
    AgendaItem.objects.filter(meeting=meetings[1]).delete()
    placement.state = PlacementState.WITHDRAWN
    placement.save()
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        assert place_standing_items(forum=council) == []


# Cost, and the hourly round


@pytest.mark.parametrize("number", [1, 3])
def test_many_items_cost_what_one_costs(
    number: int,
    council: Forum,
    host: Organisation,
    meetings: list[Meeting],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(number):
        make_placement(topic=make_topic(organisation=host, name=f"Fråga {n}"), forum=council, every=1)
        _put_off(meetings[0], openness=ItemOpenness.NAMED_SEATS).named_seats.set(council.seats.all())
    with time_machine.travel(FIRST + timedelta(days=1), tick=False), django_assert_num_queries(18):
        assert len(place_standing_items(forum=council)) == 2 * number


def test_the_hourly_round_reaches_every_forum(council: Forum, host: Organisation, topic: Topic, now: datetime) -> None:
    other = make_forum(organisation=host, name="Annan")
    for forum in (council, other):
        make_meeting(forum=forum)
        make_placement(topic=topic, forum=forum)
    assert [place_standing_items_everywhere(), place_standing_items_everywhere()] == [2, 0]


def test_proposals_end_when_their_time_is_over_or_they_were_taken_up(
    council: Forum, host: Organisation, now: datetime
) -> None:
    held = make_meeting(forum=council, starts_at=now - WEEK)
    facts: list[tuple[str, dict[str, Any], str | None]] = [
        ("Slut", {"every": 1, "ends_on": date(2026, 11, 23)}, None),
        ("Sista dagen", {"every": 1, "ends_on": date(2026, 11, 24)}, None),
        ("Behandlad", {}, Answer.RAISED),
        ("Bordlagd", {}, Answer.PUT_OFF),
        ("Stående", {"every": 2}, Answer.RAISED),
        ("Ohanterad", {}, ""),
    ]
    for name, given, answer in facts:
        placement = make_placement(topic=make_topic(organisation=host, name=name), forum=council, **given)
        if answer is not None:
            make_item(meeting=held, placement=placement, answer=answer)
    assert [end_proposals(), end_proposals()] == [2, 0]
    assert set(council.placements.filter(state=PlacementState.ENDED).values_list("title", flat=True)) == {
        "Slut",
        "Behandlad",
    }
