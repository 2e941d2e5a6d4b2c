from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from forum.enums import Office, PlacementState
from forum.models import Seat
from meetings.enums import ActionState, Answer, DueKind
from meetings.models import Approval, MinutesComment
from meetings.services.action_owners import give_to_other
from meetings.services.actions import Actor, Owner, return_action
from meetings.services.handovers import hand_over_action
from tests.conftest import LEAK
from tests.factories import make_action, make_item, make_meeting, make_minutes, make_placement

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

HELD = datetime(2026, 11, 20, 8, tzinfo=UTC)


def fill(council: Forum, topic: Topic, secretary: Person) -> None:
    """One of each: a held meeting, an action, minutes to approve, a proposal, a meeting ahead."""
    make_item(meeting=make_meeting(forum=council, starts_at=HELD), title="Mötet öppnas")
    sent = make_meeting(forum=council, starts_at=datetime(2026, 10, 1, 8, tzinfo=UTC))
    item = make_item(meeting=sent, answer=Answer.RAISED)
    make_action(
        origin=item, text="Boka lokal", owner_person=secretary, due_kind=DueKind.DATE, due_on=date(2026, 11, 13)
    )
    chair = Seat.objects.get(forum=council, office=Office.CHAIR)
    Approval.objects.create(minutes=make_minutes(meeting=sent), seat=chair, presiding=True)
    make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    make_meeting(forum=council)


def test_who_is_not_signed_in_reads_what_samverka_is(client: Client, school_group: Forum) -> None:
    answer = client.get("/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert ("/accounts/login/" in html, "Per Bäckström" in html, LEAK in html) == (True, True, False)


def test_the_secretary_meets_what_waits(
    now: datetime, signed_in: SignIn, council: Forum, school_group: Forum, topic: Topic, secretary: Person
) -> None:
    fill(council, topic, secretary)
    answer = signed_in(secretary).get("/")
    found, html = answer.context, answer.content.decode()
    assert (found["hero"].missing, found["hero"].begun, found["outcomes"]) == (1, False, [])
    assert [action.text for action in found["actions"]] == ["Boka lokal"]
    assert [placement.title for placement in found["proposals"]] == ["Våldsbejakande extremism"]
    assert (found["approvals"], len(found["meetings"])) == ([], 1)
    assert ("Overdue 7 working days" in html, LEAK in html) == (True, False)


def test_the_chair_is_asked_to_approve(
    now: datetime, signed_in: SignIn, council: Forum, topic: Topic, chair: Person, secretary: Person
) -> None:
    fill(council, topic, secretary)
    found = signed_in(chair).get("/").context
    assert [minutes.meeting.forum for minutes in found["approvals"]] == [council]
    assert list(found["actions"]) == []


def test_members_strangers_and_officials_have_nothing_to_log_or_answer(
    now: datetime, signed_in: SignIn, council: Forum, topic: Topic, secretary: Person, member: Person, official: Person,
    stranger: Person, administrator: Person, coordinator: Person,
) -> None:  # fmt: skip
    fill(council, topic, secretary)
    for person, ahead in ((member, 1), (official, 0), (stranger, 0), (administrator, 0), (coordinator, 0)):
        found = signed_in(person).get("/").context
        assert (found["nothing"], len(found["meetings"])) == (True, ahead)


def test_a_forum_that_has_ended_neither_meets_nor_answers(
    now: datetime, signed_in: SignIn, council: Forum, topic: Topic, secretary: Person
) -> None:
    fill(council, topic, secretary)
    council.archived_at = now
    council.save()
    found = signed_in(secretary).get("/").context
    assert (list(found["meetings"]), found["proposals"], len(found["actions"])) == ([], [], 1)


def test_points_without_outcome_are_counted_and_a_complete_meeting_is_no_hero(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person
) -> None:
    meeting = make_meeting(forum=council, starts_at=HELD)
    make_item(meeting=meeting, answer=Answer.RAISED)
    missing = make_item(meeting=meeting, title="Övriga frågor")
    browser = signed_in(secretary)
    hero = browser.get("/").context["hero"]
    assert (hero.missing, hero.begun) == (1, True)
    missing.notes = "Inget nytt."
    missing.save()
    found = browser.get("/").context
    assert (found["hero"], [outcome.complete for outcome in found["outcomes"]]) == (None, [True])
    make_minutes(meeting=meeting)
    assert browser.get("/").context["nothing"] is True


def test_the_number_of_statements_is_constant(
    now: datetime, signed_in: SignIn, council: Forum, topic: Topic, secretary: Person, host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    fill(council, topic, secretary)
    browser = signed_in(secretary)
    for hour in (10, 12):
        with django_assert_num_queries(19):
            assert browser.get("/").status_code == 200
        meeting = make_meeting(forum=council, starts_at=HELD.replace(hour=hour - 4))
        for _number in range(2):
            make_action(origin=make_item(meeting=meeting, answer=Answer.RAISED), owner_person=secretary)
            make_meeting(forum=council)


def test_the_secretary_meets_what_came_back_what_is_asked_and_comments(
    now: datetime, signed_in: SignIn, council: Forum, network: Forum, secretary: Person, chair: Person, member: Person,
    police: Organisation,
) -> None:  # fmt: skip
    meeting = make_meeting(forum=council, starts_at=HELD)
    given = make_action(origin=make_item(meeting=meeting, answer=Answer.RAISED), text="Ring", owner_person=member)
    return_action(action_id=given.pk, actor=Actor(person=member), text="Kommunpolisen")
    hand_over_action(action_id=given.pk, version=None, forum=network, reason="Hela länet", handed_by=chair)
    MinutesComment.objects.create(minutes=make_minutes(meeting=meeting), person=member, text="Fel", written_at=now)
    found = signed_in(secretary).get("/").context
    assert [(row.text, row.returned_with) for row in found["returned"]] == [("Ring", "Kommunpolisen")]
    assert ([row.to_forum for row in found["handovers"]], [row.open_comments for row in found["comments"]]) == (
        [network],
        [1],
    )
    give_to_other(action_id=given.pk, version=None, owner=Owner(organisation=police), actor=Actor())
    assert signed_in(secretary).get("/").context["returned"] == []
    found = signed_in(member).get("/").context
    assert [found[name] for name in ("returned", "handovers", "comments", "topics", "vacancies")] == [
        [],
        [],
        [],
        [],
        [],
    ]


def test_administrator_and_coordinator_meet_their_own(
    now: datetime, signed_in: SignIn, council: Forum, school_group: Forum, topic: Topic, administrator: Person,
    coordinator: Person, stranger: Person,
) -> None:  # fmt: skip
    make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    found = signed_in(administrator).get("/").context
    assert ([(row.pk, row.vacant) for row in found["vacancies"]], found["topics"]) == ([(council.pk, 1)], [])
    (mine,) = signed_in(coordinator).get("/").context["topics"]
    assert (mine.pk, mine.asked, mine.agreed, mine.silent) == (topic.pk, 1, 0, 1)
    assert [signed_in(stranger).get("/").context[name] for name in ("topics", "vacancies")] == [[], []]


def test_done_in_one_press_and_back_to_the_start_page(
    now: datetime, signed_in: SignIn, council: Forum, member: Person
) -> None:
    action = make_action(origin=make_item(meeting=make_meeting(forum=council)), owner_person=member)
    answer = signed_in(member).post(f"/actions/{action.pk}/state/", {"state": "done", "version": "1", "next": "/"})
    assert (answer["Location"], action.refreshed().state) == ("/", ActionState.DONE)
