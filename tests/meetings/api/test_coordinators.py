"""Coordinators over REST: the own organisation's and public cards, by function; a name only where the public card tells it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import time_machine

from forum.models import Coordinator, Person, Topic
from forum.services.coordinators import withdraw_ended_cards
from tests.conftest import LEAK, NOW
from tests.factories import make_coordinator
from tests.meetings.api.mirror import Mirror, news, said

if TYPE_CHECKING:
    from forum.models import Organisation
    from tests.conftest import ApiClientFor


def test_a_client_reads_public_cards_and_its_own_organisations(
    topic: Topic, host: Organisation, neighbour: Organisation, stranger_municipality: Organisation, official: Person,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    """The host's card that is not public is absent, with all that stands on it."""
    Person.objects.filter(pk=official.pk).update(name=LEAK)
    make_coordinator(topic=topic, person=official, organisation=host, function=LEAK)
    shown = make_coordinator(
        topic=topic, person=official, organisation=host, function="Säkerhetssamordnare", mailbox="sakerhet@demo.example",
        phone="+46152000000", published=True, deputy=official, ends_on=date(2027, 12, 31),
    )  # fmt: skip
    own = make_coordinator(topic=topic, person=official, organisation=neighbour, name_published=True)
    found = {
        organisation.code: api_client_for(organisation).get("/api/v1/coordinators").json()["coordinators"]
        for organisation in (neighbour, stranger_municipality)
    }
    assert {code: [row["id"] for row in rows] for code, rows in found.items()} == {
        neighbour.code: [str(shown.pk), str(own.pk)],
        stranger_municipality.code: [str(shown.pk)],
    }
    assert LEAK not in str(found)
    row = found[stranger_municipality.code][0]
    told = ("topicName", "function", "mailbox", "phone", "startsOn", "endsOn", "hasDeputy", "published", "name")
    assert [row[name] for name in told] == [
        topic.name, "Säkerhetssamordnare", "sakerhet@demo.example", "+46152000000", "2023-01-01", "2027-12-31", True, True, None,
    ]  # fmt: skip


def test_what_leads_to_a_card(mirror: Mirror, topic: Topic, host: Organisation, official: Person) -> None:
    card = make_coordinator(topic=topic, person=official, organisation=host, function="Samordnare")
    assert news(mirror) == []
    Coordinator.objects.filter(pk=card.pk).update(published=True, name_published=True)
    changed = {("coordinators", str(card.pk), "changed")}
    assert said(news(mirror)) == changed
    Person.objects.filter(pk=official.pk).update(name="Nytt Namn")
    assert said(news(mirror)) == changed
    assert mirror.rows["coordinators"][str(card.pk)]["name"] == "Nytt Namn"
    Topic.objects.filter(pk=topic.pk).update(name="Nytt namn på frågan")
    assert said(news(mirror)) == changed
    Coordinator.objects.filter(pk=card.pk).update(published=False)
    assert said(news(mirror)) == {("coordinators", str(card.pk), "gone")}


def test_a_card_is_withdrawn_when_the_term_is_over(
    mirror: Mirror, topic: Topic, host: Organisation, official: Person
) -> None:
    last = NOW.date()
    card = make_coordinator(topic=topic, person=official, organisation=host, published=True, ends_on=last)
    news(mirror)
    with time_machine.travel(NOW, tick=False):
        assert withdraw_ended_cards() == 0
    with time_machine.travel(NOW.replace(day=NOW.day + 1), tick=False):
        assert (withdraw_ended_cards(), withdraw_ended_cards()) == (1, 0)
    assert said(news(mirror)) == {("coordinators", str(card.pk), "gone")}
