from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from forum.enums import Office
from meetings.enums import ItemOpenness
from tests.factories import make_item, make_meeting, make_seat

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

QUERIES = 18


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, noticed=True)


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/"


def test_secretary_reads_the_agenda_and_may_change_it(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Belysning", minutes=20)

    response = signed_in(secretary).get(page(meeting))

    assert response.status_code == 200
    assert "Belysning" in response.text
    assert "The points take 20 of 90 minutes" in response.text
    assert f"{page(meeting)}items/" in response.text


def test_member_reads_but_gets_no_tools(meeting: Meeting, member: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Belysning")

    response = signed_in(member).get(page(meeting))

    assert "Belysning" in response.text
    assert "Add the point" not in response.text
    assert "/cancel/" not in response.text


def test_a_point_that_is_not_open_shows_its_number_alone(meeting: Meeting, member: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION, draft_decision="Hemligt")

    response = signed_in(member).get(page(meeting))

    assert "Restricted item" in response.text
    assert "Personalärende" not in response.text
    assert "Hemligt" not in response.text


def test_a_draft_agenda_is_not_for_other_organisations(
    now: datetime, council: Forum, member: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Utkast")

    assert "Utkast" not in signed_in(member).get(page(meeting)).text


@pytest.mark.parametrize("face", ["", "print/", "meeting.ics", "log/", "minutes/", "notice/", "reschedule/", "cancel/"])
def test_strangers_find_nothing(meeting: Meeting, stranger: Person, signed_in: SignIn, face: str) -> None:
    assert signed_in(stranger).get(page(meeting) + face).status_code == 404


@pytest.mark.parametrize("face", ["log/", "notice/", "reschedule/", "cancel/"])
def test_readers_may_not_act(meeting: Meeting, member: Person, signed_in: SignIn, face: str) -> None:
    assert signed_in(member).get(page(meeting) + face).status_code == 403
    assert (
        signed_in(member).post(page(meeting) + face if face != "log/" else f"{page(meeting)}log/items/").status_code
        == 403
    )


def test_who_is_not_signed_in_is_asked_to(meeting: Meeting, client: object) -> None:
    response = client.get(page(meeting))  # type: ignore[attr-defined]
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    meeting: Meeting,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        make_item(
            meeting=meeting,
            title=f"Punkt {index}",
            presenter_seat=make_seat(
                forum=meeting.forum, organisation=meeting.forum.organisation, office=Office.MEMBER
            ),
        )
    browser = signed_in(secretary)

    with django_assert_num_queries(QUERIES):
        browser.get(page(meeting))


def test_printed_agenda_has_times_and_seats(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Första", minutes=15)
    make_item(meeting=meeting, title="Andra")

    text = signed_in(secretary).get(f"{page(meeting)}print/").text

    assert "9:15" in text
    assert "Lokalpolisområdeschef" in text


def test_calendar_file(meeting: Meeting, member: Person, signed_in: SignIn) -> None:
    response = signed_in(member).get(f"{page(meeting)}meeting.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{meeting.pk}@samverka".encode() in response.content


def test_a_file_is_named_by_the_day_where_the_meeting_is_held(
    meeting: Meeting, member: Person, signed_in: SignIn
) -> None:
    meeting.starts_at = datetime(2026, 12, 3, tzinfo=ZoneInfo(meeting.zone))
    meeting.save()
    names = [
        signed_in(member).get(f"{page(meeting)}{name}")["Content-Disposition"]
        for name in ("meeting.ics", "print/notice.pdf")
    ]
    assert ["2026-12-03" in name for name in names] == [True, True]


def test_slots_and_what_does_not_fit(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Första", minutes=60)
    make_item(meeting=meeting, title="Andra", minutes=45)

    text = signed_in(secretary).get(page(meeting)).text

    assert "9:00–10:00" in text
    assert "15 min over" in text
    assert "after the end" in text


def test_what_changed_since_the_notice_is_marked_and_told(
    now: datetime, council: Forum, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Belysning")
    browser = signed_in(secretary)
    browser.post(f"{page(meeting)}notice/", {"version": meeting.version})
    assert "The agenda has changed" not in browser.get(page(meeting)).text

    make_item(meeting=meeting, title="Ny punkt")
    assert "New since the notice" in browser.get(page(meeting)).text
    assert "New since the notice" in signed_in(member).get(page(meeting)).text
    assert "Ny punkt (new)" in browser.get(f"{page(meeting)}notice/").text
    meeting.refresh_from_db()
    browser.post(f"{page(meeting)}notice/", {"version": meeting.version})
    assert "The agenda has changed" not in browser.get(page(meeting)).text
