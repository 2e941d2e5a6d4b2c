"""A letter that waits for another try is taken back when what it says has changed, and written anew where something is left."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from forum.calendar.workdays import previous_working_day
from forum.delivery.dispatch import claim, dispatch_due, sweep
from forum.delivery.lease import Lease
from forum.enums import MessageKind, MessageState, NoticeSender, ReminderKind, ReminderState, Silence
from forum.models import Forum, OutboxMessage, Person, Reminder
from forum.services.accounts import deactivate_person
from forum.services.reminders import moment_of
from forum.services.seats import succeed_in_seat
from meetings.enums import ActionState, DueKind
from meetings.services.actions import Actor, change_state, move_due_date
from meetings.services.meetings import cancel_meeting, reschedule_meeting
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from meetings.services.notices import send_notice
from meetings.services.release import release_due_reminders
from meetings.tasks import release_due
from tests.factories import make_action, make_item, make_meeting, make_reminder, make_rule
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from meetings.models import ActionItem, AgendaItem, Meeting
    from tests.sink import Sink

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides, so that these tests live today
TO = "rektor@skolan.example"


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _action(item: AgendaItem, text: str, address: str = TO, **facts: Any) -> ActionItem:
    """Due today, with today's rule of the forum."""
    facts = {"due_kind": DueKind.DATE, "due_on": TODAY.date(), **facts}
    return make_action(origin=item, text=text, owner_address=address, **facts)


def _remind(*actions: ActionItem) -> None:
    """All at one moment, and released: their letters wait in the outbox."""
    moment = TODAY - timedelta(minutes=1)
    for action in actions:
        make_reminder(of=action, moment=moment)
    release_due_reminders()


def _letters() -> list[tuple[str, str, str]]:
    """State, why, and what is listed, oldest first."""
    known = ("Första", "Andra", "Tredje")
    rows = OutboxMessage.objects.order_by("pk")
    return [(row.state.value, str(row.silence), "+".join(w for w in known if w in text_of(row))) for row in rows]


def _finish(action: ActionItem) -> None:
    change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=Actor())


def test_what_was_done_leaves_the_letter_and_the_rest_is_written_anew(item: AgendaItem) -> None:
    first, second = _action(item, "Första"), _action(item, "Andra")
    _remind(first, second)
    assert _letters() == [("queued", "", "Första+Andra")]

    _finish(first)
    release_due_reminders()

    assert _letters() == [("withdrawn", "done", "Första+Andra"), ("queued", "", "Andra")]
    of_first = Reminder.objects.get(object_id=first.pk)
    assert (of_first.state, of_first.silence) == (ReminderState.WITHDRAWN, Silence.DONE)
    assert Reminder.objects.get(object_id=second.pk).state == ReminderState.RELEASED


def test_a_moved_day_takes_the_letter_back_and_plans_the_new_one(item: AgendaItem) -> None:
    action = _action(item, "Första")
    make_rule(forum=item.meeting.forum)
    _remind(action)
    later = TODAY.date() + timedelta(days=10)
    move_due_date(action_id=action.pk, version=None, due_on=later, reason="Mer tid", actor=Actor())
    release_due_reminders()

    assert _letters() == [("withdrawn", "changed", "Första")]
    (planned,) = Reminder.objects.filter(object_id=action.pk)
    assert planned.state == ReminderState.PLANNED
    assert planned.moment.date() >= later


def test_taken_up_again_it_is_written_again(item: AgendaItem) -> None:
    day = previous_working_day(TODAY.date() - timedelta(days=1))
    action, rule = _action(item, "Första", due_on=day), make_rule(forum=item.meeting.forum)
    make_reminder(of=action, rule=rule, moment=moment_of(rule, day, "Europe/Stockholm"))
    release_due_reminders()
    _finish(action)
    change_state(action_id=action.pk, version=None, state=ActionState.IN_PROGRESS, actor=Actor())
    release_due_reminders()

    assert _letters() == [("withdrawn", "done", "Första"), ("queued", "", "Första")]
    assert Reminder.objects.get(object_id=action.pk).state == ReminderState.RELEASED


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_a_meeting_that_moves_takes_back_what_waits_and_only_that(
    what: str, council: Forum, secretary: Person, member: Person
) -> None:
    meeting = make_meeting(forum=council, noticed=True, starts_at=TODAY + timedelta(days=20))
    make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD)
    release_due_reminders()
    got = OutboxMessage.objects.get(person=secretary)
    OutboxMessage.objects.filter(pk=got.pk).update(state=MessageState.SENT)
    waiting = OutboxMessage.objects.filter(state=MessageState.QUEUED).count()

    if what == "moved":
        at = TODAY + timedelta(days=30)
        reschedule_meeting(meeting_id=meeting.pk, version=None, starts_at=at, ends_at=at)
    else:
        cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")
    release_due_reminders()

    letters = OutboxMessage.objects.filter(kind=MessageKind.REMINDER)
    assert letters.filter(state=MessageState.WITHDRAWN).count() == waiting
    assert letters.filter(state=MessageState.QUEUED).count() == 0
    assert letters.get(person=secretary).state == MessageState.SENT


def test_who_got_it_gets_no_second_when_another_is_written_to_anew(
    council: Forum, item: AgendaItem, secretary: Person, member: Person
) -> None:
    """The member's letter waits and lists an action as well; the secretary's, about the meeting alone, was sent."""
    meeting = make_meeting(forum=council, noticed=True, starts_at=TODAY + timedelta(days=1))
    moment = TODAY - timedelta(minutes=1)
    action = _action(item, "Första", str(member.email))
    make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD, moment=moment)
    make_reminder(of=action, moment=moment)
    release_due_reminders()
    OutboxMessage.objects.exclude(person=member).update(state=MessageState.SENT)

    _finish(action)
    release_due_reminders()

    per_person = [OutboxMessage.objects.filter(person=one).count() for one in (secretary, member)]
    assert per_person == [1, 2]
    assert sorted(OutboxMessage.objects.filter(person=member).values_list("state", flat=True)) == [
        "queued",
        "withdrawn",
    ]


def test_the_holder_who_left_gets_no_letter_that_waited_and_the_successor_does(
    council: Forum, item: AgendaItem, member: Person, official: Person
) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    _remind(make_action(origin=item, text="Första", owner_seat=seat, due_kind=DueKind.DATE, due_on=TODAY.date()))
    succeed_in_seat(seat=seat, person=official, starts_on=TODAY.date())
    release_due_reminders()

    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "state", "silence")
    assert list(rows) == [(member.email, "withdrawn", "seats"), (official.email, "queued", "")]


def test_notices_and_minutes_that_waited_go_to_who_has_the_seat_now(
    council: Forum, secretary: Person, member: Person, official: Person
) -> None:
    """Whoever has got the letter already gets no second, and the former holder none."""
    Forum.objects.filter(pk=council.pk).update(notices_from=NoticeSender.SAMVERKA)
    ahead = make_meeting(forum=council.refreshed(), starts_at=TODAY + timedelta(days=20))
    held = make_meeting(forum=council, starts_at=TODAY - timedelta(days=2))
    make_item(meeting=held)
    minutes = draw_up_minutes(meeting=held, drawn_up_by=secretary)
    send_notice(meeting_id=ahead.pk, version=None, sent_by=secretary)
    circulate_minutes(minutes_id=minutes.pk, version=None, circulated_by=secretary)
    before = set(OutboxMessage.objects.exclude(recipient=member.email).values_list("pk", flat=True))
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    succeed_in_seat(seat=seat, person=official, starts_on=TODAY.date())
    release_due()
    release_due()  # nothing is left to do

    told = OutboxMessage.objects.filter(recipient__in=[member.email, official.email]).order_by("pk")
    assert list(told.values_list("recipient", "kind", "state", "silence")) == [
        (member.email, "notice", "withdrawn", "seats"),
        (member.email, "minutes", "withdrawn", "seats"),
        (official.email, "notice", "queued", ""),
        (official.email, "minutes", "queued", ""),
    ]
    assert set(OutboxMessage.objects.exclude(pk__in=told).values_list("pk", flat=True)) == before


def test_somebody_shut_out_gets_nothing_that_waited(item: AgendaItem, official: Person) -> None:
    _remind(make_action(origin=item, text="Första", owner_person=official, due_kind=DueKind.DATE, due_on=TODAY.date()))
    deactivate_person(person_id=official.pk, version=None)
    release_due_reminders()

    assert [row[:2] for row in _letters()] == [("withdrawn", "seats")]
    assert Reminder.objects.get().silence == Silence.NOBODY


def test_a_notice_that_waits_is_replaced_by_the_one_that_is_right(council: Forum, secretary: Person) -> None:
    Forum.objects.filter(pk=council.pk).update(notices_from=NoticeSender.SAMVERKA)
    meeting = make_meeting(forum=council.refreshed(), starts_at=TODAY + timedelta(days=20))
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    number = OutboxMessage.objects.count()
    at = TODAY + timedelta(days=22)
    reschedule_meeting(meeting_id=meeting.pk, version=None, starts_at=at, ends_at=at)
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")

    kinds = OutboxMessage.objects.order_by("pk").values_list("kind", "state", "silence")
    assert list(kinds) == (
        [("notice", "withdrawn", "changed")] * number
        + [("notice", "withdrawn", "cancelled")] * number
        + [("cancellation", "queued", "")] * number
    )


def test_a_replaced_version_of_the_minutes_is_not_sent_after_the_new_one(council: Forum, secretary: Person) -> None:
    meeting = make_meeting(forum=council, starts_at=TODAY - timedelta(days=2))
    make_item(meeting=meeting)
    minutes = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    minutes = circulate_minutes(minutes_id=minutes.pk, version=None, circulated_by=secretary)
    number = OutboxMessage.objects.count()
    draft = begin_correction(minutes_id=minutes.pk, version=None, reason="Fel namn", begun_by=secretary)
    circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)

    states = OutboxMessage.objects.order_by("pk").values_list("state", "silence")
    assert list(states) == [("withdrawn", "newer")] * number + [("queued", "")] * number


def test_what_a_sender_has_in_hand_is_left_and_never_tried_again(item: AgendaItem) -> None:
    first, second = _action(item, "Första"), _action(item, "Andra")
    _remind(first, second)
    with Lease() as lease:
        assert len(claim(lease)) == 1
        _finish(first)
        assert _letters() == [("sending", "", "Första+Andra")]

    OutboxMessage.objects.update(lease_until=TODAY - timedelta(hours=1))
    sweep()  # its sender has died
    with Lease() as another:
        assert claim(another) == []
    release_due()

    assert _letters() == [("withdrawn", "done", "Första+Andra"), ("queued", "", "Andra")]


def test_what_a_sender_has_in_hand_may_still_arrive_and_then_nothing_more_comes(item: AgendaItem, sink: Sink) -> None:
    first = _action(item, "Första")
    _remind(first)
    with Lease() as lease:
        claim(lease)
        _finish(first)
    OutboxMessage.objects.update(state=MessageState.SENT)
    release_due()
    dispatch_due()

    assert _letters() == [("sent", "", "Första")]
    assert sink.messages() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_a_release_that_read_the_old_state(item: AgendaItem) -> None:
    """The release has locked the reminder and read the action; the change, made meanwhile, finds and withdraws its letter."""
    action = _action(item, "Första")
    make_reminder(of=action)
    ready, go = threading.Event(), threading.Event()

    def finish() -> None:
        ready.set()
        _finish(action)
        connection.close()
        go.set()

    thread = threading.Thread(target=finish)
    with transaction.atomic():
        release_due_reminders()
        thread.start()
        ready.wait(5)
        assert not go.wait(0.5)
    thread.join(10)
    release_due_reminders()

    assert _letters() == [("withdrawn", "done", "Första")]


@pytest.mark.django_db(transaction=True)
def test_a_claim_and_a_change_at_the_same_time_leave_one_of_two_ends(item: AgendaItem) -> None:
    """Whoever has the row first wins: the letter is withdrawn, or it is in the sender's hands and marked."""
    for number in range(10):
        action = _action(item, "Första", f"a{number}@skolan.example")
        _remind(action)
        claimed: list[int] = []

        def take(claimed: list[int] = claimed) -> None:
            with Lease() as lease:
                claimed.append(len(claim(lease)))
            connection.close()

        thread = threading.Thread(target=take)
        thread.start()
        _finish(action)
        thread.join(10)
        row = OutboxMessage.objects.get(recipient=f"a{number}@skolan.example")
        stale = row.causes.exclude(stale="").exists()
        assert (row.state, stale, claimed) in (
            (MessageState.WITHDRAWN, False, [0]),
            (MessageState.SENDING, True, [1]),
        )
        OutboxMessage.objects.all().delete()


def test_moved_to_an_earlier_day_the_newest_passed_moment_goes_once(council: Forum) -> None:
    """A meeting that is moved to an earlier day: of the moments that passed meanwhile the newest goes, once."""
    meeting: Meeting = make_meeting(forum=council, noticed=True, starts_at=TODAY + timedelta(days=9))
    for offset in (-7, -30):
        make_rule(forum=council, kind=ReminderKind.MEETING_AHEAD, offset_days=offset)
    make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD, moment=TODAY - timedelta(hours=1))
    release_due_reminders()
    waiting = OutboxMessage.objects.count()
    at = TODAY + timedelta(days=3)
    reschedule_meeting(meeting_id=meeting.pk, version=None, starts_at=at, ends_at=at + timedelta(hours=1))
    release_due_reminders()

    states = sorted(OutboxMessage.objects.values_list("state", flat=True))
    assert states == ["queued"] * waiting + ["withdrawn"] * waiting
