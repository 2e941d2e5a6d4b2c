"""The page of a forum's published calendar: start, choose, read now, agree, stop; and bringing a forum in from an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.models import FollowedCalendar, Meeting
from tests.meetings.delivery.test_follow_calendars import SERIES, published
from tests.outside import OutsideServer, answer

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from forum.models import Forum, Person
    from tests.conftest import SignIn

LUNCH = SERIES.format(uid="lunch", hour=12, count=4)


def page(council: Forum, rest: str = "") -> str:
    return f"/forums/{council.slug}/calendar/{rest}"


def start(browser: Client, council: Forum, outside: OutsideServer) -> str:
    outside.say(published(4, 9, "rad", LUNCH))
    return str(browser.post(page(council), {"address": outside.url().replace("https:", "webcal:")})["Location"])


@pytest.mark.parametrize(
    "rest", ["", "read-now/", "agree/", "stop/", "choose-again/", "0192f0c1-2345-7678-9abc-def012345678/"]
)
def test_who_may(
    rest: str,
    signed_in: SignIn,
    council: Forum,
    secretary: Person,
    administrator: Person,
    member: Person,
    stranger: Person,
) -> None:
    def answers(person: Person) -> int:
        browser = signed_in(person)
        return (browser.post if rest.endswith(("now/", "agree/", "stop/", "again/")) else browser.get)(
            page(council, rest)
        ).status_code

    expected = {"": 200, "stop/": 302}.get(rest, 404)  # nothing is followed yet
    assert [answers(person) for person in (secretary, administrator, member, stranger)] == [
        expected,
        expected,
        403,
        404,
    ]


def test_the_whole_way(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person, outside: OutsideServer
) -> None:
    browser = signed_in(secretary)
    choose = start(browser, council, outside)
    assert FollowedCalendar.objects.count() == 0
    assert [uid for uid, _ in browser.get(choose).context["form"].fields["series"].choices] == [
        "rad@demo.example",
        "lunch@demo.example",
    ]
    assert browser.post(choose, {}).status_code == 422
    assert browser.post(choose, {"series": ["rad@demo.example"]})["Location"] == page(council)
    followed = FollowedCalendar.objects.get()
    assert (followed.series, followed.address, Meeting.objects.count()) == (["rad@demo.example"], outside.url(), 4)

    shown = browser.get(page(council)).content.decode()
    assert ("calendar.demo.example" in shown, "calendar.ics" in shown) == (True, False)

    outside.say(published(3, 9, "rad", LUNCH))
    browser.post(page(council, "read-now/"))
    assert Meeting.objects.filter(state="cancelled").count() == 1

    browser.post(page(council, "stop/"))
    assert (FollowedCalendar.objects.count(), Meeting.objects.count()) == (0, 4)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://calendar.demo.example/x.ics",
        "https://127.0.0.1/x.ics",
        "https://a:b@calendar.demo.example/",
        "https://nowhere.example/",
    ],
)
def test_an_address_that_can_not_be_used_is_told_at_the_field(
    address: str, signed_in: SignIn, council: Forum, secretary: Person
) -> None:
    told = signed_in(secretary).post(page(council), {"address": address})
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["address"])


@pytest.mark.parametrize("script", [answer(b"<html>"), answer(status="403 Forbidden"), published(0)])
def test_what_is_no_calendar_is_told_at_the_field(
    script: bytes, signed_in: SignIn, council: Forum, secretary: Person, outside: OutsideServer
) -> None:
    outside.say(script)
    told = signed_in(secretary).post(page(council), {"address": outside.url()})
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["address"])


def test_the_question_is_asked_and_answered_on_the_page(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person, member: Person, outside: OutsideServer
) -> None:
    browser = signed_in(secretary)
    browser.post(start(browser, council, outside), {"every": "on"})
    outside.say(published(0, 9, "rad", LUNCH.replace("COUNT=4", "COUNT=1")))
    browser.post(page(council, "read-now/"))
    assert len(browser.get(page(council)).context["asked"]) == 7
    forum_page = f"/forums/{council.slug}/"
    assert page(council) in browser.get(forum_page).content.decode()
    assert page(council) not in signed_in(member).get(forum_page).content.decode()

    browser.post(page(council, "agree/"))
    assert Meeting.objects.filter(state="cancelled").count() == 7
    assert FollowedCalendar.objects.get().problem == ""


def test_a_forum_is_brought_in_from_an_address_and_followed(
    now: datetime, signed_in: SignIn, official: Person, outside: OutsideServer
) -> None:
    outside.say(published(4, 9, "rad", LUNCH))
    browser = signed_in(official)
    second = browser.post("/forums/bring-in/", {"address": outside.url()})["Location"]
    facts = {"series": ["rad@demo.example"], "name": "Rådet", "kind": "bra", "organisation_code": "0486"}
    done = browser.post(second, facts | {"minutes_form": "notes", "bring": "1"})
    assert done.status_code == 302
    followed = FollowedCalendar.objects.get()
    assert (followed.forum.name, followed.series, Meeting.objects.count()) == ("Rådet", ["rad@demo.example"], 4)
