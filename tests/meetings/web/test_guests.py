"""Guests of one point: called by a bare address with the point's own time, and shown that point alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from forum.enums import NoticeSender
from forum.models import OutboxMessage
from meetings.enums import GuestAnswer, ItemOpenness, MeetingState
from meetings.models import Attendance, GuestLink, ItemGuest
from meetings.services.agendas import edit_item, remove_item
from meetings.services.guests import call_guest, tell_guests_everywhere
from meetings.services.meetings import cancel_meeting, reschedule_meeting
from meetings.services.notices import send_notice, send_notice_again
from meetings.services.presenters import forget_addresses_of_guests
from meetings.services.proposals import withdraw_proposal
from tests.conftest import LEAK
from tests.factories import make_document, make_item, make_meeting, make_placement, make_topic
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from forum.models import Forum, Person, Topic
    from meetings.models import AgendaItem, Meeting
    from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "store")]

WHO = {"name": "Rut Rektor", "address": "Rut@Friskolan.example", "organisation": "Friskolan"}


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    council.contact_address = "radet@demo.example"
    council.save()
    return make_meeting(forum=council, description=LEAK)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """The second of three points, 9:20 to 9:50 in Stockholm; all around it leaks."""
    make_item(meeting=meeting, title=f"{LEAK} öppnande", minutes=20)
    item = make_item(meeting=meeting, title="Trygg skolväg", minutes=30, draft_decision=f"{LEAK} förslag")
    make_item(meeting=meeting, title=f"{LEAK} efteråt", question=LEAK)
    return item


@pytest.fixture
def guest(item: AgendaItem, secretary: Person) -> ItemGuest:
    return call_guest(item_id=item.pk, called_by=secretary, **WHO)


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="guest", state="queued").order_by("created_at"))


def entry(letter: OutboxMessage) -> tuple[str, str, int, str, str]:
    """Method, UID, SEQUENCE and times of what calendars get."""
    mail = message_from_bytes(bytes(letter.body or b""), policy=policy.default)
    part: Any = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    event: Any = calendar.walk("VEVENT")[0]
    begins, ends = (f"{event.decoded(name).astimezone(UTC):%H:%M}" for name in ("dtstart", "dtend"))
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), begins, ends


def link_in(letter: OutboxMessage) -> str:
    word = next(word for word in text_of(letter).split() if "/link/" in word)
    return word.removeprefix("http://testserver")


def test_the_letter_has_the_points_own_time_and_nothing_of_the_others(guest: ItemGuest) -> None:
    (letter,) = letters()
    assert letter.recipient == "rut@friskolan.example"
    assert entry(letter) == ("REQUEST", guest.uid, 0, "08:20", "08:50")
    assert "Trygg skolväg" in text_of(letter)
    assert LEAK.encode() not in bytes(letter.body or b"")
    assert LEAK not in text_of(letter)


def test_the_link_shows_the_own_point_alone_and_takes_an_answer(
    guest: ItemGuest, item: AgendaItem, meeting: Meeting, secretary: Person
) -> None:
    own = make_document(item=item, title="Karta över skolvägen", content=b"%PDF-1.7 karta")
    other = make_document(item=meeting.items.order_by("position")[0], title=f"{LEAK} bilaga")
    address, visitor = link_in(letters()[0]), Client(enforce_csrf_checks=True)
    before = visitor.get(address)
    assert "Karta" not in before.text  # before the notice no paper leaves
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    page = visitor.get(address)
    assert (page.status_code, ItemGuest.objects.get().answer) == (200, "")
    for shown in ("Trygg skolväg", "9:20–9:50", "Stadshuset", "Karta över skolvägen"):
        assert shown in page.text
    assert LEAK not in page.text
    paper = visitor.get(f"{address}documents/{own.pk}/")
    assert b"".join(paper.streaming_content) == b"%PDF-1.7 karta"  # type: ignore[attr-defined]  # a file's answer
    assert visitor.get(f"{address}documents/{other.pk}/").status_code == 404
    assert visitor.post(address, {"do": "coming"}).status_code == 302
    assert ItemGuest.objects.get().answer == GuestAnswer.COMING
    assert "You have said that you come." in visitor.get(address).text


def test_a_point_that_is_not_open_gives_the_guest_time_and_place_alone(item: AgendaItem, secretary: Person) -> None:
    edit_item(item_id=item.pk, version=None, title=f"{LEAK} ärende", openness=ItemOpenness.OWN_ORGANISATION)
    call_guest(item_id=item.pk, called_by=secretary, **WHO)
    (letter,) = letters()
    assert entry(letter)[0] == "REQUEST"
    assert LEAK not in text_of(letter)
    page = Client().get(link_in(letter))
    assert (page.status_code, LEAK in page.text) == (200, False)


def test_the_letter_follows_the_slot_once_the_agenda_is_at_rest(guest: ItemGuest, item: AgendaItem) -> None:
    OutboxMessage.objects.update(state="sent")
    first = item.meeting.items.order_by("position")[0]
    edit_item(item_id=first.pk, version=None, minutes=35)
    assert tell_guests_everywhere() == 0
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        type(item).objects.filter(pk=first.pk).update(modified_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
        assert (tell_guests_everywhere(), tell_guests_everywhere()) == (1, 0)
    assert entry(letters()[0]) == ("REQUEST", guest.uid, 1, "08:35", "09:05")


def test_a_meeting_that_moves_or_is_cancelled_takes_its_guests_along(guest: ItemGuest, meeting: Meeting) -> None:
    OutboxMessage.objects.update(state="sent")
    starts_at = meeting.starts_at + timedelta(days=1, hours=1)
    reschedule_meeting(meeting_id=meeting.pk, version=None, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert entry(letters()[0]) == ("REQUEST", guest.uid, 1, "09:20", "09:50")
    OutboxMessage.objects.update(state="sent")
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Snöstorm.")
    (letter,) = letters()
    assert entry(letter) == ("CANCEL", guest.uid, 2, "09:20", "09:50")
    assert "Snöstorm." in text_of(letter)
    guest.refresh_from_db()
    assert guest.ended_at is not None


def test_who_is_taken_off_is_told_unless_nothing_was_sent_yet(
    guest: ItemGuest, meeting: Meeting, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    address = link_in(letters()[0])
    client, remove = signed_in(secretary), f"/meetings/{meeting.pk}/guests/{guest.pk}/remove/"
    assert client.post(remove, {"version": str(guest.version)}).status_code == 302
    assert letters() == []
    assert "You are no longer called" in Client().get(address).text
    assert Client().post(address, {"do": "coming"}).status_code == 409
    again = call_guest(item_id=item.pk, called_by=secretary, **WHO)
    OutboxMessage.objects.update(state="sent")
    client.post(f"/meetings/{meeting.pk}/guests/{again.pk}/remove/", {"version": str(again.version)})
    assert entry(letters()[0])[:3] == ("CANCEL", again.uid, 1)


def test_the_page_calls_guests_and_says_what_is_wrong(
    meeting: Meeting, item: AgendaItem, secretary: Person, member: Person, stranger: Person, signed_in: SignIn
) -> None:
    address, client = f"/meetings/{meeting.pk}/items/{item.pk}/guests/", signed_in(secretary)
    assert client.post(address, {**WHO, "address": "rut"}).status_code == 422
    assert client.post(address, WHO).status_code == 302
    again = client.post(address, WHO)
    assert (again.status_code, "called to the point already" in again.text) == (422, True)
    assert "Rut Rektor, Friskolan" in client.get(f"/meetings/{meeting.pk}/").text
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(member).get(address).status_code == 403
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    assert "Rut Rektor" not in signed_in(member).get(f"/meetings/{meeting.pk}/").text


def test_a_point_with_guests_stays_until_they_are_told(guest: ItemGuest, item: AgendaItem) -> None:
    with pytest.raises(Exception, match="Take them off first"):
        remove_item(item_id=item.pk, version=None)


def test_the_log_offers_the_guests_for_the_attendance(
    guest: ItemGuest, meeting: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    client, address = signed_in(secretary), f"/meetings/{meeting.pk}/log/"
    assert "called to point 2" in client.get(address).text
    ((_guest, form),) = client.get(address).context["called_guests"]
    for _press in range(2):
        client.post(f"{address}guests/", {field.html_name: field.value() for field in form})
    assert str(Attendance.objects.get().guest_name) == "Rut Rektor, Friskolan"
    assert "called to point 2" not in client.get(address).text
    assert meeting.state == MeetingState.PLANNED


# Presenters without a seat from which the notice is got


@pytest.fixture
def presented(meeting: Meeting, item: AgendaItem, topic: Topic, coordinator: Person, member: Person) -> AgendaItem:
    """A coordinator presents the second point as proposed; a member, who gets the notice anyway, the first."""
    meeting.forum.notices_from = NoticeSender.SAMVERKA
    meeting.forum.save()
    placement = make_placement(topic=topic, forum=meeting.forum, presented_by=coordinator, presenter="Samordnaren")
    type(item).objects.filter(pk=item.pk).update(placement=placement, presenter="Samordnaren")
    first = meeting.items.order_by("position")[0]
    other = make_topic(name="Narkotika", organisation=topic.organisation)
    known = make_placement(topic=other, forum=meeting.forum, presented_by=member, presenter="Polisen")
    type(item).objects.filter(pk=first.pk).update(placement=known, presenter="Polisen")
    item.refresh_from_db()
    return item


def test_the_notice_gives_a_presenter_without_seat_the_points_own_time(
    presented: AgendaItem, meeting: Meeting, secretary: Person, coordinator: Person, signed_in: SignIn
) -> None:
    assert "presents point 2" in signed_in(secretary).get(f"/meetings/{meeting.pk}/notice/").text
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    (letter,), guest = letters(), ItemGuest.objects.get()
    assert (letter.recipient, guest.presents) == (coordinator.email, True)
    assert entry(letter) == ("REQUEST", guest.uid, 0, "08:20", "08:50")
    assert "You present one point" in text_of(letter) or "Du föredrar" in text_of(letter)
    assert LEAK not in text_of(letter)

    OutboxMessage.objects.update(state="sent")
    edit_item(item_id=presented.pk, version=None, presenter="Någon annan")
    send_notice_again(meeting_id=meeting.pk, version=None, sent_by=secretary)
    assert entry(letters()[0])[:3] == ("CANCEL", guest.uid, 1)
    OutboxMessage.objects.update(state="sent")
    edit_item(item_id=presented.pk, version=None, presenter="Samordnaren")
    send_notice_again(meeting_id=meeting.pk, version=None, sent_by=secretary)
    assert (letters(), ItemGuest.objects.count()) == ([], 1)  # taken off stays off


def test_a_presenter_is_told_when_the_point_is_taken_off(
    presented: AgendaItem, meeting: Meeting, secretary: Person
) -> None:
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    OutboxMessage.objects.update(state="sent")
    remove_item(item_id=presented.pk, version=None)
    assert entry(letters()[0])[0] == "CANCEL"


def test_an_observer_who_presents_is_called_and_own_calendars_are_left_alone(
    meeting: Meeting, item: AgendaItem, council: Forum, secretary: Person, observer: Person, signed_in: SignIn
) -> None:
    seat = council.seats.get(role_title="Länssamordnare")
    edit_item(item_id=item.pk, version=None, presenter_seat=seat)
    page = signed_in(secretary).get(f"/meetings/{meeting.pk}/items/{item.pk}/guests/").text
    assert f'value="{observer.email}"' in page  # offered, since their own calendar sends the notice
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    assert letters() == []
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    edit_item(item_id=item.pk, version=None, minutes=25)
    send_notice_again(meeting_id=meeting.pk, version=None, sent_by=secretary)
    assert [letter.recipient for letter in letters()] == [observer.email]


def test_addresses_are_forgotten_ninety_days_after_the_meeting(guest: ItemGuest, meeting: Meeting) -> None:
    late = ItemGuest.objects.create(
        item=guest.item, name="Sen", address="sen@demo.example", said_from=guest.said_from, said_to=guest.said_to
    )
    for days, forgotten in ((89, 0), (91, 2), (92, 0)):
        with time_machine.travel(meeting.ends_at + timedelta(days=days), tick=False):
            assert forget_addresses_of_guests() == forgotten
    assert set(ItemGuest.objects.values_list("name", "address")) == {(guest.name, ""), (late.name, "")}
    assert not GuestLink.objects.exists()


def test_a_proposal_that_is_withdrawn_takes_its_guests_along(
    item: AgendaItem, topic: Topic, coordinator: Person, secretary: Person
) -> None:
    """The coordinator could not take them off."""
    placement = make_placement(topic=topic, forum=item.forum)
    type(item).objects.filter(pk=item.pk).update(placement=placement)
    guest = call_guest(item_id=item.pk, called_by=secretary, **WHO)
    OutboxMessage.objects.update(state="sent")
    withdraw_proposal(placement_id=placement.pk, version=None, reason="Inte nu")
    assert entry(letters()[0])[:3] == ("CANCEL", guest.uid, 1)
    assert not type(item).objects.filter(pk=item.pk).exists()
