from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.enums import MessageKind, PlacementState
from forum.models import InvitationLink, Membership, OutboxMessage, PlacementLink
from forum.services.links import issue_link
from meetings.enums import ActionState, DueKind, ItemOpenness, UpdateKind, Via
from meetings.models import ActionItem, ActionLink, ActionUpdate, MeetingLink
from tests.factories import make_action, make_item, make_meeting, make_placement

if TYPE_CHECKING:
    from datetime import datetime

    import time_machine

    from forum.models import Forum, Person, Topic
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

REASON = "Vi tar det på studiedagen."


@pytest.fixture
def visitor() -> Client:
    """Keeps no cookies that matter and checks CSRF as a real one: the link itself is what may act."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def action(now: datetime, council: Forum) -> ActionItem:
    item = make_item(meeting=make_meeting(forum=council))
    return make_action(
        origin=item,
        text="Sätt upp rutinen",
        owner_address="rektor@demo.example",
        due_kind=DueKind.DATE,
        due_on=date(2026, 12, 1),
    )


def link_to(model: type, days: int = 30, **target: Any) -> str:
    """The path of a new link to somebody known by address alone."""
    target.setdefault("address", "rektor@demo.example")
    return issue_link(model, expires_at=timezone.now() + timedelta(days=days), **target).removeprefix(
        "http://testserver"
    )


def test_looking_changes_nothing(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action)

    for look in (visitor.get, visitor.head, visitor.get):
        assert look(path).status_code == 200
    assert visitor.get(f"{path}?do=done").status_code == 200

    action.refresh_from_db()
    assert (action.state, ActionUpdate.objects.count(), ActionLink.objects.get().used_at) == (ActionState.OPEN, 0, None)


def test_nothing_leaks_the_address(action: ActionItem, visitor: Client) -> None:
    response = visitor.get(link_to(ActionLink, action=action))

    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_done_twice_and_undone(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action)

    for _ in range(2):
        assert visitor.post(path, {"do": "done"}).status_code == 302
    update = ActionUpdate.objects.get()
    assert (update.via, update.by_address, update.new_state) == (Via.MAIL_LINK, "rektor@demo.example", "done")
    assert "Thank you" in visitor.get(path).text

    visitor.post(path, {"do": "undo"})
    action.refresh_from_db()
    assert action.state == ActionState.OPEN


def test_no_undo_after_14_days(
    action: ActionItem, visitor: Client, time_machine: time_machine.TimeMachineFixture
) -> None:
    path = link_to(ActionLink, action=action)
    visitor.post(path, {"do": "done"})

    time_machine.move_to(timezone.now() + timedelta(days=15))
    assert "Undo" not in visitor.get(path).text
    visitor.post(path, {"do": "undo"})

    action.refresh_from_db()
    assert action.state == ActionState.DONE


def test_more_time(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action)

    assert visitor.post(path, {"do": "more_time", "due_on": "2026-12-11", "reason": ""}).status_code == 422
    assert visitor.post(path, {"do": "more_time", "due_on": "rubbish", "reason": REASON}).status_code == 422
    assert visitor.post(path, {"do": "more_time", "due_on": "2020-01-01", "reason": REASON}).status_code == 422
    for _ in range(2):
        assert visitor.post(path, {"do": "more_time", "due_on": "2026-12-11", "reason": REASON}).status_code == 302

    action.refresh_from_db()
    assert action.due_on == date(2026, 12, 11)
    assert ActionUpdate.objects.get().text == REASON
    assert "The new day is saved." in visitor.get(path).text


def test_not_mine_tells_the_secretary_once(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action)

    for _ in range(2):
        visitor.post(path, {"do": "not_mine", "text": "Fritidschefen"})

    assert ActionUpdate.objects.get().kind == UpdateKind.RETURNED
    letter = OutboxMessage.objects.get(kind=MessageKind.RETURNED)
    assert letter.recipient == "secretary@demo.example"
    assert b"Fritidschefen" in bytes(letter.body)
    assert "gone back to the secretary" in visitor.get(path).text


def test_rubbish_acts_do_nothing(action: ActionItem, visitor: Client) -> None:
    assert visitor.post(link_to(ActionLink, action=action), {"do": "delete"}).status_code == 302
    action.refresh_from_db()
    assert action.state == ActionState.OPEN


@pytest.mark.parametrize("token", ["a", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "m%00", "i" * 500])
def test_unknown_links_are_not_found(db: None, visitor: Client, token: str) -> None:
    response = visitor.get(f"/link/{token}/")

    assert response.status_code == 404
    assert "Copy all of it from the mail" in response.text


def test_ended_links_say_so(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action, days=-1)

    assert visitor.get(path).status_code == 410
    assert visitor.post(path, {"do": "done"}).status_code == 410
    action.refresh_from_db()
    assert action.state == ActionState.OPEN


def test_a_meeting_link_shows_the_open_agenda_alone(now: datetime, council: Forum, visitor: Client) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    make_item(meeting=meeting, title="Belysning", notes="Utkast till anteckning")
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.NAMED_SEATS)

    text = visitor.get(link_to(MeetingLink, meeting=meeting)).text

    assert "Belysning" in text
    assert "Restricted item" in text
    assert "Personalärende" not in text
    assert "Utkast till anteckning" not in text


def test_a_meeting_link_before_the_notice_shows_no_agenda(now: datetime, council: Forum, visitor: Client) -> None:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Belysning")

    assert "Belysning" not in visitor.get(link_to(MeetingLink, meeting=meeting)).text


def test_a_proposal_is_accepted(now: datetime, council: Forum, topic: Topic, chair: Person, visitor: Client) -> None:
    meeting = make_meeting(forum=council)
    placement = make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    path = link_to(PlacementLink, placement=placement, person=chair, address="chair@demo.example")
    seats = Membership.objects.filter(person=chair)
    seats.update(ends_on=now.date() - timedelta(days=1))
    assert visitor.post(path, {"do": "accept"}).status_code == 422  # answers for the forum no more
    seats.update(ends_on=None)

    for _ in range(2):
        assert visitor.post(path, {"do": "accept"}).status_code in {200, 302}

    placement.refresh_from_db()
    assert (placement.state, placement.answered_by) == (PlacementState.ACCEPTED, chair)
    assert meeting.items.get().placement == placement
    assert "It stands on the agenda." in visitor.get(f"{path}?language=en").text


def test_a_proposal_is_put_off_or_declined_with_what_that_needs(
    now: datetime, council: Forum, topic: Topic, visitor: Client
) -> None:
    placement = make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    path = link_to(PlacementLink, placement=placement)

    assert visitor.post(path, {"do": "defer", "defer-until": ""}).status_code == 422
    assert visitor.post(path, {"do": "defer", "defer-until": "2026-01-01"}).status_code == 422
    assert visitor.post(path, {"do": "defer", "defer-until": "2027-01-15"}).status_code == 302
    placement.refresh_from_db()
    assert placement.state == PlacementState.DEFERRED

    assert visitor.post(path, {"do": "decline", "decline-reason": ""}).status_code == 422
    assert visitor.post(path, {"do": "decline", "decline-reason": "Redan klart."}).status_code == 302
    placement.refresh_from_db()
    assert (placement.state, placement.reason) == (PlacementState.DECLINED, "Redan klart.")


def test_an_invitation_lets_a_password_be_chosen_once(now: datetime, member: Person, visitor: Client) -> None:
    path = link_to(InvitationLink, person=member, address="member@demo.example")

    assert visitor.post(path, {"password": "short"}).status_code == 422
    assert visitor.post(path, {"password": "fyra ord som sitter"}).status_code == 302

    member.refresh_from_db()
    assert member.check_password("fyra ord som sitter")
    assert visitor.get(path).status_code == 410


def test_a_link_of_somebody_who_left_has_ended(action: ActionItem, member: Person, visitor: Client) -> None:
    path = link_to(ActionLink, action=action, person=member)
    member.is_active = False
    member.save()

    assert visitor.get(path).status_code == 410


def test_the_page_speaks_the_receivers_language(action: ActionItem, member: Person, visitor: Client) -> None:
    path = link_to(ActionLink, action=action, person=member)

    assert '<html lang="sv">' in visitor.get(path).text
    assert '<html lang="en">' in visitor.get(f"{path}?language=en").text


def test_done_by_the_link_is_told_on_the_log_with_when_and_by_whom(
    action: ActionItem, visitor: Client, secretary: Person, signed_in: SignIn
) -> None:
    visitor.post(link_to(ActionLink, action=action), {"do": "done"})

    words = "Done by mail link today 10:00, rektor@demo.example"
    for page in (
        f"/meetings/{action.origin.meeting_id}/log/",
        f"/actions/{action.pk}/",
        f"/forums/{action.forum.slug}/",
    ):
        assert words in signed_in(secretary).get(page).text


def test_pressed_again_it_says_kindly_that_it_was_done(action: ActionItem, visitor: Client) -> None:
    path = link_to(ActionLink, action=action)
    first = visitor.post(path, {"do": "done"}, follow=True).text
    again = visitor.post(path, {"do": "done"}, follow=True).text

    assert ["It was already done." in page for page in (first, again)] == [False, True]
    assert "Done by mail link today 10:00" in again
    assert ActionUpdate.objects.count() == 1
