from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from meetings.enums import Presence
from meetings.models import Attendance
from tests.factories import make_attendance, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
ONCE = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, starts_at=HELD, noticed=True)


def log(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/log/{rest}"


def marks(meeting: Meeting, **by_role: str) -> dict[str, str]:
    seats = {seat.role_title: seat.pk for seat in meeting.forum.seats.all()}
    return {f"presence-{seats[role]}": mark for role, mark in by_role.items()}


def test_attendance_is_saved_by_seat(meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn) -> None:
    sent = marks(meeting, Ordförande="present", Lokalpolisområdeschef="excused")

    assert signed_in(secretary).post(log(meeting, "attendance/"), sent).status_code == 302

    found = {
        row.seat.role_title: (row.presence, row.person)
        for row in Attendance.objects.filter(meeting=meeting)
        if row.seat
    }
    assert set(found) == {"Ordförande", "Lokalpolisområdeschef"}
    assert found["Lokalpolisområdeschef"] == (Presence.EXCUSED, member)


def test_all_present_marks_those_without_a_mark(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    sent = {**marks(meeting, Lokalpolisområdeschef="excused"), "all": "1"}

    signed_in(secretary).post(log(meeting, "attendance/"), sent)

    presences = [row.presence for row in Attendance.objects.filter(meeting=meeting)]
    assert sorted(presence.value for presence in presences) == ["excused", *["present"] * 5]


def test_a_mark_that_somebody_changed_shows_both(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    seat = meeting.forum.seats.get(role_title="Ordförande")
    row = make_attendance(meeting=meeting, seat=seat, presence=Presence.REMOTE)
    Attendance.objects.filter(pk=row.pk).update(presence=Presence.EXCUSED)
    sent = {**marks(meeting, Ordförande="present"), f"seen-{seat.pk}": "1"}

    response = signed_in(secretary).post(log(meeting, "attendance/"), sent)

    assert response.status_code == 409
    assert Attendance.objects.get(pk=row.pk).presence == Presence.EXCUSED
    assert f'name="seen-{seat.pk}" value="2"' in response.text


def test_rubbish_marks(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    assert (
        signed_in(secretary).post(log(meeting, "attendance/"), marks(meeting, Ordförande="asleep")).status_code == 422
    )
    assert not Attendance.objects.exists()


def test_guests_come_and_go(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    assert browser.post(log(meeting, "guests/"), {"guest-name": ""}).status_code == 422
    for _ in range(2):
        browser.post(log(meeting, "guests/"), {"guest-name": "Gatuchef", "guest-note": "punkt 2", "guest-once": ONCE})
    guest = Attendance.objects.get(meeting=meeting)
    assert (guest.guest_name, guest.note) == ("Gatuchef", "punkt 2")

    browser.post(log(meeting, f"guests/{guest.pk}/remove/"), {"version": guest.version})
    assert not Attendance.objects.exists()


def test_approvers_are_chosen(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    seat = meeting.forum.seats.get(role_title="Lokalpolisområdeschef")

    signed_in(secretary).post(log(meeting, "approvers/"), {"approvers": [str(seat.pk)]})

    assert list(meeting.approvers.all()) == [seat]
