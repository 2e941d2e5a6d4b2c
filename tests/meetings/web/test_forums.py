from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forum.enums import ForumKind
from meetings.enums import Answer
from meetings.models import Meeting
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_forum,
    make_item,
    make_meeting,
    make_minutes,
    make_person,
    make_placement,
    make_seat,
    make_topic,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

COUNCIL = "/forums/forum-brottsforebyggande-radet/"


def names(answer: object) -> list[str]:
    return [forum.name for forum in answer.context["page"]]  # type: ignore[attr-defined]  # a test client's answer


def test_the_list_shows_what_the_reader_may_know(
    signed_in: SignIn, council: Forum, network: Forum, school_group: Forum, secretary: Person, stranger: Person,
    coordinator: Person, administrator: Person,
) -> None:  # fmt: skip
    own, all_of_them = [council.name, network.name], [council.name, school_group.name, network.name]
    assert names(signed_in(secretary).get("/forums/")) == own
    assert names(signed_in(stranger).get("/forums/")) == []
    assert sorted(names(signed_in(coordinator).get("/forums/"))) == sorted(all_of_them)
    assert sorted(names(signed_in(administrator).get("/forums/"))) == sorted(all_of_them)


def test_the_list_is_filtered_by_address(signed_in: SignIn, council: Forum, network: Forum, secretary: Person) -> None:
    browser = signed_in(secretary)
    assert names(browser.get("/forums/?kind=county_network")) == [network.name]
    assert names(browser.get("/forums/?organisation=0486")) == [council.name]
    assert names(browser.get("/forums/?kind=nonsense&organisation=&page=99")) == [council.name, network.name]
    assert names(browser.get("/forums/?kind=bra&organisation=polisen")) == []


def test_who_may_open_a_forum(
    signed_in: SignIn, council: Forum, chair: Person, member: Person, observer: Person, coordinator: Person,
    administrator: Person, official: Person, stranger: Person,
) -> None:  # fmt: skip
    people = [chair, member, observer, coordinator, administrator, official, stranger]
    assert [signed_in(person).get(COUNCIL).status_code for person in people] == [200, 200, 200, 200, 200, 404, 404]


def test_a_coordinator_reads_names_dates_and_chair_alone(
    signed_in: SignIn, school_group: Forum, coordinator: Person
) -> None:
    make_seat(forum=school_group, organisation=school_group.organisation, role_title="Kurator")
    found = signed_in(coordinator).get(f"/forums/{school_group.slug}/").context
    assert [seat.role_title for seat in found["seats"]] == [f"{LEAK} rektor"]
    assert (found["agenda"], found["actions"], found["placements"], found["may_change"]) == ([], [], [], False)


def test_members_read_a_noticed_agenda_and_editors_a_draft(
    now: datetime, signed_in: SignIn, council: Forum, member: Person, secretary: Person
) -> None:
    make_item(meeting=make_meeting(forum=council), title="Lägesbild")
    assert signed_in(member).get(COUNCIL).context["agenda"] == []
    assert [item.title for item in signed_in(secretary).get(COUNCIL).context["agenda"]] == ["Lägesbild"]
    Meeting.objects.update(noticed_at=now)
    assert [item.title for item in signed_in(member).get(COUNCIL).context["agenda"]] == ["Lägesbild"]


def test_an_external_forum_says_who_leads_it(signed_in: SignIn, network: Forum, secretary: Person) -> None:
    assert "led by Länsstyrelsen i Södermanlands län" in signed_in(secretary).get("/forums/").content.decode()


def meeting(**changes: str) -> dict[str, str]:
    return {"day": "2026-12-11", "starts": "9:00", "ends": "10.30", "place": "", "link": ""} | changes


def test_a_meeting_is_added_in_the_forums_own_time(signed_in: SignIn, council: Forum, secretary: Person) -> None:
    answer = signed_in(secretary).post(f"{COUNCIL}meetings/new/", meeting(ends="10:30"))
    assert answer.status_code == 302
    assert Meeting.objects.get().starts_at == datetime(2026, 12, 11, 8, tzinfo=UTC)


def test_a_meeting_may_not_end_before_it_starts(signed_in: SignIn, council: Forum, secretary: Person) -> None:
    browser = signed_in(secretary)
    wrong = browser.post(f"{COUNCIL}meetings/new/", meeting(ends="08:00", place="Stadshuset"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ends"])
    assert 'value="Stadshuset"' in wrong.content.decode()
    unread = browser.post(f"{COUNCIL}meetings/new/", meeting(day="11/12", ends="halv elva", link="javascript:alert(1)"))
    assert sorted(unread.context["form"].errors) == ["day", "ends", "link"]
    assert Meeting.objects.count() == 0


def test_who_may_add_a_meeting(
    signed_in: SignIn, council: Forum, chair: Person, member: Person, administrator: Person, stranger: Person
) -> None:
    people = [chair, member, administrator, stranger]
    address = f"{COUNCIL}meetings/new/"
    assert [signed_in(person).get(address).status_code for person in people] == [200, 403, 403, 404]


def test_past_meetings_have_a_page_of_their_own(
    now: datetime, signed_in: SignIn, council: Forum, member: Person
) -> None:
    for day in range(1, 8):
        make_meeting(forum=council, starts_at=datetime(2026, 10, day, 8, tzinfo=UTC), historic=True)
    found = signed_in(member).get(COUNCIL).context
    assert (len(found["past"]), found["more_past"]) == (5, True)
    assert signed_in(member).get(f"{COUNCIL}meetings/").context["page"].paginator.count == 7


def test_the_lists_number_of_statements_is_constant(
    now: datetime,
    signed_in: SignIn,
    council: Forum,
    secretary: Person,
    host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(secretary)
    for more in (["EST", "POSOM"], []):
        with django_assert_num_queries(7):
            assert browser.get("/forums/").status_code == 200
        for name in more:
            forum = make_forum(organisation=host, name=name, kind=ForumKind.EST)
            make_seat(forum=forum, organisation=host, person=secretary)
            make_action(origin=make_item(meeting=make_meeting(forum=forum)))


def grow(council: Forum, host: Organisation, number: int) -> None:
    """One more of everything that the page lists."""
    ahead = make_meeting(forum=council)
    held = make_meeting(forum=council, starts_at=datetime(2026, 10, number + 1, 8, tzinfo=UTC))
    make_item(meeting=ahead)
    make_action(origin=make_item(meeting=held, answer=Answer.RAISED))
    make_minutes(meeting=held)
    make_placement(topic=make_topic(organisation=host, name=f"Fråga {number}"), forum=council)
    make_seat(forum=council, organisation=host, person=make_person(name=f"N {number}", organisation=host))


def test_the_pages_number_of_statements_is_constant(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person, host: Organisation, topic: Topic,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = signed_in(secretary)
    grow(council, host, 0)
    for more in ((1, 2), ()):
        with django_assert_num_queries(18):
            assert browser.get(COUNCIL).status_code == 200
        for number in more:
            grow(council, host, number)
