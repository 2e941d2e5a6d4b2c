"""Due reminders become letters: to whom, in which language, grouped how, and never twice."""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils.translation import gettext, override

from forum.enums import Language, NoticeSender, Office, ReminderKind, ReminderState
from forum.models import Membership, OutboxMessage, Person, Reminder, Seat
from forum.models.link import token_digest
from meetings.enums import ActionState, ItemOpenness, MeetingState
from meetings.models import ActionItem, ActionLink, Meeting, MeetingLink
from meetings.services.release import release_due_reminders
from tests.factories import (
    make_action,
    make_attendance,
    make_forum,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_reminder,
    make_seat,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation
    from meetings.models import AgendaItem

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides, so that these tests live today
DUE = TODAY - timedelta(minutes=1)


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _recipients() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def _text(message: OutboxMessage) -> str:
    body = message_from_bytes(bytes(message.body), policy=policy.default).get_body(("plain",))
    return str(body.get_content())  # type: ignore[union-attr]


def _states() -> list[str]:
    return sorted(state.value for state in Reminder.objects.values_list("state", flat=True))


def _remind(item: AgendaItem, **owner: object) -> ActionItem:
    action = make_action(origin=item, due_on=TODAY.date(), **owner)
    make_reminder(of=action, moment=DUE)
    return action


def test_the_holder_of_today_gets_it(item: AgendaItem, council: Forum, member: Person, official: Person) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    _remind(item, owner_seat=seat)
    Membership.objects.filter(seat=seat).update(ends_on=TODAY.date() - timedelta(days=1))
    Membership.objects.create(seat=seat, person=official, starts_on=TODAY.date())
    assert release_due_reminders() == 1
    assert (_recipients(), _states()) == ([official.email], ["released"])


@pytest.mark.parametrize("why", ["left", "inactive", "no address"])
def test_else_the_substitute_and_else_the_organisation(why: str, item: AgendaItem, council: Forum, member: Person, police: Organisation) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    if why == "left":
        Membership.objects.filter(seat=seat).update(ends_on=TODAY.date() - timedelta(days=1))
    elif why == "inactive":
        Person.objects.filter(pk=member.pk).update(is_active=False)
    else:
        Person.objects.filter(pk=member.pk).update(email=None)
    _remind(item, owner_seat=seat)
    release_due_reminders()
    assert _recipients() == ["substitute@demo.example"]

    Seat.objects.filter(substitute_for=seat).update(closed_on=date(2026, 1, 1))
    type(police).objects.filter(pk=police.pk).update(contact_address="registrator@polisen.example")
    _remind(item, owner_seat=seat)
    release_due_reminders()
    assert _recipients() == ["registrator@polisen.example", "substitute@demo.example"]


def test_nobody_to_reach_is_withdrawn_and_said_so(item: AgendaItem, council: Forum) -> None:
    _remind(item, owner_seat=council.seats.get(role_title="Säkerhetssamordnare"))
    assert release_due_reminders() == 1
    assert (_recipients(), _states()) == ([], ["withdrawn"])


def test_a_bare_address_and_a_person_get_it_at_their_address(item: AgendaItem, official: Person) -> None:
    _remind(item, owner_address="rektor@skolan.example")
    _remind(item, owner_person=official)
    release_due_reminders()
    assert _recipients() == [official.email, "rektor@skolan.example"]


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
    assert _recipients() == [official.email]


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.CLOSED])
def test_what_is_finished_is_not_sent(state: ActionState, item: AgendaItem, official: Person) -> None:
    action = _remind(item, owner_person=official)
    ActionItem.objects.filter(pk=action.pk).update(state=state)
    release_due_reminders()
    assert (_recipients(), _states()) == ([], ["withdrawn"])


def test_one_letter_per_receiver_and_moment_also_from_several_forums(
    item: AgendaItem, network: Forum, secretary: Person, chair: Person
) -> None:
    other = make_item(meeting=make_meeting(forum=network, starts_at=TODAY - timedelta(days=3)))
    texts = ["Ring skolan", "Boka lokalen", "Skriv till rektorn"]
    for origin, text in zip((item, item, other), texts, strict=True):
        _remind(origin, text=text, owner_person=secretary)
    _remind(item, text="Annat", owner_person=chair)
    make_reminder(of=make_action(origin=item, text="En timme förr", owner_person=secretary), moment=DUE - timedelta(hours=1))
    assert release_due_reminders() == 5

    letters = OutboxMessage.objects.filter(recipient=secretary.email).order_by("created_at")
    assert [sorted(text for text in [*texts, "En timme förr"] if text in _text(letter)) for letter in letters] == [
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
    assert _recipients() == [official.email]


def test_what_is_too_late_expires_and_what_is_not_due_waits(item: AgendaItem, official: Person) -> None:
    action = make_action(origin=item, owner_person=official)
    make_reminder(of=action, moment=TODAY - timedelta(days=20), expires_at=TODAY - timedelta(days=6))
    make_reminder(of=action, moment=TODAY + timedelta(hours=1))
    release_due_reminders()
    assert (_recipients(), _states()) == ([], ["expired", "planned"])


@pytest.mark.parametrize("language", [Language.SWEDISH, Language.ENGLISH])
def test_in_the_readers_language_and_saying_why(language: Language, item: AgendaItem, council: Forum, member: Person) -> None:
    Person.objects.filter(pk=member.pk).update(language=language)
    _remind(item, owner_seat=council.seats.get(role_title="Lokalpolisområdeschef"))
    release_due_reminders()
    (message,) = OutboxMessage.objects.all()
    with override(language.value):
        why = gettext("You get this because you hold the seat %(seat)s in %(forum)s.") % {
            "seat": "Lokalpolisområdeschef",
            "forum": council.name,
        }
    assert why in " ".join(_text(message).split())
    assert message_from_bytes(bytes(message.body), policy=policy.default)["Content-Language"] == language.value


def test_the_links_token_stands_in_the_body_alone(item: AgendaItem) -> None:
    action = _remind(item, owner_address="rektor@skolan.example")
    release_due_reminders()
    (message,) = OutboxMessage.objects.all()
    (link,) = ActionLink.objects.all()
    token = re.search(r"/link/(a[\w-]{32})/", _text(message)).group(1)  # type: ignore[union-attr]
    assert (link.digest, link.action, link.address) == (token_digest(token), action, "rektor@skolan.example")
    everywhere = str(list(ActionLink.objects.values())) + str(list(OutboxMessage.objects.defer("body").values("subject", "dedup_key")))
    assert token not in everywhere


# Meetings


@pytest.fixture
def ahead(council: Forum, chair: Person) -> Meeting:
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    meeting = make_meeting(forum=council, starts_at=TODAY + timedelta(days=1), noticed=True)
    make_item(meeting=meeting, title="Öppen punkt")
    make_item(meeting=meeting, title="Hemlig punkt", openness=ItemOpenness.NAMED_SEATS)
    return meeting


SITTING = ["chair@demo.example", "member@demo.example", "secretary@demo.example", "substitute@demo.example"]
EDITING = ["chair@demo.example", "secretary@demo.example"]


@pytest.mark.parametrize("kind", [ReminderKind.MEETING_AGENDA, ReminderKind.MEETING_AHEAD])
def test_a_noticed_meeting_reaches_those_who_sit_with_restricted_points_masked(kind: ReminderKind, ahead: Meeting) -> None:
    make_reminder(of=ahead, kind=kind)
    release_due_reminders()
    assert _recipients() == SITTING
    for message in OutboxMessage.objects.all():
        assert ("Öppen punkt" in _text(message), "Hemlig punkt" in _text(message)) == (True, False)
    assert MeetingLink.objects.count() == 4


def test_who_is_only_called_gets_time_and_place_without_the_agenda(ahead: Meeting, police: Organisation) -> None:
    person = make_person(name="Adjungerad", email="called@demo.example", organisation=police)
    make_seat(forum=ahead.forum, organisation=police, office=Office.CO_OPTED, person=person)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AHEAD)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AGENDA)
    release_due_reminders()
    (message,) = OutboxMessage.objects.filter(recipient="called@demo.example")
    text = _text(message)
    assert ("Öppen punkt" in text, "/link/" in text, "Stadshuset" in text) == (False, False, True)


@pytest.mark.parametrize(("sender", "expected"), [(NoticeSender.SAMVERKA, EDITING), (NoticeSender.OWN_CALENDAR, [])])
def test_an_agenda_that_was_not_sent_concerns_those_who_prepare_it(sender: NoticeSender, expected: list[str], ahead: Meeting) -> None:
    Meeting.objects.filter(pk=ahead.pk).update(noticed_at=None, state=MeetingState.PLANNED)
    ahead.forum.notices_from = sender
    ahead.forum.save()
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AGENDA)
    release_due_reminders()
    assert _recipients() == expected
    assert not any("Öppen punkt" in _text(message) for message in OutboxMessage.objects.all())


@pytest.mark.parametrize("why", ["cancelled", "historic", "archived", "begun"])
def test_meetings_that_need_no_reminder(why: str, ahead: Meeting) -> None:
    facts: dict[str, dict[str, object]] = {
        "cancelled": {"state": MeetingState.CANCELLED},
        "historic": {"historic": True},
        "archived": {},
        "begun": {"starts_at": TODAY - timedelta(minutes=5)},
    }
    Meeting.objects.filter(pk=ahead.pk).update(modified_at=TODAY, **facts[why])
    if why == "archived":
        type(ahead.forum).objects.filter(pk=ahead.forum_id).update(archived_at=TODAY)
    make_reminder(of=ahead, kind=ReminderKind.MEETING_AHEAD)
    release_due_reminders()
    assert (_recipients(), _states()) == ([], ["withdrawn"])


@pytest.mark.parametrize(("logged", "expected"), [
    ("", ["secretary@demo.example"]),
    ("attendance", []),
    ("notes", []),
    ("answer", []),
])
def test_the_outcome_is_asked_for_where_nothing_was_logged(logged: str, expected: list[str], council: Forum) -> None:
    meeting = make_meeting(forum=council, starts_at=TODAY - timedelta(days=1))
    make_item(meeting=meeting, **({"notes": "Ord"} if logged == "notes" else {"answer": "raised"} if logged == "answer" else {}))
    if logged == "attendance":
        make_attendance(meeting=meeting, seat=council.seats.get(office=Office.CHAIR))
    make_reminder(of=meeting, kind=ReminderKind.LOG_OUTCOME)
    release_due_reminders()
    assert _recipients() == expected


def test_of_a_forum_led_by_others_we_only_ask_for_the_outcome(network: Forum) -> None:
    coming = make_meeting(forum=network, starts_at=TODAY + timedelta(days=1), noticed=True)
    held = make_meeting(forum=network, starts_at=TODAY - timedelta(days=1))
    make_reminder(of=coming, kind=ReminderKind.MEETING_AHEAD)
    make_reminder(of=held, kind=ReminderKind.LOG_OUTCOME)
    release_due_reminders()
    assert _recipients() == ["secretary@demo.example"]


# Once, and at a constant cost


@pytest.mark.parametrize("number", [1, 3])
def test_a_moment_costs_the_same_for_one_and_three(
    number: int, item: AgendaItem, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        seat = make_seat(
            forum=item.forum, organisation=host, person=make_person(name=f"P{n}", email=f"p{n}@demo.example", organisation=host)
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
    assert _recipients() == [f"p{number}@demo.example" for number in range(6)]
    assert _states() == ["released"] * 12
    assert ActionLink.objects.count() == 12
