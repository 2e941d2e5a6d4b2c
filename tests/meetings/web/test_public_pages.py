"""Pages without sign-in: what they show, what they never do, and under which addresses."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.enums import MessageKind, Openness
from forum.models import Follower, OutboxMessage
from meetings.services.minutes import begin_correction
from meetings.services.publications import withdraw_publication
from tests.conftest import LEAK
from tests.factories import make_forum, make_meeting
from tests.meetings.publishing import (
    HELD,
    HIDDEN,
    NUMBER,
    SECRET,
    approve_latest,
    approved_minutes,
    open_to_all,
    publish,
)
from tests.sink import text_of

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import Settings

    from forum.models import Forum, Organisation, Person
    from meetings.models import Minutes
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

FORUM = "/oppet/forums/forum-brottsforebyggande-radet/"
MASK = {"1/notes/1": "OSL 21 kap. 3 §", "1/notes/2": "OSL 21 kap. 3 §"}
START, DATES, ONE, PAPER = 6, 3, 6, 3


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.DEMO = False


@pytest.fixture
def minutes(now: datetime, council: Forum, chair: Person, secretary: Person) -> Minutes:
    open_to_all(council)
    return approved_minutes(council, chair=chair, secretary=secretary)


def paper(minutes: Minutes, rest: str = "") -> str:
    return f"/oppet/minutes/{minutes.meeting_id}/{rest}"


def everything_public(minutes: Minutes) -> str:
    """All that somebody without sign-in can fetch, headers included."""
    addresses = [
        "/oppet/",
        "/oppet/dates/",
        "/oppet/feed/",
        FORUM,
        f"{FORUM}feed/",
        paper(minutes),
        paper(minutes, "1/"),
    ]
    answers = [Client().get(address) for address in addresses]
    return "\n".join(f"{answer.headers}\n{answer.text}" for answer in answers)


def test_nothing_of_the_minutes_is_seen_before_they_are_published(
    minutes: Minutes, school_group: Forum, client: Client
) -> None:
    seen = everything_public(minutes)

    assert "Forum brottsförebyggande rådet" in seen
    for secret in ("Bifall", "Belysning", "Karin", SECRET, NUMBER, HIDDEN, LEAK, "@demo.example</"):
        assert secret not in seen.replace("registrator@demo.example</", ""), secret
    assert client.get(paper(minutes)).status_code == 404
    assert client.get(paper(minutes, "1/pdf/")).status_code == 404


def test_published_minutes_without_names_and_masked(minutes: Minutes, secretary: Person, client: Client) -> None:
    publish(minutes, secretary, masks=MASK)

    for address in (FORUM, paper(minutes), paper(minutes, "1/")):
        page = client.get(address).text
        assert "Bifall till planen." in page
        assert "OSL 21 kap. 3 §, Strängnäs kommun" in page
        for secret in ("Karin", "Sara Sek", "Mikael", "privat@", SECRET, NUMBER, HIDDEN, "Personalärende"):
            assert secret not in page, secret
    seen = everything_public(minutes)
    for secret in ("Karin", "Sara Sek", "privat@", SECRET, NUMBER, HIDDEN):
        assert secret not in seen, secret
    pdf = client.get(paper(minutes, "1/pdf/"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_whoever_is_signed_in_sees_what_everybody_sees(
    minutes: Minutes, secretary: Person, client: Client, signed_in: SignIn
) -> None:
    publish(minutes, secretary)

    assert signed_in(secretary).get(paper(minutes)).content == client.get(paper(minutes)).content


def test_pages_can_be_kept_but_are_asked_about(minutes: Minutes, secretary: Person, client: Client) -> None:
    publish(minutes, secretary)

    first = client.get(paper(minutes))
    again = client.get(paper(minutes), headers={"if-none-match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code) == ("public, no-cache", 304)
    assert not first.cookies
    assert "Cookie" in first["Vary"]
    assert first["X-Robots-Tag"] == "noarchive"
    withdraw_publication(meeting_id=minutes.meeting_id, reason="Fel", withdrawn_by=secretary)
    assert client.get(paper(minutes), headers={"if-none-match": first["ETag"]}).status_code == 410


def test_what_is_withdrawn_says_so_and_nothing_else(minutes: Minutes, secretary: Person, client: Client) -> None:
    publish(minutes, secretary)
    withdraw_publication(meeting_id=minutes.meeting_id, reason="Ett hemligt skäl", withdrawn_by=secretary)

    for rest in ("", "1/", "1/pdf/"):
        answer = client.get(paper(minutes, rest))
        assert (answer.status_code, answer["X-Robots-Tag"]) == (410, "noindex, noarchive")
        assert "The minutes are withdrawn" in answer.text
        assert "hemligt skäl" not in answer.text
    assert "Bifall" not in everything_public(minutes)
    assert client.get(paper(minutes, "2/")).status_code == 404


def test_addresses_hold_and_a_corrected_version_is_marked(
    minutes: Minutes, chair: Person, secretary: Person, client: Client
) -> None:
    publish(minutes, secretary)
    begin_correction(minutes_id=minutes.pk, version=None, reason="Fel belopp", begun_by=secretary)
    second = approve_latest(minutes.meeting, chair=chair, secretary=secretary)
    assert "Corrected version." not in client.get(paper(minutes)).text
    publish(second, secretary)

    assert "Fel belopp" in client.get(paper(minutes)).text
    first = client.get(paper(minutes, "1/"))
    assert (first.status_code, "There is a corrected version" in first.text) == (200, True)


def test_a_forum_that_closes_is_gone(minutes: Minutes, council: Forum, secretary: Person, client: Client) -> None:
    publish(minutes, secretary)
    council.openness = Openness.MEMBERS
    council.save()

    for address in (FORUM, f"{FORUM}feed/", paper(minutes), paper(minutes, "1/pdf/")):
        assert client.get(address).status_code == 404
    withdraw_publication(meeting_id=minutes.meeting_id, reason="Stängt", withdrawn_by=secretary)
    assert client.get(paper(minutes)).status_code == 404


def test_the_feed_names_meetings_and_paragraphs_alone(minutes: Minutes, secretary: Person, client: Client) -> None:
    publish(minutes, secretary, masks=MASK)

    answer = client.get("/oppet/feed/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert f"/oppet/minutes/{minutes.meeting_id}/" in answer.text
    assert "Bifall" not in answer.text


def test_the_language_is_a_link(minutes: Minutes, client: Client) -> None:
    answer = client.get(f"{FORUM}?language=sv&page=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{FORUM}?page=1")
    assert "Begär ut en handling" in client.get(FORUM).text


def test_following_asks_by_mail_takes_the_yes_and_ends_by_one_click(
    minutes: Minutes, council: Forum, secretary: Person, client: Client
) -> None:
    assert client.post(f"{FORUM}follow/", {"address": "rubbish"}).status_code == 422
    for _twice in range(2):
        answer = client.post(f"{FORUM}follow/", {"address": "Granne@demo.example"}, follow=True)
        assert "Look in your mail" in answer.text
    letter = OutboxMessage.objects.get(kind=MessageKind.FOLLOWING)
    publish(minutes, secretary)
    assert not OutboxMessage.objects.filter(kind=MessageKind.PUBLISHED).exists()

    link = link_in(letter, "f")
    assert "Do you want to follow" in client.get(link).text
    assert Follower.objects.get().confirmed_at is None
    assert "You follow the forum" in client.post(link).text
    assert Follower.objects.get().confirmed_at is not None

    withdraw_publication(meeting_id=minutes.meeting_id, reason="Fel", withdrawn_by=secretary)
    publish(minutes, secretary)
    stop = link_in(OutboxMessage.objects.get(kind=MessageKind.PUBLISHED), "u")
    assert "Stop following?" in client.get(stop).text
    assert Follower.objects.exists()
    for _twice in range(2):
        assert "You get no more letters" in client.post(stop, {"List-Unsubscribe": "One-Click"}).text
    assert not Follower.objects.exists()


def link_in(letter: OutboxMessage, kind: str) -> str:
    parsed = message_from_bytes(bytes(letter.body), policy=default)
    words = text_of(parsed).split()
    return next("/" + word.split("/", 3)[3] for word in words if f"/link/{kind}" in word)


def test_somebody_who_asks_all_the_time_waits(minutes: Minutes, client: Client, settings: Settings) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "follow": (1, 3600)}
    client.post(f"{FORUM}follow/", {"address": "a@demo.example"})
    answer = client.post(f"{FORUM}follow/", {"address": "b@demo.example"})
    assert (answer.status_code, "Retry-After" in answer) == (429, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    minutes: Minutes,
    council: Forum,
    host: Organisation,
    chair: Person,
    secretary: Person,
    client: Client,
    number: int,
) -> None:
    publish(minutes, secretary)
    make_meeting(forum=council, starts_at=HELD + timedelta(days=39))
    for index in range(number - 1):
        open_to_all(make_forum(organisation=host, name=f"Forum {index}"))
        other = approved_minutes(
            council, chair=chair, secretary=secretary, starts_at=HELD - timedelta(days=30 * (index + 1))
        )
        publish(other, secretary)
        make_meeting(forum=council, starts_at=HELD + timedelta(days=40 + index))
    addresses = {"/oppet/": START, "/oppet/dates/": DATES, FORUM: ONE, paper(minutes): PAPER}
    counted = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counted[address] = len(captured)
    assert counted == addresses


@pytest.mark.parametrize("address", ["/oppet/", "/oppet/dates/", "/tillganglighet/", "/personuppgifter/"])
def test_the_frame(minutes: Minutes, client: Client, address: str) -> None:
    page = client.get(address).text
    assert '<a class="skip" href="#main">' in page
    for place in ("/tillganglighet/", "/personuppgifter/", "/oppet/"):
        assert f'<a href="{place}">' in page


def test_the_statement_says_where_to_tell(minutes: Minutes, client: Client, settings: Settings) -> None:
    settings.ACCESSIBILITY_ADDRESS = "tillganglighet@demo.example"
    assert "mailto:tillganglighet@demo.example" in client.get("/tillganglighet/").text
    assert "digg.se" in client.get("/tillganglighet/").text


def test_robots_read_what_is_for_everybody(db: None, client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert ("Allow: /oppet/" in lines, lines[-1]) == (True, "Disallow: /")
