from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meetings.enums import ItemOpenness
from meetings.models import AgendaItem
from meetings.services.agendas import edit_item
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council)


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.items.order_by("position")]


def test_a_point_is_added_last(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Första")

    response = signed_in(secretary).post(
        f"/meetings/{meeting.pk}/items/", {"title": "Andra", "kind": "decision", "minutes": "15"}
    )

    assert response.status_code == 302
    assert titles(meeting) == ["Första", "Andra"]


def test_a_double_press_adds_one(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    sent = {"title": "En gång", "kind": "decision", "once": "01890a5d-ac96-774b-bcce-b302099a8057"}

    for _ in range(2):
        assert browser.post(f"/meetings/{meeting.pk}/items/", sent).status_code == 302

    assert titles(meeting) == ["En gång"]


def test_what_is_wrong_keeps_what_was_typed(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    response = signed_in(secretary).post(
        f"/meetings/{meeting.pk}/items/", {"title": "", "kind": "decision", "presenter": "Skolchefen"}
    )

    assert response.status_code == 422
    assert "Write what the point is about." in response.text
    assert "Skolchefen" in response.text


@pytest.mark.parametrize("minutes", ["0", "-5", "99999", "rubbish"])
def test_impossible_lengths(meeting: Meeting, secretary: Person, signed_in: SignIn, minutes: str) -> None:
    response = signed_in(secretary).post(
        f"/meetings/{meeting.pk}/items/", {"title": "Punkt", "kind": "decision", "minutes": minutes}
    )

    assert response.status_code == 422
    assert titles(meeting) == []


def test_points_move_and_go(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    first, second = make_item(meeting=meeting, title="A"), make_item(meeting=meeting, title="B")
    browser = signed_in(secretary)

    browser.post(f"/meetings/{meeting.pk}/items/{second.pk}/move/", {"step": "up", "version": second.version})
    assert titles(meeting) == ["B", "A"]

    browser.post(
        f"/meetings/{meeting.pk}/items/{first.pk}/remove/", {"version": AgendaItem.objects.get(pk=first.pk).version}
    )
    assert titles(meeting) == ["B"]


def test_a_point_with_an_outcome_stays(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="A", notes="Något sades")

    response = signed_in(secretary).post(f"/meetings/{meeting.pk}/items/{item.pk}/remove/", follow=True)

    assert "Something has been logged under the point" in response.text
    assert titles(meeting) == ["A"]


def test_a_point_for_named_seats(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="A")
    seat = meeting.forum.seats.first()
    assert seat is not None
    sent: dict[str, Any] = {"title": "A", "kind": "decision", "openness": "named_seats", "version": item.version}
    browser = signed_in(secretary)

    assert browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/", sent).status_code == 422
    assert (
        browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/", {**sent, "named_seats": [str(seat.pk)]}).status_code
        == 302
    )

    item.refresh_from_db()
    assert (item.openness, list(item.named_seats.all())) == (ItemOpenness.NAMED_SEATS, [seat])

    other = meeting.forum.seats.last()
    assert other is not None
    stale = browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/", {**sent, "named_seats": [str(other.pk)]})
    told = {row["label"]: (row["yours"], row["theirs"]) for row in stale.context["form"].conflict}
    assert told["Named seats"] == tuple(f"{one.role_title}, {one.organisation.name}" for one in (other, seat))


def test_the_later_writer_sees_both_texts(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="A")
    edit_item(item_id=item.pk, version=None, title="Den andras")
    sent = {"title": "Min", "kind": "information", "openness": "open", "version": item.version}
    browser = signed_in(secretary)

    response = browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/", sent)

    assert response.status_code == 409
    assert "Den andras" in response.text
    assert "Min" in response.text
    new_version = AgendaItem.objects.get(pk=item.pk).version
    assert f'name="version" value="{new_version}"' in response.text
    assert browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/", {**sent, "version": new_version}).status_code == 302
    assert titles(meeting) == ["Min"]


def test_a_point_of_another_meeting_is_not_found(
    meeting: Meeting, school_group: Forum, secretary: Person, signed_in: SignIn
) -> None:
    foreign = AgendaItem.objects.get(forum=school_group)

    assert signed_in(secretary).get(f"/meetings/{meeting.pk}/items/{foreign.pk}/").status_code == 404


def test_a_point_is_dropped_at_a_place(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    first = make_item(meeting=meeting, title="A")
    make_item(meeting=meeting, title="B")
    make_item(meeting=meeting, title="C")
    address = f"/meetings/{meeting.pk}/items/{first.pk}/move/"

    signed_in(secretary).post(address, {"to": "3", "version": first.version})

    assert titles(meeting) == ["B", "C", "A"]


def test_a_heading_above_a_point(meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="A")
    address = f"/meetings/{meeting.pk}/items/{item.pk}/heading/"
    browser = signed_in(secretary)

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"section": "x" * 200, "version": item.version}).status_code == 422
    assert browser.post(address, {"section": "Information", "version": item.version}).status_code == 302
    assert "<h3>Information</h3>" in browser.get(f"/meetings/{meeting.pk}/").text
    stale = browser.post(address, {"section": "Beslut", "version": item.version})
    assert (stale.status_code, "Information" in stale.text, "Beslut" in stale.text) == (409, True, True)
    assert signed_in(member).get(address).status_code == 403
