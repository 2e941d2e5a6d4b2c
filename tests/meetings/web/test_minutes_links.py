"""Minutes by the link in the mail: read, comment, approve."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.models import Membership
from forum.services.links import issue_link
from meetings.enums import ItemOpenness, MinutesState, Via
from meetings.models import Approval, Minutes, MinutesComment, MinutesLink
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from tests.factories import make_decision, make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person

pytestmark = pytest.mark.django_db

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def minutes(now: datetime, council: Forum, secretary: Person) -> Minutes:
    meeting = make_meeting(forum=council, starts_at=HELD, noticed=True)
    make_decision(item=make_item(meeting=meeting, title="Belysning"), text="Bifall till planen.")
    secret = make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION)
    make_decision(item=secret, text="Hemligt beslut.")
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    return circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)


def link_to(minutes: Minutes, **who: Any) -> str:
    who.setdefault("address", "rektor@demo.example")
    return issue_link(MinutesLink, minutes=minutes, expires_at=timezone.now() + timedelta(days=30), **who).removeprefix(
        "http://testserver"
    )


def test_whoever_has_no_password_got_such_a_link(minutes: Minutes) -> None:
    assert sorted(MinutesLink.objects.values_list("address", flat=True)) == [
        "chair@demo.example",
        "chair@demo.example",
        "member@demo.example",
        "secretary@demo.example",
        "substitute@demo.example",
    ]


def test_looking_changes_nothing_and_shows_what_the_person_may_read(
    minutes: Minutes, member: Person, chair: Person, visitor: Client
) -> None:
    theirs = visitor.get(link_to(minutes, person=member, address="member@demo.example"))
    own = visitor.get(link_to(minutes, person=chair, address="chair@demo.example"))
    bare = visitor.get(link_to(minutes))
    assert [response.status_code for response in (theirs, own, bare)] == [200] * 3
    assert ["Hemligt beslut." in response.text for response in (theirs, own, bare)] == [False, True, False]
    assert ["Bifall till planen." in response.text for response in (theirs, own, bare)] == [True] * 3
    assert minutes.refreshed().state == MinutesState.CIRCULATED
    assert not MinutesComment.objects.exists()


def test_the_pdf_behind_the_link_is_masked_alike(minutes: Minutes, member: Person, visitor: Client) -> None:
    path = link_to(minutes, person=member, address="member@demo.example")
    pdf = visitor.get(f"{path}?pdf=1")
    assert (pdf["Content-Type"], pdf.content == bytes(minutes.pdf)) == ("application/pdf", False)


def test_the_chair_approves_from_the_mail_twice(minutes: Minutes, chair: Person, visitor: Client) -> None:
    path = link_to(minutes, person=chair, address="chair@demo.example")
    for _ in range(2):
        assert visitor.post(path, {"do": "approve", "version": minutes.version}).status_code == 302
    approval = Approval.objects.get()
    assert (approval.person, approval.via, minutes.refreshed().state) == (chair, Via.MAIL_LINK, MinutesState.APPROVED)
    assert "You have approved the minutes." in visitor.get(f"{path}?language=en").text


def test_an_old_page_does_not_approve(minutes: Minutes, chair: Person, visitor: Client) -> None:
    path = link_to(minutes, person=chair, address="chair@demo.example")
    visitor.post(path, {"do": "approve", "version": minutes.version - 1})
    assert Approval.objects.get().approved_at is None


@pytest.mark.parametrize("bare", [True, False])
def test_nobody_else_approves(minutes: Minutes, member: Person, visitor: Client, bare: bool) -> None:
    path = link_to(minutes) if bare else link_to(minutes, person=member, address="member@demo.example")
    assert visitor.post(path, {"do": "approve"}).status_code == 302
    assert Approval.objects.get().approved_at is None


def test_a_comment_is_kept_once(minutes: Minutes, visitor: Client) -> None:
    path = link_to(minutes)
    item = str(minutes.meeting.items.get(title="Belysning").pk)
    assert visitor.post(path, {"do": "comment", "comment-text": " ", "comment-item": item}).status_code == 422
    for _ in range(2):
        said = {"do": "comment", "comment-text": "Fel belopp.", "comment-item": item}
        assert visitor.post(path, said).status_code == 302
    comment = MinutesComment.objects.get()
    assert (comment.address, comment.via, str(comment.item)) == ("rektor@demo.example", Via.MAIL_LINK, "Belysning")
    assert "Fel belopp." in visitor.get(path).text
    assert "Fel belopp." not in visitor.get(link_to(minutes, address="other@demo.example")).text


def test_a_closed_point_takes_no_comment_by_address(minutes: Minutes, visitor: Client) -> None:
    item = str(minutes.meeting.items.get(title="Personalärende").pk)
    response = visitor.post(link_to(minutes), {"do": "comment", "comment-text": "Fel", "comment-item": item})
    assert (response.status_code, MinutesComment.objects.count()) == (422, 0)


def test_whoever_has_left_the_seat_reads_nothing(minutes: Minutes, member: Person, visitor: Client) -> None:
    path = link_to(minutes, person=member, address="member@demo.example")
    Membership.objects.filter(person=member).delete()
    assert visitor.get(path).status_code == 410


def test_an_earlier_version_is_only_read(minutes: Minutes, chair: Person, secretary: Person, visitor: Client) -> None:
    path = link_to(minutes, person=chair, address="chair@demo.example")
    second = begin_correction(minutes_id=minutes.pk, version=None, reason="Fel", begun_by=secretary)
    circulate_minutes(minutes_id=second.pk, version=None, circulated_by=secretary)
    page = visitor.get(f"{path}?language=en").text
    assert "This is not the latest version." in page
    assert "I approve the minutes" not in page
    assert "Send the comment" not in page
