"""The public's search and the dates as a calendar: only what everybody may read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.enums import MeetingState
from meetings.services.publications import withdraw_publication
from tests.factories import make_forum, make_meeting
from tests.meetings.publishing import HELD, approved_minutes, open_to_all, publish

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import Settings

    from forum.models import Forum, Organisation, Person
    from meetings.models import Minutes

MASK = {"1/notes/1": "21 kap. 7 § offentlighets- och sekretesslagen (2009:400)"}


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.DEMO = False


@pytest.fixture
def minutes(now: datetime, council: Forum, chair: Person, secretary: Person) -> Minutes:
    open_to_all(council)
    return approved_minutes(council, chair=chair, secretary=secretary)


def found(words: str) -> list[str]:
    answer = Client().get("/oppet/search/", {"q": words})
    assert answer.status_code == 200
    return [row.hit.url for row in answer.context["hits"]]


def test_what_is_published_is_found_by_its_words_and_nothing_else_is(
    minutes: Minutes, secretary: Person, council: Forum
) -> None:
    assert found("belysningen") == []
    publish(minutes, secretary, masks=MASK)
    page = f"/oppet/minutes/{minutes.meeting_id}/"
    asked = ("belysning", "planen", "Storgatan", "personalärende", "lokalen", "Karin", "och", "")
    assert [found(words) for words in asked] == [[page], [page], [], [], [], [], [], []]
    page = Client().get("/oppet/search/?q=planen").content.decode()
    assert ("<mark>" in page, 'href="?q=planen&amp;language=' in page) == (True, True)
    withdraw_publication(meeting_id=minutes.meeting_id, reason="Fel", withdrawn_by=secretary)
    assert found("planen") == []
    closed = Client().get("/oppet/search/", {"q": council.name})
    assert [forum.name for forum in closed.context["forums"]] == [council.name]


def test_a_forum_that_is_not_open_is_not_found(now: datetime, council: Forum) -> None:
    assert Client().get("/oppet/search/", {"q": council.name}).context["forums"] == []
    assert Client().get(f"/oppet/forums/{council.slug}/dates.ics").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_constant_queries(
    number: int, minutes: Minutes, council: Forum, host: Organisation, chair: Person, secretary: Person
) -> None:
    publish(minutes, secretary)
    for index in range(number - 1):
        open_to_all(make_forum(organisation=host, name=f"Planen {index}"))
        starts = HELD - timedelta(days=30 * (index + 1))
        publish(approved_minutes(council, chair=chair, secretary=secretary, starts_at=starts), secretary)
    with CaptureQueriesContext(connection) as captured:
        assert len(found("planen")) == number
    assert len(captured) == 6


def test_the_dates_tell_place_and_cancellation_and_no_link(now: datetime, council: Forum) -> None:
    open_to_all(council)
    make_meeting(
        forum=council, starts_at=now + timedelta(days=7), place="Rådhuset", link="https://video.example/hemlig"
    )
    make_meeting(forum=council, starts_at=now + timedelta(days=14), state=MeetingState.CANCELLED)
    make_meeting(forum=council, starts_at=now + timedelta(days=21), link="https://video.example/hemlig")
    answer = Client().get(f"/oppet/forums/{council.slug}/dates.ics")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    told = [text.count("BEGIN:VEVENT"), "Rådhuset" in text, "STATUS:CANCELLED" in text, "video.example" in text]
    assert told == [3, True, True, False]
    again = Client().get(f"/oppet/forums/{council.slug}/dates.ics", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
