"""The search page: the header's field, the address, the empty states, searches by mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from meetings.enums import ItemOpenness, Rhythm
from meetings.models import SavedSearch
from meetings.selectors.search import Terms
from meetings.services.saved_searches import save_search
from tests.factories import make_decision, make_document, make_forum, make_item, make_meeting, make_seat, make_topic

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

# Session, person, host's name in the head; forums to choose among; whether anything is asked, seven kinds, highlights, own searches.
QUERIES = 14


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council, noticed=True)


def test_the_field_stands_in_the_head_of_every_page(council: Forum, secretary: Person, signed_in: SignIn) -> None:
    text = signed_in(secretary).get("/forums/").text
    assert '<form class="search i-search" role="search" action="/search/">' in text
    assert Client().get("/search/?q=x").status_code == 302
    assert 'role="search"' not in Client().get("/accounts/login/").text


def test_hits_lead_to_their_place(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="Lägesbilden", question="Vad vet skolan?")
    decision = make_decision(item=item, text="Skolan redovisar.")

    text = signed_in(secretary).get("/search/?q=skola").text
    assert "2 hits" in text
    assert f'href="/meetings/{meeting.pk}/#item-{item.pk}"' in text
    assert f'href="/meetings/{meeting.pk}/#decision-{decision.pk}"' in text
    assert "Vad vet <mark>skolan</mark>?" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "What are you looking for?"),
        ("?q=finnsinte", "Nothing found for “finnsinte”"),
        ("?q=xyz%3Cb%3E", "Nothing found for “xyz&lt;b&gt;”"),
        ("?q=och", "Those words are too common"),
        ("?q=-", "Those words are too common"),
        ("?q=finnsinte&kind=decisions", "Search without the filters"),
        ("?q=x&since=igår", "year-month-day"),
        ("?q=x&kind=nonsense&forum=nonsense&after=nonsense", "Nothing found"),
    ],
)
def test_what_is_not_found_is_told_so_that_it_helps(
    council: Forum, secretary: Person, signed_in: SignIn, query: str, words: str
) -> None:
    answer = signed_in(secretary).get(f"/search/{query}")
    assert answer.status_code == 200
    assert words in answer.text


def test_more_than_a_page_goes_on(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    for number in range(25):
        make_item(meeting=meeting, title=f"Trygghet {number}")
    browser = signed_in(secretary)
    first = browser.get("/search/?q=trygghet&kind=agendas").text
    following = first.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    second = browser.get(f"/search/{following}").text

    assert (first.count('<p class="when">'), second.count('<p class="when">')) == (20, 5)
    assert "kind=agendas" in following


def test_a_reader_of_the_page_learns_nothing_of_what_is_restricted(
    meeting: Meeting, member: Person, signed_in: SignIn
) -> None:
    hidden = make_item(meeting=meeting, title="Hemligord", openness=ItemOpenness.NAMED_SEATS, notes="Hemligord")
    make_document(item=hidden, title="Hemligord")
    browser = signed_in(member)

    def page(word: str) -> str:
        return re.sub(r"[A-Za-z0-9]{64}", "", browser.get(f"/search/?q={word}").text).replace(word, "")

    assert page("hemligord") == page("finnsinte")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_is_constant(
    host: Organisation,
    secretary: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        forum = make_forum(organisation=host, name=f"Trygghet {number}")
        make_seat(forum=forum, organisation=host, person=secretary)
        make_topic(organisation=host, name=f"Trygghet {number}")
        item = make_item(meeting=make_meeting(forum=forum, noticed=True), title="Trygghet", notes="Trygghet")
        make_decision(item=item, text="Trygghet")
        make_document(item=item, title="Trygghet")
    browser = signed_in(secretary)
    with django_assert_num_queries(QUERIES):
        assert browser.get("/search/?q=trygghet").status_code == 200


def test_a_search_by_mail_is_asked_for_changed_and_ended(
    council: Forum, secretary: Person, chair: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    sent = {"q": "trygghet", "kind": "decisions", "forum": council.slug, "rhythm": "weekly"}
    answer = browser.post("/search/by-mail/", sent)
    assert answer["Location"] == f"/search/?q=trygghet&kind=decisions&forum={council.slug}"
    saved = SavedSearch.objects.get()
    assert (saved.words, saved.kind, saved.forum, saved.rhythm) == ("trygghet", "decisions", council, "weekly")
    assert "You get this search by mail already." in browser.post("/search/by-mail/", sent, follow=True).text

    for person, status in ((chair, 404), (secretary, 302)):
        other = signed_in(person)
        assert other.post(f"/search/by-mail/{saved.pk}/rhythm/", {"rhythm": "daily"}).status_code == status
    saved.refresh_from_db()
    assert saved.rhythm == Rhythm.DAILY
    assert "trygghet" in browser.get("/search/").text
    assert signed_in(chair).post(f"/search/by-mail/{saved.pk}/end/").status_code == 404
    assert browser.post(f"/search/by-mail/{saved.pk}/end/").status_code == 302
    assert not SavedSearch.objects.of(secretary).exists()


def test_a_forum_that_was_left_narrows_nothing_open(council: Forum, stranger: Person) -> None:
    """A slug that the person may not know is kept as no forum, and its content stays unseen all the same."""
    saved = save_search(person=stranger, terms=Terms(words="x1", forum=council.slug), rhythm=Rhythm.DAILY)
    assert saved.forum is None
