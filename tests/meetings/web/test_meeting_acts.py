from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import MessageKind, NoticeSender, SharedKind
from forum.models import OutboxMessage, Share
from meetings.enums import ItemOpenness, MeetingState
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    council.notices_from, council.contact_address = NoticeSender.SAMVERKA, "bra@demo.example"
    council.save()
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Belysning")
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION)
    return meeting


def receivers(kind: MessageKind) -> list[str]:
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_the_notice_says_that_it_becomes_a_public_record_and_withholds_a_protected_address(
    meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    type(member).objects.filter(pk=member.pk).update(protected=True)
    response = signed_in(secretary).get(f"/meetings/{meeting.pk}/notice/")

    assert (str(member.email) in response.text, "address withheld" in response.text) == (False, True)
    assert "When you send this to another organisation it becomes a public record." in response.text


def test_the_notice_goes_to_the_seats_and_is_the_share(
    meeting: Meeting,
    secretary: Person,
    signed_in: SignIn,
    host: Organisation,
    police: Organisation,
    neighbour: Organisation,
) -> None:
    response = signed_in(secretary).post(f"/meetings/{meeting.pk}/notice/", {"version": meeting.version})

    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.noticed_by) == (MeetingState.NOTICED, secretary)
    assert {share.organisation for share in Share.objects.filter(kind=SharedKind.NOTICE, object_id=meeting.pk)} == {
        host,
        police,
        neighbour,
    }
    assert receivers(MessageKind.NOTICE) == [
        "chair@demo.example",
        "member@demo.example",
        "secretary@demo.example",
        "substitute@demo.example",
    ]
    body = bytes(OutboxMessage.objects.filter(kind=MessageKind.NOTICE)[0].body)
    assert b"Belysning" in body
    assert b"Personal" not in body
    assert b"Ny tid" not in body
    assert b'method="REQUEST"' in body


def test_a_second_press_does_not_send_again(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    browser.post(f"/meetings/{meeting.pk}/notice/", {"version": meeting.version})

    assert browser.post(f"/meetings/{meeting.pk}/notice/", {}).status_code == 422
    assert len(receivers(MessageKind.NOTICE)) == 4


def test_a_forum_with_its_own_calendar_is_only_marked(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    meeting.forum.notices_from = NoticeSender.OWN_CALENDAR
    meeting.forum.save()

    signed_in(secretary).post(f"/meetings/{meeting.pk}/notice/", {})

    meeting.refresh_from_db()
    assert (meeting.state, receivers(MessageKind.NOTICE)) == (MeetingState.NOTICED, [])


def test_cancelling_tells_those_who_were_called(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    browser.post(f"/meetings/{meeting.pk}/notice/", {})

    assert browser.post(f"/meetings/{meeting.pk}/cancel/", {"reason": ""}).status_code == 422
    assert browser.post(f"/meetings/{meeting.pk}/cancel/", {"reason": "Sjukdom"}).status_code == 302

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert receivers(MessageKind.CANCELLATION) == receivers(MessageKind.NOTICE)
    assert b'method="CANCEL"' in bytes(OutboxMessage.objects.filter(kind=MessageKind.CANCELLATION)[0].body)


def test_cancelling_without_a_notice_tells_nobody(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    signed_in(secretary).post(f"/meetings/{meeting.pk}/cancel/", {"reason": "Sjukdom"})

    assert receivers(MessageKind.CANCELLATION) == []


def test_moving_is_in_the_meetings_own_zone_and_tells_again(
    meeting: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    browser.post(f"/meetings/{meeting.pk}/notice/", {})
    sent = {"day": "2026-12-10", "starts": "13:00", "ends": "14:30", "place": "Rum 2", "link": ""}

    assert browser.post(f"/meetings/{meeting.pk}/reschedule/", sent).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (datetime(2026, 12, 10, 12, 0, tzinfo=UTC), "Rum 2")
    assert len(receivers(MessageKind.NOTICE)) == 8


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends": "08:00"}, "The meeting ends before it starts."),
        ({"day": "10/12"}, "Write the day as year-month-day"),
        ({"starts": "25:00"}, "Write the time as hours and minutes"),
        ({"link": "not a link"}, "Write a complete address"),
    ],
)
def test_impossible_times(
    meeting: Meeting, secretary: Person, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    sent = {"day": "2026-12-10", "starts": "13:00", "ends": "14:30", "place": "Rum 2", "link": "", **changes}

    response = signed_in(secretary).post(f"/meetings/{meeting.pk}/reschedule/", sent)

    assert response.status_code == 422
    assert sentence in response.text
    assert "Rum 2" in response.text
