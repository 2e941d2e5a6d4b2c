"""Due reminders become letters: to whom, in which language, grouped how, and never twice."""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils.translation import gettext, override

from forum.enums import Language, ReminderState
from forum.models import Membership, OutboxMessage, Person, Reminder, Seat
from forum.models.link import token_digest
from meetings.enums import ActionState
from meetings.models import ActionItem, ActionLink
from meetings.services.release import release_due_reminders
from tests.factories import (
    make_action,
    make_forum,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_reminder,
    make_seat,
)
from tests.meetings.services.outbox_reading import recipients, states, text_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from meetings.models import AgendaItem

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides, so that these tests live today
DUE = TODAY - timedelta(minutes=1)


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _remind(item: AgendaItem, **owner: Any) -> ActionItem:
    action = make_action(origin=item, due_on=TODAY.date(), **owner)
    make_reminder(of=action, moment=DUE)
    return action


def test_the_holder_of_today_gets_it(item: AgendaItem, council: Forum, member: Person, official: Person) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    _remind(item, owner_seat=seat)
    Membership.objects.filter(seat=seat).update(ends_on=TODAY.date() - timedelta(days=1))
    Membership.objects.create(seat=seat, person=official, starts_on=TODAY.date())
    assert release_due_reminders() == 1
    assert (recipients(), states()) == ([official.email], ["released"])


@pytest.mark.parametrize("why", ["left", "inactive", "no address"])
def test_else_the_substitute_and_else_the_organisation(
    why: str, item: AgendaItem, council: Forum, member: Person, police: Organisation
) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    if why == "left":
        Membership.objects.filter(seat=seat).update(ends_on=TODAY.date() - timedelta(days=1))
    elif why == "inactive":
        Person.objects.filter(pk=member.pk).update(is_active=False)
    else:
        Person.objects.filter(pk=member.pk).update(email=None)
    _remind(item, owner_seat=seat)
    release_due_reminders()
    assert recipients() == ["substitute@demo.example"]

    Seat.objects.filter(substitute_for=seat).update(closed_on=date(2026, 1, 1))
    type(police).objects.filter(pk=police.pk).update(contact_address="registrator@polisen.example")
    _remind(item, owner_seat=seat)
    release_due_reminders()
    assert recipients() == ["registrator@polisen.example", "substitute@demo.example"]


def test_nobody_to_reach_is_withdrawn_and_said_so(item: AgendaItem, council: Forum) -> None:
    _remind(item, owner_seat=council.seats.get(role_title="Säkerhetssamordnare"))
    assert release_due_reminders() == 1
    assert (recipients(), states()) == ([], ["withdrawn"])


def test_a_bare_address_and_a_person_get_it_at_their_address(item: AgendaItem, official: Person) -> None:
    _remind(item, owner_address="rektor@skolan.example")
    _remind(item, owner_person=official)
    release_due_reminders()
    assert recipients() == [official.email, "rektor@skolan.example"]


def test_an_address_means_the_person_who_has_it(item: AgendaItem, official: Person) -> None:
    Person.objects.filter(pk=official.pk).update(language=Language.ENGLISH)
    _remind(item, owner_address=official.email)
    _remind(item, owner_person=official)
    release_due_reminders()
    (message,) = OutboxMessage.objects.all()
    assert message.person == official
    assert "2 things wait for you" in message.subject

    Person.objects.filter(pk=official.pk).update(is_active=False)
    _remind(item, owner_address=official.email)
    release_due_reminders()
    assert recipients() == [official.email]


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.CLOSED])
def test_what_is_finished_is_not_sent(state: ActionState, item: AgendaItem, official: Person) -> None:
    action = _remind(item, owner_person=official)
    ActionItem.objects.filter(pk=action.pk).update(state=state)
    release_due_reminders()
    assert (recipients(), states()) == ([], ["withdrawn"])


def test_one_letter_per_receiver_and_moment_also_from_several_forums(
    item: AgendaItem, network: Forum, secretary: Person, chair: Person
) -> None:
    other = make_item(meeting=make_meeting(forum=network, starts_at=TODAY - timedelta(days=3)))
    texts = ["Ring skolan", "Boka lokalen", "Skriv till rektorn"]
    for origin, text in zip((item, item, other), texts, strict=True):
        _remind(origin, text=text, owner_person=secretary)
    _remind(item, text="Annat", owner_person=chair)
    make_reminder(
        of=make_action(origin=item, text="En timme förr", owner_person=secretary), moment=DUE - timedelta(hours=1)
    )
    assert release_due_reminders() == 5

    letters = OutboxMessage.objects.filter(recipient=secretary.email).order_by("created_at")
    assert [sorted(text for text in [*texts, "En timme förr"] if text in text_of(letter)) for letter in letters] == [
        ["En timme förr"],
        sorted(texts),
    ]
    assert OutboxMessage.objects.count() == 3


def test_after_standing_still_only_the_newest_of_an_object_goes(item: AgendaItem, official: Person) -> None:
    action = make_action(origin=item, due_on=TODAY.date(), owner_person=official)
    for days in (8, 2, 1):
        make_reminder(of=action, moment=TODAY - timedelta(days=days))
    assert release_due_reminders() == 3
    assert list(Reminder.objects.order_by("moment").values_list("state", flat=True)) == [
        ReminderState.SUPERSEDED,
        ReminderState.SUPERSEDED,
        ReminderState.RELEASED,
    ]
    assert recipients() == [official.email]


def test_what_is_too_late_expires_and_what_is_not_due_waits(item: AgendaItem, official: Person) -> None:
    action = make_action(origin=item, owner_person=official)
    make_reminder(of=action, moment=TODAY - timedelta(days=20), expires_at=TODAY - timedelta(days=6))
    make_reminder(of=action, moment=TODAY + timedelta(hours=1))
    release_due_reminders()
    assert (recipients(), states()) == ([], ["expired", "planned"])


@pytest.mark.parametrize("language", [Language.SWEDISH, Language.ENGLISH])
def test_in_the_readers_language_and_saying_why(
    language: Language, item: AgendaItem, council: Forum, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(language=language)
    _remind(item, owner_seat=council.seats.get(role_title="Lokalpolisområdeschef"))
    release_due_reminders()
    (message,) = OutboxMessage.objects.all()
    with override(language.value):
        why = gettext("You get this because you hold the seat %(seat)s in %(forum)s.") % {
            "seat": "Lokalpolisområdeschef",
            "forum": council.name,
        }
    assert why in " ".join(text_of(message).split())
    assert message_from_bytes(bytes(message.body), policy=policy.default)["Content-Language"] == language.value


def test_the_links_token_stands_in_the_body_alone(item: AgendaItem) -> None:
    action = _remind(item, owner_address="rektor@skolan.example")
    release_due_reminders()
    (message,) = OutboxMessage.objects.all()
    (link,) = ActionLink.objects.all()
    token = re.search(r"/link/(a[\w-]{32})/", text_of(message)).group(1)  # type: ignore[union-attr]
    assert (link.digest, link.action, link.address) == (token_digest(token), action, "rektor@skolan.example")
    everywhere = str(list(ActionLink.objects.values())) + str(
        list(OutboxMessage.objects.defer("body").values("subject", "dedup_key"))
    )
    assert token not in everywhere


# Once, and at a constant cost


@pytest.mark.parametrize("number", [1, 3])
def test_a_moment_costs_the_same_for_one_and_three(
    number: int, item: AgendaItem, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        seat = make_seat(
            forum=item.forum,
            organisation=host,
            person=make_person(name=f"P{n}", email=f"p{n}@demo.example", organisation=host),
        )
        _remind(item, owner_seat=seat)
    with django_assert_num_queries(20):
        assert release_due_reminders() == number
    assert OutboxMessage.objects.count() == number


@pytest.mark.django_db(transaction=True)
def test_two_releasers_at_once_write_each_letter_once() -> None:
    host = make_organisation(code="0486", name="Strängnäs kommun", is_host=True)
    forum = make_forum(organisation=host, name="Rådet")
    item = make_item(meeting=make_meeting(forum=forum, starts_at=TODAY - timedelta(days=5)))
    for number in range(12):
        _remind(item, owner_address=f"p{number % 6}@demo.example")
    together, settled = threading.Barrier(3), []

    def release() -> None:
        try:
            together.wait()
            settled.append(release_due_reminders())
        finally:
            connection.close()

    threads = [threading.Thread(target=release) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settled.append(release_due_reminders())
    assert sum(settled) == 12
    assert recipients() == [f"p{number}@demo.example" for number in range(6)]
    assert states() == ["released"] * 12
    assert ActionLink.objects.count() == 12
