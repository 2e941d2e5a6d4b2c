"""Pages around an agenda: backlog, templates, preview, what a notice will say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import NoticeSender
from meetings.enums import ItemOpenness
from meetings.models import AgendaTemplate, Meeting, ParkedItem
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council)


def _backlog(meeting: Meeting) -> str:
    return f"/forums/{meeting.forum.slug}/backlog/"


def test_a_member_proposes_and_the_secretary_takes_it_up(
    meeting: Meeting, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    ParkedItem.objects.create(forum=meeting.forum, title="Någon annans")
    sent = {"title": "Klotter", "kind": "discussion", "question": "Vem sanerar?"}
    browser = signed_in(member)

    assert browser.post(_backlog(meeting), {**sent, "title": ""}).status_code == 422
    assert browser.post(_backlog(meeting), sent).status_code == 302
    text = browser.get(_backlog(meeting)).text
    assert ("Klotter" in text, "Någon annans" in text) == (True, False)

    parked = ParkedItem.objects.get(title="Klotter")
    chosen = {"meeting": str(meeting.pk), "version": parked.version}
    assert browser.post(f"{_backlog(meeting)}{parked.pk}/", chosen).status_code == 403
    late = signed_in(secretary).post(f"{_backlog(meeting)}{parked.pk}/", {**chosen, "meeting": "?"}, follow=True)
    assert "Choose another one." in late.text
    assert signed_in(secretary).post(f"{_backlog(meeting)}{parked.pk}/", chosen).status_code == 302
    assert [item.title for item in meeting.items.all()] == ["Klotter"]


def test_parked_from_the_agenda_and_back(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="Belysning")
    browser = signed_in(secretary)

    browser.post(f"/meetings/{meeting.pk}/items/{item.pk}/park/", {"version": item.version})
    assert (meeting.items.count(), "Put on the agenda" in browser.get(f"/meetings/{meeting.pk}/").text) == (0, True)
    parked = ParkedItem.objects.get()
    browser.post(f"/meetings/{meeting.pk}/backlog/{parked.pk}/", {"version": parked.version})
    assert [row.title for row in meeting.items.all()] == ["Belysning"]


def test_only_proposer_and_editors_take_away(
    meeting: Meeting, member: Person, substitute: Person, signed_in: SignIn
) -> None:
    parked = ParkedItem.objects.create(forum=meeting.forum, title="Klotter", proposed_by=member)
    address = f"{_backlog(meeting)}{parked.pk}/remove/"

    assert signed_in(substitute).post(address).status_code == 404
    assert signed_in(member).post(address, {"version": parked.version}).status_code == 302
    assert ParkedItem.objects.count() == 0


def test_strangers_and_observers(
    meeting: Meeting, stranger: Person, observer: Person, member: Person, signed_in: SignIn
) -> None:
    assert signed_in(stranger).get(_backlog(meeting)).status_code == 404
    assert signed_in(observer).get(_backlog(meeting)).status_code == 403
    for page in ("preview/", "template/"):
        assert signed_in(stranger).get(f"/meetings/{meeting.pk}/{page}").status_code == 404
        assert signed_in(member).get(f"/meetings/{meeting.pk}/{page}").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_backlog_costs_the_same(
    meeting: Meeting,
    secretary: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        ParkedItem.objects.create(forum=meeting.forum, title=f"{index}", proposed_by=secretary)
    browser = signed_in(secretary)
    with django_assert_num_queries(7):
        browser.get(_backlog(meeting))


def test_a_template_is_kept_and_used(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    item = make_item(meeting=meeting, title="Mötet öppnas")
    page, browser = f"/meetings/{meeting.pk}/template/", signed_in(secretary)

    assert browser.post(page, {"name": ""}).status_code == 422
    assert browser.post(page, {"name": "Vanligt"}).status_code == 302
    item.delete()
    template = AgendaTemplate.objects.get()
    browser.post(f"{page}{template.pk}/use/")
    assert [row.title for row in meeting.items.all()] == ["Mötet öppnas"]
    assert "Vanligt" in browser.get(page).text
    browser.post(f"{page}{template.pk}/remove/", {"version": template.version})
    assert AgendaTemplate.objects.count() == 0


@pytest.mark.parametrize("face", ["member", "partner"])
def test_the_preview_hides_what_they_will_not_read(
    meeting: Meeting, secretary: Person, signed_in: SignIn, face: str
) -> None:
    make_item(meeting=meeting, title="Belysning")
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.NAMED_SEATS, draft_decision="Hemligt")

    text = signed_in(secretary).get(f"/meetings/{meeting.pk}/preview/?as={face}").text

    assert [word in text for word in ("Belysning", "Restricted item", "Personalärende", "Hemligt")] == [
        True,
        True,
        False,
        False,
    ]
    assert Meeting.objects.get().noticed_at is None


def test_the_public_sees_nothing_of_an_agenda(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Belysning")
    text = signed_in(secretary).get(f"/meetings/{meeting.pk}/preview/?as=public&who=rubbish").text
    assert ("Belysning" in text, "The public reads minutes that were published" in text) == (False, True)


def test_before_sending_it_is_shown_who_gets_what(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    meeting.forum.notices_from = NoticeSender.SAMVERKA
    meeting.forum.save()
    make_item(meeting=meeting, title="Belysning")
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION)

    text = signed_in(secretary).get(f"/meetings/{meeting.pk}/notice/").text

    assert [
        word in text for word in ("member@demo.example", "1. Belysning", "Personalärende", "nobody can be reached")
    ] == [
        True,
        True,
        False,
        True,
    ]
