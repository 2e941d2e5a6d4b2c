from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import MinutesForm, Office, SharedKind
from forum.models import Share
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import Approver, Minutes
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from tests.factories import make_decision, make_item, make_meeting

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

QUERIES = 14
HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    meeting = make_meeting(forum=council, starts_at=HELD, noticed=True)
    make_decision(item=make_item(meeting=meeting, title="Belysning"), text="Bifall till planen.")
    make_decision(
        item=make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION),
        text="Hemligt beslut.",
    )
    return meeting


def face(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/minutes/{rest}"


def circulated(meeting: Meeting, secretary: Person) -> Minutes:
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    return circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)


def test_from_draft_to_locked(meeting: Meeting, secretary: Person, chair: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    browser.post(face(meeting, "draw-up/"))
    draft = Minutes.objects.get()
    page = browser.get(face(meeting))
    assert "becomes a public record" in page.text
    assert page.context["asked_to_approve"] == [meeting.forum.seats.get(office=Office.CHAIR).role_title]

    browser.post(face(meeting, "circulate/"), {"version": draft.version})
    draft.refresh_from_db()
    assert draft.state == MinutesState.CIRCULATED
    assert Share.objects.filter(kind=SharedKind.MINUTES, object_id=meeting.pk).count() == 3

    assert browser.post(face(meeting, "approve/")).status_code == 403
    response = signed_in(chair).post(face(meeting, "approve/"), {"version": draft.version}, follow=True)
    draft.refresh_from_db()
    assert draft.state == MinutesState.APPROVED
    assert draft.checksum in response.text


def test_a_draft_tells_that_the_log_has_gone_on(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    browser.post(face(meeting, "draw-up/"))
    assert "The log says something else now." not in browser.get(face(meeting)).text

    make_decision(item=make_item(meeting=meeting, title="Klotter"), text="Det tvättas bort inom ett dygn.")
    assert "The log says something else now." in browser.get(face(meeting)).text

    browser.post(face(meeting, "draw-up/"))
    text = browser.get(face(meeting)).text
    assert "The log says something else now." not in text
    assert "Det tvättas bort inom ett dygn." in text


def test_members_read_no_draft(meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn) -> None:
    draw_up_minutes(meeting=meeting, drawn_up_by=secretary)

    response = signed_in(member).get(face(meeting))

    assert response.status_code == 404
    assert signed_in(member).get(face(meeting, "1/pdf/")).status_code == 404


def test_a_reader_of_another_organisation_gets_it_masked(
    meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    minutes = circulated(meeting, secretary)

    page = signed_in(member).get(face(meeting)).text
    assert "Bifall till planen." in page
    assert "Hemligt beslut." not in page
    assert "Personalärende" not in page

    masked = signed_in(member).get(face(meeting, "1/pdf/"))
    whole = signed_in(secretary).get(face(meeting, "1/pdf/"))
    assert masked.content[:5] == whole.content[:5] == b"%PDF-"
    assert whole.content == bytes(minutes.pdf)
    assert masked.content != whole.content


def test_notes_are_settled(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    meeting.forum.minutes_form = MinutesForm.NOTES
    meeting.forum.save()
    browser = signed_in(secretary)
    browser.post(face(meeting, "draw-up/"))

    assert browser.post(face(meeting, "circulate/"), {"reply_by": "2026-11-01"}).status_code == 422
    assert browser.post(face(meeting, "circulate/"), {"reply_by": "rubbish"}).status_code == 422
    assert browser.post(face(meeting, "circulate/"), {"reply_by": "2026-12-01"}).status_code == 302
    browser.post(face(meeting, "settle/"), {"version": Minutes.objects.get().version})
    assert Minutes.objects.get().state == MinutesState.SETTLED


def test_a_correction_is_a_new_version_with_a_reason(
    meeting: Meeting, secretary: Person, chair: Person, signed_in: SignIn
) -> None:
    asked = circulated(meeting, secretary)
    browser = signed_in(secretary)

    assert browser.post(face(meeting, "correct/"), {"reason": " "}).status_code == 422
    assert browser.post(face(meeting, "correct/"), {"reason": "Fel datum i § 1"}).status_code == 302

    assert [(row.number, row.state) for row in Minutes.objects.order_by("number")] == [
        (1, MinutesState.CIRCULATED),
        (2, MinutesState.DRAFT),
    ]
    assert "This is not the latest version." in browser.get(face(meeting, "1/")).text
    assert "Fel datum i § 1" in browser.get(face(meeting)).text
    late = signed_in(chair).post(face(meeting, "approve/"), {"version": asked.version}, follow=True)
    assert (late.status_code, Minutes.objects.filter(state=MinutesState.APPROVED).exists()) == (200, False)


def test_a_version_by_its_id(meeting: Meeting, secretary: Person, stranger: Person, signed_in: SignIn) -> None:
    minutes = circulated(meeting, secretary)

    assert signed_in(secretary).get(f"/minutes/{minutes.pk}/")["Location"] == face(meeting, "1/")
    assert signed_in(stranger).get(f"/minutes/{minutes.pk}/").status_code == 404


def test_a_meeting_to_come_has_no_minutes(now: datetime, council: Forum, secretary: Person, signed_in: SignIn) -> None:
    meeting = make_meeting(forum=council)

    response = signed_in(secretary).post(face(meeting, "draw-up/"), follow=True)

    assert "The meeting has not begun." in response.text
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    meeting: Meeting,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number - 1):
        make_decision(item=make_item(meeting=meeting, title=f"Punkt {index}"))
        Approver.objects.create(meeting=meeting, seat=meeting.forum.seats.all()[index + 2])
    circulated(meeting, secretary)
    browser = signed_in(secretary)

    with django_assert_num_queries(QUERIES):
        browser.get(face(meeting))
