from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import PlacementState
from forum.models import Placement
from meetings.models import AgendaItem
from tests.conftest import LEAK
from tests.factories import make_meeting, make_placement

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person, Topic
    from tests.conftest import SignIn


@pytest.fixture
def asked(topic: Topic, council: Forum, coordinator: Person) -> Placement:
    return make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED, proposed_by=coordinator)


def act(browser: Client, placement: Placement, verb: str, **typed: object) -> int:
    return browser.post(f"/proposals/{placement.pk}/{verb}/", {"version": placement.version, **typed}).status_code


def test_who_may_read_and_answer(
    signed_in: SignIn, asked: Placement, chair: Person, secretary: Person, member: Person, coordinator: Person,
    administrator: Person, official: Person, stranger: Person,
) -> None:  # fmt: skip
    people = [chair, secretary, member, coordinator, administrator, official, stranger]
    page = f"/proposals/{asked.pk}/"
    assert [signed_in(person).get(page).status_code for person in people] == [200, 200, 404, 200, 200, 404, 404]
    unable = [member, coordinator, administrator, official, stranger]
    for verb in ("accept", "defer", "decline"):
        assert [act(signed_in(person), asked, verb) for person in unable] == [404, 403, 403, 404, 404]
    assert Placement.objects.get().state == PlacementState.PROPOSED


def test_one_click_puts_it_on_the_next_agenda_and_a_second_changes_nothing(
    now: datetime, signed_in: SignIn, asked: Placement, council: Forum, chair: Person
) -> None:
    make_meeting(forum=council)
    browser = signed_in(chair)
    answers = [
        browser.post(f"/proposals/{asked.pk}/accept/", {"version": asked.version, "next": "/"})["Location"]
        for _press in range(2)
    ]
    assert answers == ["/", "/"]
    assert Placement.objects.get().state == PlacementState.ACCEPTED
    assert list(AgendaItem.objects.values_list("title", flat=True)) == ["Våldsbejakande extremism"]


def test_next_leads_nowhere_else(signed_in: SignIn, asked: Placement, chair: Person) -> None:
    typed = {"version": asked.version, "next": "https://elsewhere.example/"}
    answer = signed_in(chair).post(f"/proposals/{asked.pk}/accept/", typed)
    assert answer["Location"] == "/forums/forum-brottsforebyggande-radet/"


def test_a_deferred_proposal_needs_a_day_to_come(
    now: datetime, signed_in: SignIn, asked: Placement, chair: Person
) -> None:
    browser, address = signed_in(chair), f"/proposals/{asked.pk}/defer/"
    for wrong in ("", "2026-11-24", "next spring"):
        answer = browser.post(address, {"defer-until": wrong, "defer-version": asked.version})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
        assert f'value="{wrong}"' in answer.content.decode() or not wrong
    assert browser.post(address, {"defer-until": "2027-01-15", "defer-version": asked.version}).status_code == 302
    assert Placement.objects.get().state == PlacementState.DEFERRED


def test_a_no_needs_a_reason_which_the_coordinator_reads(
    signed_in: SignIn, asked: Placement, chair: Person, coordinator: Person
) -> None:
    browser, address = signed_in(chair), f"/proposals/{asked.pk}/decline/"
    assert browser.post(address, {"decline-version": asked.version}).status_code == 422
    assert (
        browser.post(address, {"decline-reason": "Hör hemma i SSPF", "decline-version": asked.version}).status_code
        == 302
    )
    assert "Hör hemma i SSPF" in signed_in(coordinator).get(f"/topics/{asked.topic.slug}/").content.decode()


def test_two_answers_at_once_and_the_second_is_told(
    now: datetime, signed_in: SignIn, asked: Placement, chair: Person, secretary: Person
) -> None:
    typed = {"decline-reason": "Hör hemma i SSPF", "decline-version": asked.version}
    assert signed_in(chair).post(f"/proposals/{asked.pk}/decline/", typed).status_code == 302
    late = signed_in(secretary).post(f"/proposals/{asked.pk}/accept/", {"version": asked.version}, follow=True)
    assert [message.level_tag for message in late.context["messages"]] == ["error"]
    assert Placement.objects.get().state == PlacementState.DECLINED


def test_the_coordinator_withdraws_once(
    now: datetime, signed_in: SignIn, asked: Placement, council: Forum, coordinator: Person, chair: Person
) -> None:
    address = f"/proposals/{asked.pk}/withdraw/"
    assert signed_in(chair).get(address).status_code == 403
    browser = signed_in(coordinator)
    assert browser.get(address).status_code == 200
    assert [
        browser.post(address, {"version": asked.version, "reason": "Klart"}).status_code for _press in range(2)
    ] == [302, 302]
    assert Placement.objects.get().state == PlacementState.WITHDRAWN


def test_a_proposal_elsewhere_is_not_to_be_seen(
    signed_in: SignIn, topic: Topic, school_group: Forum, council: Forum, chair: Person
) -> None:
    hidden = make_placement(topic=topic, forum=school_group, title=f"{LEAK} förslag")
    assert signed_in(chair).get(f"/proposals/{hidden.pk}/").status_code == 404
    assert LEAK not in signed_in(chair).get(f"/topics/{topic.slug}/").content.decode()


def test_the_number_of_statements_is_constant(
    now: datetime,
    signed_in: SignIn,
    asked: Placement,
    council: Forum,
    chair: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(chair)
    for _round in range(2):
        with django_assert_num_queries(8):
            assert browser.get(f"/proposals/{asked.pk}/").status_code == 200
        for _number in range(2):
            make_meeting(forum=council)
