"""What was not dealt with comes to the next agenda, once, with its count and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from forum.errors import InvalidInputError
from meetings.enums import Answer, MinutesState
from meetings.services.agendas import edit_item, remove_item
from meetings.services.carrying import carried_when_sent
from meetings.services.meetings import cancel_meeting, create_meeting
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.notices import send_notice
from meetings.services.outcomes import write_outcome
from meetings.services.standing import place_standing_items
from meetings.templatetags.work import came_back
from tests.factories import make_action, make_decision, make_item, make_meeting, make_minutes

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import AgendaItem, Meeting

LAST = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
NEXT = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def forum(council: Forum, now: datetime) -> Forum:
    council.recalls_minutes = council.recalls_decisions = council.recalls_actions = False
    council.save()
    return council


@pytest.fixture
def last(forum: Forum) -> Meeting:
    return make_meeting(forum=forum, starts_at=LAST)


@pytest.fixture
def meeting(forum: Forum) -> Meeting:
    return make_meeting(forum=forum, starts_at=NEXT)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def put_off(item: AgendaItem, until: date | None = None) -> AgendaItem:
    return write_outcome(item_id=item.pk, version=None, answer=Answer.PUT_OFF, put_off_until=until)


def test_put_off_it_stands_on_the_next_agenda_at_once(last: Meeting, meeting: Meeting) -> None:
    mark: dict[str, Any] = {
        "secrecy_provision": "OSL 26:1",
        "secrecy_marked_on": LAST.date(),
        "secrecy_authority": "Socialnämnden",
    }
    item = make_item(meeting=last, **mark)
    put_off(item)
    carried = meeting.items.get()
    assert (carried.carried_from, carried.times_put_off, carried.waiting_since) == (item, 1, date(2026, 11, 10))
    assert {name: getattr(carried, name) for name in mark} == mark


def test_the_count_and_the_first_day_go_along(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    put_off(make_item(meeting=last))
    following = make_meeting(forum=forum, starts_at=NEXT + WEEK)
    with time_machine.travel(NEXT + timedelta(days=1), tick=False):
        put_off(meeting.items.get())
        carried = following.items.select_related("carried_from__meeting").get()
        assert (carried.times_put_off, carried.waiting_since) == (2, date(2026, 11, 10))
        assert came_back(carried) == "Uppskjuten 2 gånger sedan 10 nov"


def test_put_off_until_a_day_it_waits_for_it(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    later = make_meeting(forum=forum, starts_at=NEXT + 4 * WEEK)
    put_off(make_item(meeting=last), until=date(2027, 1, 5))
    assert titles(meeting) == []
    with time_machine.travel(NEXT + timedelta(days=1), tick=False):
        place_standing_items(forum=forum)
    assert titles(later) == ["Lägesbild"]


def test_not_until_a_day_before_the_meeting(last: Meeting) -> None:
    with pytest.raises(InvalidInputError) as error:
        put_off(make_item(meeting=last), until=date(2026, 11, 9))
    assert error.value.field == "put_off_until"


def test_an_outcome_after_all_takes_it_off_the_next_agenda(last: Meeting, meeting: Meeting) -> None:
    item = make_item(meeting=last)
    put_off(item)
    make_item(meeting=meeting, title="Annat")
    write_outcome(item_id=item.pk, version=None, answer=Answer.DECIDED)
    assert list(meeting.items.values_list("title", "position")) == [("Annat", 1)]


def test_what_was_changed_by_hand_or_sent_stays(last: Meeting, meeting: Meeting, secretary: Person) -> None:
    item, other = make_item(meeting=last, title="Ändrad"), make_item(meeting=last, title="Sänd")
    put_off(item)
    edit_item(item_id=meeting.items.get().pk, version=None, title="Ändrad här")
    write_outcome(item_id=item.pk, version=None, answer=Answer.DECIDED)
    assert titles(meeting) == ["Ändrad här"]
    put_off(other)
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    write_outcome(item_id=other.pk, version=None, answer=Answer.DECIDED)
    assert titles(meeting) == ["Ändrad här", "Sänd"]


def test_not_reached_is_carried_when_the_minutes_are_sent(last: Meeting, meeting: Meeting, secretary: Person) -> None:
    facts: list[tuple[str, dict[str, Any]]] = [
        ("Hanns inte", {}),
        ("Klar", {"answer": Answer.RAISED}),
        ("Antecknad", {"notes": "Ord"}),
    ]
    for title, given in facts:
        make_item(meeting=last, title=title, **given)
    make_decision(item=make_item(meeting=last, title="Beslutad"))
    make_action(origin=make_item(meeting=last, title="Uppdrag"))
    draft = draw_up_minutes(meeting=last, drawn_up_by=secretary)
    place_standing_items(forum=last.forum)
    assert titles(meeting) == []
    circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    assert titles(meeting) == ["Hanns inte"]
    assert came_back(meeting.items.select_related("carried_from__meeting").get()) == "Hanns inte med 10 nov"


def test_not_when_the_forum_does_not_want_it(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    forum.carries_unfinished = False
    forum.save()
    make_item(meeting=last)
    make_minutes(meeting=last)
    assert place_standing_items(forum=forum) == []


def test_not_after_a_year_and_not_twice_under_one_title(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    old = make_meeting(forum=forum, starts_at=LAST - timedelta(days=500))
    make_item(meeting=old, title="Gammal")
    make_item(meeting=last, title="Övriga frågor")
    make_item(meeting=meeting, title="övriga frågor")
    for held in (old, last):
        make_minutes(meeting=held, state=MinutesState.APPROVED)
    assert place_standing_items(forum=forum) == []


def test_a_cancelled_agenda_goes_to_the_next_meeting_in_order(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    put_off(make_item(meeting=last, title="Uppskjuten"))
    for title in ("Belysning", "Övrigt"):
        make_item(meeting=meeting, title=title)
    following = make_meeting(forum=forum, starts_at=NEXT + WEEK)
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")
    assert titles(following) == ["Uppskjuten", "Belysning", "Övrigt"]
    rows = following.items.select_related("carried_from__meeting").order_by("position")
    assert [(row.times_put_off, row.waiting_since, came_back(row)) for row in rows] == [
        (1, date(2026, 11, 10), "Uppskjuten 1 gång sedan 10 nov"),
        (0, None, "Från det inställda mötet 8 dec"),
        (0, None, "Från det inställda mötet 8 dec"),
    ]
    assert place_standing_items(forum=forum) == []


def test_without_a_next_meeting_it_waits_for_one(forum: Forum, meeting: Meeting) -> None:
    make_item(meeting=meeting, title="Belysning")
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")
    assert titles(create_meeting(forum=forum, starts_at=NEXT + WEEK, ends_at=NEXT + WEEK)) == ["Belysning"]


def test_an_earlier_extra_meeting_takes_over_what_had_come_by_itself(
    forum: Forum, last: Meeting, meeting: Meeting
) -> None:
    put_off(make_item(meeting=last, title="Uppskjuten"))
    make_item(meeting=meeting, title="Skriven för hand")
    extra = create_meeting(forum=forum, starts_at=NEXT - WEEK, ends_at=NEXT - WEEK)
    assert (titles(extra), titles(meeting)) == (["Uppskjuten"], ["Skriven för hand"])
    assert meeting.items.get().position == 1


def test_taken_off_by_hand_it_comes_back_at_the_meeting_after(forum: Forum, last: Meeting, meeting: Meeting) -> None:
    put_off(make_item(meeting=last))
    remove_item(item_id=meeting.items.get().pk, version=None)
    assert place_standing_items(forum=forum) == []
    following = make_meeting(forum=forum, starts_at=NEXT + WEEK)
    with time_machine.travel(NEXT + timedelta(days=1), tick=False):
        place_standing_items(forum=forum)
    assert titles(following) == ["Lägesbild"]


def test_what_goes_to_the_next_agenda_is_told_before_the_minutes_are_sent(council: Forum) -> None:
    meeting = make_meeting(forum=council, starts_at=LAST)
    make_item(meeting=meeting, title="Hanns inte")
    make_item(meeting=meeting, title="Klar", notes="Gicks igenom.")
    make_decision(item=make_item(meeting=meeting, title="Beslutad"))
    assert [item.title for item in carried_when_sent(meeting)] == ["Hanns inte"]
    council.carries_unfinished = meeting.forum.carries_unfinished = False
    assert list(carried_when_sent(meeting)) == []
