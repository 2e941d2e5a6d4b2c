"""Which moments are planned for what: days, roll to working days, 08:00 local, moves, catch-up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from forum.enums import ForumKind, ReminderKind, ReminderState
from forum.models import Reminder
from forum.services.forums import create_forum
from meetings.enums import ActionState, DueKind
from meetings.services.actions import Actor, Owner, change_state, give_action, move_due_date
from meetings.services.meetings import cancel_meeting, create_meeting, reschedule_meeting
from meetings.services.reminders import plan_for_meetings
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from uuid import UUID

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from meetings.models import ActionItem, AgendaItem


@pytest.fixture
def forum(host: Organisation) -> Forum:
    return create_forum(name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=host)


@pytest.fixture
def item(forum: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=forum, starts_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC)))


def _give(item: AgendaItem, day: date | None = None, kind: DueKind = DueKind.DATE) -> ActionItem:
    return give_action(item=item, text="Gör det", owner=Owner(address="a@b.example"), due_kind=kind, due_on=day)


def _moments(object_id: UUID) -> list[str]:
    rows = (
        Reminder.objects.filter(object_id=object_id)
        .exclude(kind=ReminderKind.ACTION_GIVEN)
        .planned()
        .order_by("moment")
    )
    return [f"{row.moment:%m-%d %H:%M} {row.kind.value}" for row in rows]


def _due(*moments: str) -> list[str]:
    return [f"{moment} action_due" for moment in moments]


def test_a_date_is_reminded_before_on_and_after(item: AgendaItem, now: datetime) -> None:
    action = _give(item, date(2026, 12, 9))
    assert _moments(action.pk) == _due(
        "12-02 07:00", "12-08 07:00", "12-09 07:00", "12-14 07:00"
    )  # the 12th is a Saturday


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 14), ("12-07 07:00", "12-11 07:00", "12-14 07:00", "12-17 07:00")),  # a Sunday before: Friday
        (
            date(2026, 12, 26),
            ("12-18 07:00", "12-23 07:00", "12-28 07:00", "12-29 07:00"),
        ),  # Christmas: back to the 23rd, on to the 28th
        (date(2027, 1, 6), ("12-30 07:00", "01-05 07:00", "01-07 07:00", "01-11 07:00")),  # Epiphany
    ],
)
def test_before_rolls_back_and_the_others_forward(
    day: date, expected: tuple[str, ...], item: AgendaItem, now: datetime
) -> None:
    assert set(_moments(_give(item, day).pk)) == set(_due(*expected))


def test_eight_o_clock_is_local_on_both_sides_of_summer_time(item: AgendaItem, now: datetime) -> None:
    action = _give(item, date(2027, 11, 2))  # clocks change on 31 October
    assert _moments(action.pk) == _due("10-26 06:00", "11-01 07:00", "11-02 07:00", "11-05 07:00")


def test_of_a_new_actions_passed_moments_only_the_newest_goes(item: AgendaItem, now: datetime) -> None:
    assert _moments(_give(item, date(2026, 11, 25)).pk) == _due("11-24 07:00", "11-25 07:00", "11-30 07:00")
    assert _moments(_give(item, date(2026, 11, 23)).pk) == _due("11-23 07:00", "11-26 07:00")
    assert _moments(_give(item, date(2026, 11, 8)).pk) == _due("11-11 07:00")
    assert _moments(_give(item, date(2026, 10, 1)).pk) == []  # older than a fortnight: of no use


def test_ongoing_has_none(item: AgendaItem, now: datetime) -> None:
    assert _moments(_give(item, kind=DueKind.ONGOING).pk) == []


def test_moving_the_date_moves_the_rows_and_catches_nothing_up(item: AgendaItem, now: datetime) -> None:
    action = _give(item, date(2026, 12, 9))
    move_due_date(action_id=action.pk, version=1, due_on=date(2026, 11, 27), reason="Behövs förr", actor=Actor())
    assert _moments(action.pk) == _due("11-26 07:00", "11-27 07:00", "11-30 07:00")


def test_done_withdraws_and_taking_up_again_plans_anew(item: AgendaItem, now: datetime) -> None:
    action = _give(item, date(2026, 12, 9))
    planned = _moments(action.pk)
    done = change_state(action_id=action.pk, version=1, state=ActionState.DONE, actor=Actor())
    assert _moments(action.pk) == []
    change_state(action_id=action.pk, version=done.version, state=ActionState.OPEN, actor=Actor())
    assert _moments(action.pk) == planned


def test_what_was_released_is_not_planned_again(item: AgendaItem, now: datetime) -> None:
    action = _give(item, date(2026, 12, 9))
    Reminder.objects.filter(object_id=action.pk, moment__day=2).update(state=ReminderState.RELEASED)
    moved = move_due_date(action_id=action.pk, version=1, due_on=date(2026, 12, 20), reason="Mer tid", actor=Actor())
    move_due_date(
        action_id=action.pk, version=moved.version, due_on=date(2026, 12, 9), reason="Ändå inte", actor=Actor()
    )
    assert _moments(action.pk) == _due("12-08 07:00", "12-09 07:00", "12-14 07:00")


def test_next_meeting_follows_a_new_a_moved_and_a_cancelled_meeting(
    forum: Forum, item: AgendaItem, now: datetime
) -> None:
    action = _give(item, kind=DueKind.NEXT_MEETING)
    assert (action.due_on, _moments(action.pk)) == (None, [])

    at = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
    meeting = create_meeting(forum=forum, starts_at=at, ends_at=at + timedelta(hours=1))
    assert action.refreshed().due_on == date(2026, 12, 17)
    earlier = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)  # half past midnight on the 10th in Stockholm
    moved = reschedule_meeting(meeting_id=meeting.pk, version=1, starts_at=earlier, ends_at=earlier)
    assert action.refreshed().due_on == date(2026, 12, 10)
    assert _moments(action.pk) == _due("12-03 07:00", "12-09 07:00", "12-10 07:00", "12-14 07:00")

    later = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
    create_meeting(forum=forum, starts_at=later, ends_at=later)
    assert action.refreshed().due_on == date(2026, 12, 10)
    cancel_meeting(meeting_id=meeting.pk, version=moved.version, reason="Sjukdom")
    assert action.refreshed().due_on == date(2027, 1, 20)


@pytest.mark.parametrize("number", [1, 3])
def test_many_follow_at_the_cost_of_one(
    number: int, forum: Forum, item: AgendaItem, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions = [_give(item, kind=DueKind.NEXT_MEETING) for _ in range(number)]
    at = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
    with django_assert_num_queries(39):
        create_meeting(forum=forum, starts_at=at, ends_at=at)
    assert {action.refreshed().due_on for action in actions} == {at.date()}


def _meeting_moments(forum: Forum, starts_at: datetime, **facts: Any) -> list[str]:
    meeting = create_meeting(forum=forum, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **facts)
    return _moments(meeting.pk)


def test_a_meeting_is_reminded_of_by_agenda_day_before_and_outcome(forum: Forum, now: datetime) -> None:
    assert _meeting_moments(forum, datetime(2026, 12, 10, 8, 0, tzinfo=UTC)) == [
        "12-03 07:00 meeting_agenda",
        "12-09 07:00 meeting_ahead",
        "12-11 07:00 log_outcome",
    ]


def test_of_a_meeting_that_is_new_tomorrow_the_newest_of_each_kind_goes_at_once(forum: Forum, now: datetime) -> None:
    assert _meeting_moments(forum, datetime(2026, 11, 25, 8, 0, tzinfo=UTC)) == [
        "11-18 07:00 meeting_agenda",
        "11-24 07:00 meeting_ahead",
        "11-26 07:00 log_outcome",
    ]


def test_the_outcome_is_asked_for_after_the_last_day(forum: Forum, now: datetime) -> None:
    first = datetime(2026, 12, 9, 23, 0, tzinfo=UTC)  # all day the 10th and 11th, Thursday and Friday
    meeting = create_meeting(forum=forum, starts_at=first, ends_at=first + timedelta(days=2), all_day=True)
    assert _moments(meeting.pk)[-1] == "12-14 07:00 log_outcome"


def test_historic_cancelled_and_archived_meetings_have_none(forum: Forum, now: datetime) -> None:
    at = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
    assert _meeting_moments(forum, at, historic=True) == []
    meeting = make_meeting(forum=forum, starts_at=at)
    plan_for_meetings(forum, [meeting])
    assert len(_moments(meeting.pk)) == 3
    cancel_meeting(meeting_id=meeting.pk, version=1, reason="Sjukdom")
    assert _moments(meeting.pk) == []


def test_a_meeting_moved_within_its_day_keeps_moments_but_not_their_end(forum: Forum, now: datetime) -> None:
    meeting = make_meeting(forum=forum, starts_at=datetime(2026, 12, 10, 8, 0, tzinfo=UTC))
    plan_for_meetings(forum, [meeting])
    later = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)
    reschedule_meeting(meeting_id=meeting.pk, version=1, starts_at=later, ends_at=later)
    ends = Reminder.objects.filter(object_id=meeting.pk, kind=ReminderKind.MEETING_AHEAD).values_list(
        "expires_at", flat=True
    )
    assert list(ends) == [later]


@pytest.mark.parametrize("number", [1, 300])
def test_planning_costs_the_same_for_one_and_many(
    number: int, forum: Forum, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False):
        meetings = [
            make_meeting(forum=forum, starts_at=datetime(2026, 12, 3, 8, 0, tzinfo=UTC) + timedelta(days=day))
            for day in range(number)
        ]
        with django_assert_num_queries(6):
            plan_for_meetings(forum, meetings)
    assert Reminder.objects.count() == 3 * number
