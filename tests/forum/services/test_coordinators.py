"""Who holds a question together: term, vacancy, card, first week, handing over, notebook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from forum.enums import FirstWeek, PlacementState, ReminderKind
from forum.errors import DomainError, InvalidInputError, StaleVersionError
from forum.models import Coordinator, MonitoringNote, OutboxMessage, PersonActor, Reminder
from forum.selectors.coordinators import holdings_of_topic
from forum.services.accounts import deactivate_person
from forum.services.coordinators import change_term, hand_over_coordination, mark_first_week, write_contact_card
from forum.services.monitoring import change_note, write_note
from forum.services.topics import appoint_coordinator
from meetings.services.release import release_due_reminders
from tests.factories import make_coordinator, make_placement

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

TODAY = date(2026, 11, 24)


def own(coordinator: Person) -> Coordinator:
    return Coordinator.objects.get(person=coordinator)


def test_the_end_of_a_term_is_reminded_until_somebody_comes_after(
    now: datetime, topic: Topic, host: Organisation, coordinator: Person, administrator: Person, official: Person
) -> None:
    change_term(coordinator_id=own(coordinator).pk, version=None, ends_on=TODAY + timedelta(days=10))
    release_due_reminders()
    letters = OutboxMessage.objects.filter(subject__contains=topic.name)
    assert {one.recipient for one in letters} == {"administrator@demo.example", "coordinator@demo.example"}
    planned = Reminder.objects.filter(kind=ReminderKind.COORDINATOR_ENDS, state="planned")
    assert planned.count() == 2
    appoint_coordinator(topic=topic, organisation=host, person=official, starts_on=TODAY + timedelta(days=5))
    planned.update(moment=timezone.now() - timedelta(hours=1))
    before = OutboxMessage.objects.count()
    release_due_reminders()
    assert OutboxMessage.objects.count() == before


def test_the_last_day_of_all_is_far_enough_to_need_no_reminder(
    now: datetime, topic: Topic, coordinator: Person
) -> None:
    change_term(coordinator_id=own(coordinator).pk, version=None, ends_on=date.max)
    assert [one.ends(TODAY) for one in holdings_of_topic(topic)] == [None]
    assert not Reminder.objects.exists()


def test_a_coordinator_who_leaves_is_followed_by_the_deputy_or_by_nobody(
    now: datetime, topic: Topic, coordinator: Person, administrator: Person, official: Person
) -> None:
    deputised = make_coordinator(topic=topic, person=official, deputy=coordinator, organisation=official.organisation)
    Coordinator.objects.filter(person=coordinator).update(deputy=official)
    deactivate_person(person_id=coordinator.pk, version=None)
    assert own(coordinator).ends_on is None
    assert deputised.refreshed().deputy is None
    deactivate_person(person_id=official.pk, version=None)
    assert {one.ends_on for one in Coordinator.objects.all()} == {date(2026, 11, 23)}  # nobody stands in any more
    (holding,) = holdings_of_topic(topic)
    Reminder.objects.filter(kind=ReminderKind.COORDINATOR_ENDS, state="planned").update(
        moment=timezone.now() - timedelta(days=3)
    )
    release_due_reminders()
    told = OutboxMessage.objects.filter(recipient="administrator@demo.example")
    assert (told.count() > 0, holding.organisation.is_host) == (True, True)


def test_handing_over_takes_card_and_presentations_along_but_no_name(
    now: datetime, topic: Topic, council: Forum, coordinator: Person, official: Person
) -> None:
    old = write_contact_card(
        coordinator_id=own(coordinator).pk, version=None, function="Säkerhetssamordnare", mailbox="Samordnare@Demo.Example",
        phone="0152-291 00", published=True, name_published=True,
    )  # fmt: skip
    placed = make_placement(topic=topic, forum=council, presented_by=coordinator)
    facts: dict[str, Any] = {"coordinator_id": old.pk, "person": official, "starts_on": date(2027, 1, 1)}
    with pytest.raises(StaleVersionError):
        hand_over_coordination(**facts, version=old.version - 1)
    new = hand_over_coordination(**facts, version=old.version)
    assert (own(coordinator).ends_on, new.starts_on) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (new.function, new.mailbox, new.phone, new.published, new.name_published) == (
        "Säkerhetssamordnare", "samordnare@demo.example", "+4615229100", True, False,
    )  # fmt: skip
    assert placed.refreshed().presented_by == official
    for wrong in ({"person": coordinator}, {"starts_on": date(2000, 1, 1)}, {"ends_on": date(2026, 12, 1)}):
        with pytest.raises(DomainError):
            hand_over_coordination(**(facts | wrong), version=None)
    with pytest.raises(InvalidInputError):
        write_contact_card(coordinator_id=new.pk, version=None, published=True, function="Samordnare")


def test_the_public_sees_the_function_and_no_name(
    now: datetime, client: Client, topic: Topic, coordinator: Person, official: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    card: dict[str, Any] = {"function": "Säkerhetssamordnare", "mailbox": "samordnare@demo.example"}
    row = write_contact_card(coordinator_id=own(coordinator).pk, version=None, **card)
    assert "samordnare@" not in client.get("/oppet/kontakt/").content.decode()
    write_contact_card(coordinator_id=row.pk, version=None, published=True, **card)
    page = client.get("/oppet/kontakt/").content.decode()
    assert "samordnare@demo.example" in page
    assert coordinator.name not in page
    assert str(coordinator.email) not in page
    for _ in range(2):
        write_contact_card(
            coordinator_id=make_coordinator(topic=topic, person=official).pk, version=None, published=True,
            name_published=True, **card,
        )  # fmt: skip
    with django_assert_num_queries(2):
        page = client.get("/oppet/kontakt/").content.decode()
    assert official.name in page


def test_the_notebook_is_for_those_who_coordinate_there(
    now: datetime, signed_in: SignIn, topic: Topic, host: Organisation, neighbour: Organisation, coordinator: Person,
    administrator: Person, stranger: Person,
) -> None:  # fmt: skip
    """Somebody who coordinates the same question for another organisation, and the administrator, read nothing of it."""
    make_coordinator(topic=topic, person=stranger, organisation=neighbour)
    note = write_note(
        topic=topic, organisation=host, observed_on=TODAY, text="Klotter vid stationen", written_by=coordinator
    )
    address = f"/topics/{topic.slug}/notebook/"
    readers = {
        one.name: MonitoringNote.objects.visible_to(PersonActor(one)).count()
        for one in (coordinator, administrator, stranger)
    }
    assert list(readers.values()) == [1, 0, 0]
    assert "Klotter" in signed_in(coordinator).get(address).content.decode()
    other = signed_in(stranger).get(address)
    assert (other.status_code, "Klotter" in other.content.decode()) == (200, False)
    assert signed_in(administrator).get(address).status_code == 403
    assert signed_in(stranger).get(f"{address}{note.pk}/").status_code == 404
    typed = {"observed_on": "2026-11-20", "text": "Min text", "source": "", "version": note.version}
    change_note(note_id=note.pk, version=None, observed_on=TODAY, text="Annans text")
    lost = signed_in(coordinator).post(f"{address}{note.pk}/", typed)
    assert (lost.status_code, "Min text" in lost.content.decode(), "Annans text" in lost.content.decode()) == (
        409,
        True,
        True,
    )
    past = f"/history/notebook/{topic.pk}/"
    told = signed_in(coordinator).get(past).content.decode()
    assert ("Klotter vid stationen" in told, "Annans text" in told) == (True, True)
    assert "Klotter" not in signed_in(stranger).get(past).content.decode()
    assert signed_in(administrator).get(past).status_code == 404
    ahead = signed_in(coordinator).post(
        f"{address}new/", {**typed, "observed_on": "2027-01-01", "organisation": host.pk}
    )
    assert (ahead.status_code, "Min text" in ahead.content.decode()) == (422, True)


def test_pages_of_terms_first_week_and_everything_open(
    now: datetime, signed_in: SignIn, topic: Topic, council: Forum, coordinator: Person, stranger: Person, host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser, row = signed_in(coordinator), own(coordinator)
    week = f"/coordinators/{row.pk}/first-week/"
    assert browser.post(week, {"step": "plan", "done": "1"}).status_code == 302
    assert row.refreshed().first_week == [FirstWeek.PLAN.value]
    assert mark_first_week(coordinator_id=row.pk, step=FirstWeek.PLAN, done=False).first_week == []
    assert signed_in(stranger).get(week).status_code == 403
    assert signed_in(stranger).get(f"/topics/{topic.slug}/handover/").status_code == 403
    assert signed_in(stranger).get(f"/topics/{topic.slug}/contacts/").status_code == 200
    assert browser.get(f"/coordinators/{row.pk}/hand-over/").status_code == 403
    change_term(coordinator_id=row.pk, version=None, ends_on=TODAY + timedelta(days=9))
    assert holdings_of_topic(topic)[0].ends(TODAY) == TODAY + timedelta(days=9)
    make_placement(
        topic=topic,
        forum=council,
        state=PlacementState.PROPOSED,
        title="Väntar på svar",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    for texts in (["Ett"], ["Två", "Tre"]):
        for text in texts:
            write_note(topic=topic, organisation=host, observed_on=TODAY, text=text, written_by=coordinator)
        with django_assert_num_queries(21):
            page = browser.get(f"/topics/{topic.slug}/handover/").content.decode()
    assert "Väntar på svar" in page
    Coordinator.objects.update(ends_on=TODAY - timedelta(days=1))
    assert holdings_of_topic(topic)[0].vacant
