"""Search: what is found, by whom, in what order, and that nothing is found that may not be read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forum.models import PersonActor
from meetings.enums import Answer, ItemOpenness, MinutesState, SearchKind
from meetings.selectors.search import Place, Terms, find_hits
from meetings.selectors.search_marks import mark_hits
from meetings.selectors.search_words import clean_words, tsquery_text
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_decision,
    make_document,
    make_forum,
    make_item,
    make_meeting,
    make_minutes,
    make_seat,
    make_topic,
)
from tests.factories.meetings import FIRST_MEETING

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from meetings.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db


def titles(person: Person, words: str, kind: SearchKind | None = None, **more: object) -> list[str]:
    terms = Terms(words=words, kind=kind, **more)  # type: ignore[arg-type]  # fields of Terms
    return [hit.title for hit in find_hits(PersonActor(person), terms).hits]


def kinds(person: Person, words: str) -> set[SearchKind]:
    return {hit.kind for hit in find_hits(PersonActor(person), Terms(words=words)).hits}


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council, noticed=True)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Skolorna får en rutin", "skola"),
        ("Skolorna får en rutin", "skolan"),
        ("Skolgruppen träffas", "skol"),
        ("Handlingsplanen antas", "handlingsplaner"),
        ("Extremismfrågan tas upp", "extremism"),
        ("Rådets lägesbild", "rådet lägesbilder"),
        ("Åtgärder mot ÄLDREBROTT", "åtgärd äldrebrott"),
        ("Diarienummer KS 2026/112", "2026/112"),
        ("SSPF-styrgruppen", "sspf-styrgrupp"),
        ("SSPF-styrgruppen", "styrgruppen"),
        ("En gemensam lägesbild", '"gemensam lägesbild"'),
        ("En gemensam lägesbild", "lägesbild -budget"),
        ("Cafe\u0301et är öppet", "café"),
    ],
)
def test_words_find_their_forms(meeting: Meeting, secretary: Person, written: str, typed: str) -> None:
    item = make_item(meeting=meeting, title=written.replace("e\u0301", "é"))

    assert titles(secretary, typed) == [item.title]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ål och öl", "al"),
        ("Får på grönbete", "far"),
        ("En lägesbild som är gemensam", '"gemensam lägesbild"'),
        ("Lägesbild om budget", "lägesbild -budget"),
        ("Lägesbild", "lägesbild budget"),
        ("Lägesbild", "-budget"),
        ("Lägesbild", "och"),
        ("Lägesbild", "och -budget"),
        ("Platser i rådet", "plan"),
        ("Lägesbild", "  "),
        ("Lägesbild", "'\\ | & ! ( ) :* <->"),
    ],
)
def test_what_is_not_found(meeting: Meeting, secretary: Person, written: str, typed: str) -> None:
    make_item(meeting=meeting, title=written)

    assert titles(secretary, typed) == []


@pytest.mark.parametrize(
    "typed",
    ["a'b", "it\\'s:*", "a & | b", "x <-> y", '"', '""', "--", "\x00\x02 skola", "(" * 300, "ord " * 100, "😀 skola"],
)
def test_nothing_typed_is_an_operator_or_a_fault(meeting: Meeting, secretary: Person, typed: str) -> None:
    find_hits(PersonActor(secretary), Terms(words=typed))
    mark_hits(find_hits(PersonActor(secretary), Terms(words=typed)).hits, typed)
    assert len(clean_words(typed)) <= 200
    assert tsquery_text(typed).count("'") <= 40


def test_every_kind_is_found(meeting: Meeting, council: Forum, secretary: Person, host: Organisation) -> None:
    seen = make_forum(organisation=host, name="Krokusforum")
    make_seat(forum=seen, organisation=host, person=secretary)
    make_topic(organisation=host, name="Krokusfrågan")
    item = make_item(meeting=meeting, title="Krokus i parken", notes="Krokusen antecknades.")
    make_decision(item=item, text="Krokusen planteras.")
    make_action(origin=item, text="Plantera krokusen.")
    make_document(item=item, title="Underlag", file_name="Krokus_2027.pdf")

    assert kinds(secretary, "krokus") == set(SearchKind)


def test_what_stands_comes_first_and_then_the_newest(council: Forum, secretary: Person, host: Organisation) -> None:
    make_topic(organisation=host, name="Trygghet")
    for weeks in (1, 3, 2):
        meeting = make_meeting(forum=council, starts_at=FIRST_MEETING + timedelta(weeks=weeks))
        make_item(meeting=meeting, title=f"Trygghet {weeks}")

    assert titles(secretary, "trygghet") == ["Trygghet", "Trygghet 3", "Trygghet 2", "Trygghet 1"]


def test_pages_follow_each_other_without_gap_or_double(council: Forum, secretary: Person, host: Organisation) -> None:
    make_topic(organisation=host, name="Trygghet")
    meeting = make_meeting(forum=council)
    for number in range(7):
        item = make_item(meeting=meeting, title=f"Trygghet {number}", notes="Trygghet antecknades.")
        make_decision(item=item, text="Trygghet för alla.")
    actor, terms = PersonActor(secretary), Terms(words="trygghet")
    whole = [hit.key for hit in find_hits(actor, terms, limit=100).hits]
    seen: list[str] = []
    after: Place | None = None
    while True:
        page = find_hits(actor, terms, after=after, limit=4)
        seen += [hit.key for hit in page.hits]
        if page.following is None:
            break
        after = Place.read(str(page.following))
        assert after == page.following
    assert len(whole) == 1 + 3 * 7
    assert seen == whole


@pytest.mark.parametrize(
    "rubbish", ["", "x", "1-2-3", "20260101T000000000000-1", "99999999T-1-" + "0" * 32, "\x00-\x00-\x00"]
)
def test_a_place_that_is_none_begins_at_the_newest(rubbish: str) -> None:
    assert Place.read(rubbish) is None


def test_filters(meeting: Meeting, council: Forum, secretary: Person, network: Forum, host: Organisation) -> None:
    make_topic(organisation=host, name="Ungdom")
    item = make_item(meeting=meeting, title="Ungdom här")
    make_decision(item=item, text="Ungdom beslutades.")
    there = make_meeting(forum=network, starts_at=datetime(2027, 3, 31, 22, 30, tzinfo=UTC))  # 1 April in Stockholm
    make_item(meeting=there, title="Ungdom där")

    assert titles(secretary, "ungdom", SearchKind.DECISION) == ["Ungdom här"]
    assert titles(secretary, "ungdom", forum=network.slug) == ["Ungdom där"]
    assert titles(secretary, "ungdom", SearchKind.AGENDA, organisation=council.organisation.code) == ["Ungdom här"]
    assert titles(secretary, "ungdom", since=date(2027, 4, 1)) == ["Ungdom där"]
    assert titles(secretary, "ungdom", since=date(2027, 1, 1), until=date(2027, 3, 31)) == []
    assert titles(secretary, "ungdom", SearchKind.AGENDA, until=date(2026, 12, 3)) == ["Ungdom här"]


# What may not be read is not found


def hide(meeting: Meeting, openness: ItemOpenness = ItemOpenness.NAMED_SEATS) -> AgendaItem:
    """A restricted point with the same word everywhere."""
    item = make_item(
        meeting=meeting, openness=openness, title="Hemligord", question="Hemligord", draft_decision="Hemligord",
        presenter="Hemligord", registry_number="Hemligord", notes="Hemligord", answer=Answer.RAISED,
    )  # fmt: skip
    make_decision(item=item, text="Hemligord", reservations="Hemligord")
    make_action(origin=item, text="Hemligord", closed_reason="Hemligord")
    make_document(item=item, title="Hemligord", file_name="Hemligord.pdf")
    return item


def test_words_of_a_restricted_point_are_found_by_nobody_else(  # (a row per actor)
    council: Forum,
    meeting: Meeting,
    secretary: Person,
    member: Person,
    substitute: Person,
    observer: Person,
    coordinator: Person,
    administrator: Person,
    official: Person,
    stranger: Person,
) -> None:
    hide(meeting)
    make_minutes(meeting=meeting, content={"title": "Hemligord"})
    others = (member, substitute, observer, coordinator, administrator, official, stranger)

    assert len(titles(secretary, "hemligord")) == 5
    assert {person.name: titles(person, "hemligord") for person in others} == {person.name: [] for person in others}
    assert {person.name: titles(person, "hemlig") for person in others} == {person.name: [] for person in others}


def test_a_forum_full_of_secrets_is_silent_to_others(
    school_group: Forum, council: Forum, member: Person, secretary: Person, stranger: Person, official: Person
) -> None:
    for person in (member, secretary, stranger, official):
        assert titles(person, LEAK) == []


def test_an_administrator_finds_names_of_forums_and_no_content(school_group: Forum, administrator: Person) -> None:
    assert kinds(administrator, LEAK) == {SearchKind.FORUM}


def test_what_was_noted_is_found_when_it_was_sent(meeting: Meeting, secretary: Person, member: Person) -> None:
    item = make_item(meeting=meeting, title="Punkt", notes="Blåsippan antecknades.")
    make_decision(item=item, text="Blåsippan fridlyses.")
    make_minutes(meeting=meeting, state=MinutesState.DRAFT)
    assert (len(titles(secretary, "blåsippa")), titles(member, "blåsippa")) == (2, [])

    meeting.minutes.update(state=MinutesState.CIRCULATED, circulated_at=FIRST_MEETING)
    assert len(titles(member, "blåsippa")) == 2


def test_the_owner_of_an_action_finds_it_and_not_the_point(meeting: Meeting, official: Person) -> None:
    item = hide(meeting)
    make_action(origin=item, text="Hämta nyckeln", owner_person=official)

    hits = find_hits(PersonActor(official), Terms(words="nyckel")).hits
    assert [(hit.kind, hit.title) for hit in hits] == [(SearchKind.ACTION, "Hämta nyckeln")]
    assert "Hemligord" not in repr(hits)
    assert titles(official, "hemligord") == []


# Marks


def test_marks_are_the_only_markup(meeting: Meeting, secretary: Person) -> None:
    make_item(
        meeting=meeting,
        title="<script>alert(1)</script> skolan & \x02rutin\x03",
        question="Vad säger <b>skolgruppen</b> om “rutiner”?",
    )
    found = find_hits(PersonActor(secretary), Terms(words="skola", kind=SearchKind.AGENDA)).hits
    (row,) = mark_hits(found, "skola")

    assert row.title == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>skolan</mark> &amp; rutin"
    assert row.excerpt == "Vad säger &lt;b&gt;<mark>skolgruppen</mark>&lt;/b&gt; om “rutiner”?"
