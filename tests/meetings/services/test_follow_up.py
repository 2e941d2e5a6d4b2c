"""The next agenda follows up the last meeting: one row, computed content, each line for who may read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from forum.enums import ItemKind, MinutesForm, Office
from forum.models import PersonActor
from meetings.enums import ActionState, Answer, DueKind, ItemOpenness, MeetingState, MinutesState
from meetings.models import AgendaItem, Meeting
from meetings.selectors.follow_up import FollowUp, follow_up_for_reader
from meetings.services.agendas import remove_item, take_back_left_out
from meetings.services.follow_up_words import as_sent_for_reader
from meetings.services.meetings import cancel_meeting, create_meeting, reschedule_meeting
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from meetings.services.notices import send_notice
from meetings.services.outcomes import write_outcome
from meetings.services.standing import place_standing_items, place_standing_items_everywhere
from tests.factories import make_action, make_decision, make_item, make_meeting, make_minutes

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person

LAST = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
NEXT = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
TITLE = "Föregående protokoll och uppföljning"


@pytest.fixture
def last(council: Forum, now: datetime) -> Meeting:
    return make_meeting(forum=council, starts_at=LAST, noticed=True)


@pytest.fixture
def meeting(council: Forum, last: Meeting) -> Meeting:
    meeting = make_meeting(forum=council, starts_at=NEXT)
    place_standing_items(forum=council)
    return meeting


def row(meeting: Meeting) -> AgendaItem:
    item: AgendaItem = meeting.items.select_related("recalls", "meeting__forum").get(recalls__isnull=False)
    return item


def said_to(person: Person, meeting: Meeting) -> FollowUp:
    said = follow_up_for_reader(row(meeting), PersonActor(person))
    assert said
    return said


def agenda(meeting: Meeting) -> list[tuple[int, str]]:
    return list(meeting.items.order_by("position").values_list("position", "title"))


# The row


def test_one_row_stands_first_and_comes_once(council: Forum, last: Meeting) -> None:
    meeting = make_meeting(forum=council, starts_at=NEXT)
    make_item(meeting=meeting, title="Belysning")
    for _ in range(3):
        place_standing_items(forum=council)
    assert agenda(meeting) == [(1, TITLE), (2, "Belysning")]
    assert (row(meeting).kind, row(meeting).recalls, row(meeting).minutes) == (ItemKind.FOLLOW_UP, last, 10)


def test_notes_have_their_own_title(council: Forum, last: Meeting) -> None:
    council.minutes_form = MinutesForm.NOTES
    council.save()
    meeting = create_meeting(forum=council, starts_at=NEXT, ends_at=NEXT)
    assert agenda(meeting) == [(1, "Föregående anteckningar och uppföljning")]


@pytest.mark.parametrize("facts", [{"historic": True}, {"state": MeetingState.CANCELLED}])
def test_nothing_follows_up_what_was_not_held_or_never_logged_here(
    facts: dict[str, Any], council: Forum, now: datetime
) -> None:
    make_meeting(forum=council, starts_at=LAST, **facts)
    assert agenda(create_meeting(forum=council, starts_at=NEXT, ends_at=NEXT)) == []


def test_a_forum_led_by_others_makes_its_own_agenda(network: Forum, now: datetime) -> None:
    make_meeting(forum=network, starts_at=LAST)
    assert agenda(create_meeting(forum=network, starts_at=NEXT, ends_at=NEXT)) == []


def test_a_forum_switches_it_off(council: Forum, meeting: Meeting) -> None:
    council.recalls_minutes = council.recalls_decisions = council.recalls_actions = False
    council.save()
    place_standing_items(forum=council)
    assert agenda(meeting) == []


def test_taken_off_by_hand_it_stays_away_until_it_is_taken_back(council: Forum, meeting: Meeting) -> None:
    make_item(meeting=meeting, title="Belysning")
    remove_item(item_id=row(meeting).pk, version=None)
    place_standing_items(forum=council)
    assert agenda(meeting) == [(1, "Belysning")]
    take_back_left_out(meeting=meeting)
    assert agenda(meeting) == [(1, TITLE), (2, "Belysning")]


def test_it_moves_with_what_is_the_next_meeting(council: Forum, meeting: Meeting) -> None:
    extra = create_meeting(forum=council, starts_at=NEXT - WEEK, ends_at=NEXT - WEEK)
    assert (agenda(extra), agenda(meeting)) == ([(1, TITLE)], [])
    reschedule_meeting(meeting_id=extra.pk, version=None, starts_at=NEXT + WEEK, ends_at=NEXT + WEEK)
    assert (agenda(extra), agenda(meeting)) == ([], [(1, TITLE)])
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")
    assert agenda(extra) == [(1, TITLE)]


def test_when_another_meeting_is_the_last_it_follows_that_one(council: Forum, meeting: Meeting, last: Meeting) -> None:
    following = make_meeting(forum=council, starts_at=NEXT + WEEK)
    with time_machine.travel(NEXT + timedelta(days=1), tick=False):
        assert place_standing_items_everywhere() == 0
        assert (row(following).recalls, row(meeting).recalls) == (meeting, last)


def test_after_the_notice_numbers_stay(council: Forum, last: Meeting) -> None:
    meeting = make_meeting(forum=council, starts_at=NEXT, noticed=True)
    make_item(meeting=meeting, title="Belysning")
    place_standing_items(forum=council)
    assert agenda(meeting) == [(1, "Belysning"), (2, TITLE)]


# What it says


def test_it_tells_minutes_decisions_with_their_actions_and_what_is_open(
    secretary: Person, meeting: Meeting, last: Meeting, council: Forum
) -> None:
    minutes = make_minutes(meeting=last, state=MinutesState.APPROVED)
    decided = make_item(meeting=last, title="Belysning", answer=Answer.DECIDED)
    decision = make_decision(item=decided, text="Belysningen byggs ut")
    under = make_action(origin=decided, due_on=date(2026, 11, 20), due_kind=DueKind.DATE)
    older = make_item(meeting=make_meeting(forum=council, starts_at=LAST - 4 * WEEK))
    done_before = make_action(origin=older, state=ActionState.DONE, finished_at=LAST - WEEK)
    done_since = make_action(origin=older, state=ActionState.DONE, finished_at=LAST + WEEK)
    ongoing = make_action(origin=older)
    due_next = make_action(origin=older, due_kind=DueKind.NEXT_MEETING, due_on=NEXT.date())
    late = make_action(origin=older, due_kind=DueKind.DATE, due_on=date(2026, 11, 23))
    given_here = make_action(origin=row(meeting))

    said = said_to(secretary, meeting)

    assert (said.meeting, said.minutes, said.decisions, said.overdue()) == (last, minutes, [decision], 2)
    assert [list(item.actions.all()) for item in said.items] == [[under]]
    assert said.actions == [late, due_next, ongoing, done_since]
    assert not {done_before, given_here} & set(said.all_actions)


def test_each_part_can_be_left_out(secretary: Person, meeting: Meeting, last: Meeting, council: Forum) -> None:
    make_minutes(meeting=last)
    item = make_item(meeting=last)
    make_decision(item=item)
    action = make_action(origin=item)
    council.recalls_decisions = council.recalls_minutes = False
    council.save()
    said = said_to(secretary, meeting)
    assert (said.minutes, said.items, said.actions) == (None, [], [action])
    council.recalls_decisions, council.recalls_actions = True, False
    council.save()
    said = said_to(secretary, meeting)
    assert (said.items, said.actions) == ([item], [])


def test_a_partner_reads_what_was_sent_and_is_open(
    secretary: Person, member: Person, meeting: Meeting, last: Meeting, police: Organisation
) -> None:
    shut = make_item(meeting=last, title="Läcker", openness=ItemOpenness.OWN_ORGANISATION)
    make_decision(item=shut, text="Läcker")
    make_action(origin=shut, text="Läcker")
    own = make_action(origin=shut, text="Polisens eget", owner_organisation=police)
    own.owner_organisation, own.owner_person = None, member
    own.save()
    opened = make_item(meeting=last)
    decision = make_decision(item=opened)
    assert (said_to(member, meeting).decisions, said_to(member, meeting).all_actions) == ([], [own])
    make_minutes(meeting=last)
    assert (said_to(member, meeting).decisions, said_to(member, meeting).all_actions) == ([decision], [own])
    assert len(said_to(secretary, meeting).decisions) == 2


def test_who_is_only_called_does_not_see_the_row(meeting: Meeting, observer: Person, coordinator: Person) -> None:
    for person in (observer, coordinator):
        assert not AgendaItem.objects.visible_to(PersonActor(person)).filter(meeting=meeting).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_much_costs_what_little_costs(
    number: int, secretary: Person, meeting: Meeting, last: Meeting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_minutes(meeting=last)
    seat = meeting.forum.seats.get(office=Office.CHAIR)
    for _ in range(number):
        item = make_item(meeting=last)
        make_decision(item=item)
        make_action(origin=item, owner_seat=seat)
        make_action(origin=make_item(meeting=last), owner_seat=seat)
    item = row(meeting)
    with django_assert_num_queries(5):
        said = follow_up_for_reader(item, PersonActor(secretary))
        assert said
        assert len(said.all_actions) == 2 * number


# As it was sent, and as the minutes tell it


def test_what_the_notice_said_stays(secretary: Person, member: Person, meeting: Meeting, last: Meeting) -> None:
    make_minutes(meeting=last)
    item = make_item(meeting=last, answer=Answer.DECIDED)
    make_decision(item=item, text="Belysningen byggs ut")
    action = make_action(origin=item)
    shut = make_item(meeting=last, openness=ItemOpenness.OWN_ORGANISATION)
    make_decision(item=shut, text="Läcker")
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    action.state, action.finished_at = ActionState.DONE, datetime(2026, 11, 25, tzinfo=UTC)
    action.save()

    sent = as_sent_for_reader(row(meeting), PersonActor(member))

    assert sent
    assert sent["minutes"] == "Protokoll 10 november 2026: utskickat, väntar på justering"
    assert [(line["text"], [one["state"] for one in line["actions"]]) for line in sent["decisions"]] == [
        ("Belysningen byggs ut", ["inte påbörjat"])
    ]
    everything = as_sent_for_reader(row(meeting), PersonActor(secretary))
    assert everything
    assert len(everything["decisions"]) == 2


def test_minutes_recount_what_was_followed_up_and_a_correction_keeps_it(
    secretary: Person, meeting: Meeting, last: Meeting, council: Forum
) -> None:
    item = make_item(meeting=last, answer=Answer.DECIDED)
    decision = make_decision(item=item, text="Belysningen byggs ut")
    action = make_action(origin=item, due_kind=DueKind.DATE, due_on=date(2026, 12, 1))
    shut = make_item(meeting=last, openness=ItemOpenness.NAMED_SEATS)
    make_decision(item=shut, text="Läcker")
    make_minutes(meeting=last)
    with time_machine.travel(NEXT + timedelta(hours=3), tick=False):
        draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
        sent = circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
        action.state, action.finished_at = ActionState.DONE, NEXT
        action.save()
        corrected = begin_correction(minutes_id=sent.pk, version=None, reason="Fel namn", begun_by=secretary)

    for minutes in (sent, corrected):
        said = minutes.content["items"][0]["follow_up"]
        assert [line["id"] for line in said["decisions"]] == [str(decision.pk)]
        assert [(one["state"], one["due"]) for one in said["decisions"][0]["actions"]] == [
            ("försenat", "1 december 2026")
        ]


def test_minutes_do_not_recount_what_was_never_sent(secretary: Person, meeting: Meeting, last: Meeting) -> None:
    make_decision(item=make_item(meeting=last), text="Läcker")
    with time_machine.travel(NEXT + timedelta(hours=3), tick=False):
        draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert draft.content["items"][0]["follow_up"] == {
        "minutes": "Protokoll 10 november 2026: inte utskickade",
        "decisions": [],
        "actions": [],
    }


def test_the_follow_up_itself_is_never_carried(council: Forum, meeting: Meeting) -> None:
    following = make_meeting(forum=council, starts_at=NEXT + WEEK)
    with time_machine.travel(NEXT + timedelta(days=1), tick=False):
        write_outcome(item_id=row(meeting).pk, version=None, answer=Answer.PUT_OFF)
        assert [item.carried_from for item in following.items.all()] == [None]
