"""A topic's page and the table behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from forum.enums import PlacementState
from forum.models import PersonActor
from meetings.enums import Answer, ItemOpenness, MeetingState
from meetings.selectors.coverage import coverage_for_reader
from tests.factories import make_decision, make_forum, make_item, make_meeting, make_minutes, make_placement

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from meetings.models import AgendaItem, Meeting
    from tests.conftest import SignIn

OCTOBER, SEPTEMBER = datetime(2026, 10, 5, 8, tzinfo=UTC), datetime(2026, 9, 7, 8, tzinfo=UTC)
Row = tuple[str, str | None, str | None, str | None, str | None]


def held(forum: Forum, moment: datetime) -> Meeting:
    """A meeting whose minutes were sent."""
    meeting = make_meeting(forum=forum, starts_at=moment)
    make_minutes(meeting=meeting)
    return meeting


def rows(person: Person, topic: Topic) -> list[Row]:
    """Forum, last raised, not logged, planned, answer."""

    def day(moment: datetime | None) -> str | None:
        return f"{moment:%m-%d}" if moment else None

    return [
        (
            row.forum.name,
            day(row.last_at),
            day(row.unlogged_at),
            day(row.planned_at),
            row.asking.state if row.asking else None,
        )
        for row in coverage_for_reader(PersonActor(person), topic).rows
    ]


def test_never_raised_comes_first_then_the_longest_ago(
    now: datetime, topic: Topic, coordinator: Person, council: Forum, network: Forum, host: Organisation
) -> None:
    est, group = make_forum(organisation=host, name="EST"), make_forum(organisation=host, name="Ledningsgruppen")
    placed = make_placement(topic=topic, forum=council, every=1)
    for moment, answer in ((SEPTEMBER, Answer.RAISED), (OCTOBER, Answer.DECIDED)):
        make_item(meeting=held(council, moment), topic=topic, placement=placed, answer=answer)
    once = make_placement(topic=topic, forum=est)
    make_item(meeting=held(est, SEPTEMBER), topic=topic, placement=once, answer=Answer.NOTHING_NEW)
    make_meeting(forum=council)
    make_meeting(forum=est)
    make_meeting(forum=group)
    make_placement(topic=topic, forum=network, state=PlacementState.DECLINED)
    assert rows(coordinator, topic) == [
        ("Ledningsgruppen", None, None, None, None),
        ("Länsnätverket", None, None, None, "declined"),
        ("EST", "09-07", None, None, "accepted"),
        (council.name, "10-05", None, "12-03", "accepted"),
    ]


def test_what_counts_as_raised(
    now: datetime, topic: Topic, secretary: Person, coordinator: Person, council: Forum
) -> None:
    def point(moment: datetime, **facts: Any) -> AgendaItem:
        return make_item(meeting=make_meeting(forum=council, starts_at=moment), topic=topic, **facts)

    point(datetime(2026, 6, 1, 8, tzinfo=UTC), answer=Answer.PUT_OFF)
    cancelled = point(datetime(2026, 7, 1, 8, tzinfo=UTC), answer=Answer.RAISED)
    cancelled.meeting.state = MeetingState.CANCELLED
    cancelled.meeting.save()
    assert rows(secretary, topic) == [(council.name, None, None, None, None)]
    silent = point(SEPTEMBER)
    assert rows(secretary, topic) == [(council.name, None, "09-07", None, None)]
    make_decision(item=silent)
    assert rows(secretary, topic) == [(council.name, "09-07", None, None, None)]
    point(OCTOBER)
    assert rows(secretary, topic) == [(council.name, "09-07", "10-05", None, None)]


def test_outcomes_that_may_not_be_read_do_not_count(
    now: datetime, topic: Topic, secretary: Person, member: Person, coordinator: Person, council: Forum
) -> None:
    """The police member reads outcomes when minutes are sent; a coordinator those of placed points; hidden points tell nobody."""
    meeting = make_meeting(forum=council, starts_at=OCTOBER, noticed=True)
    make_item(meeting=meeting, topic=topic, answer=Answer.RAISED, openness=ItemOpenness.OWN_ORGANISATION)
    assert rows(secretary, topic) == [(council.name, "10-05", None, None, None)]
    assert rows(member, topic) == [(council.name, None, None, None, None)]
    assert rows(coordinator, topic) == [(council.name, None, None, None, None)]


def test_a_coordinator_waits_for_the_minutes(
    now: datetime, topic: Topic, secretary: Person, coordinator: Person, council: Forum
) -> None:
    placed = make_placement(topic=topic, forum=council)
    meeting = make_meeting(forum=council, starts_at=OCTOBER)
    make_item(meeting=meeting, topic=topic, placement=placed, answer=Answer.DECIDED)
    assert rows(secretary, topic) == [(council.name, "10-05", None, None, "accepted")]
    assert rows(coordinator, topic) == [(council.name, None, "10-05", None, "accepted")]
    make_minutes(meeting=meeting)
    assert rows(coordinator, topic) == [(council.name, "10-05", None, None, "accepted")]


def test_strangers_read_the_question_but_no_forum(
    now: datetime, signed_in: SignIn, topic: Topic, council: Forum, stranger: Person
) -> None:
    answer = signed_in(stranger).get(f"/topics/{topic.slug}/")
    assert (answer.status_code, answer.context["rows"], answer.context["may_coordinate"]) == (200, [], False)
    assert signed_in(stranger).get("/topics/nothing/").status_code == 404


def test_the_number_of_statements_is_constant(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = signed_in(coordinator)
    make_placement(topic=topic, forum=council)
    for more in (["EST", "POSOM"], []):
        with django_assert_num_queries(28):
            assert browser.get(f"/topics/{topic.slug}/").status_code == 200
        for name in more:
            forum = make_forum(organisation=host, name=name)
            placed = make_placement(topic=topic, forum=forum)
            make_item(
                meeting=make_meeting(forum=forum, starts_at=OCTOBER),
                topic=topic,
                placement=placed,
                answer=Answer.RAISED,
            )
            make_item(meeting=make_meeting(forum=forum), topic=topic, placement=placed)
