"""From draft to locked minutes, and to a correction: who, what is frozen, what goes out."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import Office, SharedKind
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, StaleVersionError
from forum.models import OutboxMessage, PersonActor, Share
from meetings.enums import ItemOpenness, MeetingState, MinutesState, Presence
from meetings.models import Approval, Meeting, Minutes
from meetings.policies import can_approve
from meetings.services.agendas import add_item, edit_item, move_item, remove_item
from meetings.services.minutes import choose_approvers, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.outcomes import edit_decision, record_decision, set_attendance, write_outcome
from tests.factories import make_item, make_person, make_seat
from tests.meetings.services.minutes_acts import HELD, circulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Forum, Organisation, Person


# Drawing up


def test_a_draft_can_be_renewed_until_it_is_sent(meeting: Meeting, secretary: Person) -> None:
    item = make_item(meeting=meeting, title="Först")
    first = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    edit_item(item_id=item.pk, version=item.refreshed().version, title="Sedan")
    again = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert (again.pk, again.number, again.state) == (first.pk, 1, MinutesState.DRAFT)
    assert [row["title"] for row in again.content["items"]] == ["Sedan"]
    assert again.checksum == hashlib.sha256(bytes(again.pdf)).hexdigest()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [{"state": MeetingState.CANCELLED}, {"starts_at": HELD + timedelta(days=2), "ends_at": HELD + timedelta(days=3)}],
)
def test_no_minutes_of_a_cancelled_or_coming_meeting(
    facts: dict[str, Any], meeting: Meeting, secretary: Person
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    with pytest.raises(ConflictError):
        draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert not Minutes.objects.exists()


def test_a_historic_meeting_with_minutes_was_logged_here(meeting: Meeting, secretary: Person) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(historic=True)
    draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert not meeting.refreshed().historic


# Circulating


def test_circulating_is_the_share_with_organisations_that_read(circulated: Minutes, secretary: Person) -> None:
    rows = Share.objects.order_by("organisation__code")
    assert [(row.organisation.code, row.kind, row.object_id, row.shared_version, row.shared_by) for row in rows] == [
        (code, SharedKind.MINUTES, circulated.meeting_id, 1, secretary) for code in ("0480", "0486", "polisen")
    ]  # not the county board, which has an observer only


def test_letters_go_to_those_who_sit_and_a_question_to_the_approver(circulated: Minutes) -> None:
    recipients = OutboxMessage.objects.order_by("recipient", "dedup_key").values_list("recipient", "dedup_key")
    assert [(address, key.split(":")[0]) for address, key in recipients] == [
        ("chair@demo.example", "approval"),
        ("chair@demo.example", "minutes"),
        ("member@demo.example", "minutes"),
        ("secretary@demo.example", "minutes"),
        ("substitute@demo.example", "minutes"),
    ]


def test_sending_twice_or_from_an_old_page_is_refused(circulated: Minutes, meeting: Meeting, secretary: Person) -> None:
    for act in (
        lambda: circulate_minutes(minutes_id=circulated.pk, version=circulated.version, circulated_by=secretary),
        lambda: draw_up_minutes(meeting=meeting, drawn_up_by=secretary),
        lambda: choose_approvers(meeting=meeting, seats=[]),
    ):
        with pytest.raises(ConflictError) as error:
            act()
        assert error.value.code == "minutes_circulated"
    with pytest.raises(StaleVersionError):
        circulate_minutes(minutes_id=circulated.pk, version=1, circulated_by=secretary)
    assert (OutboxMessage.objects.count(), Share.objects.count()) == (5, 3)


def test_nobody_to_approve_stops_it_with_nothing_sent(meeting: Meeting, council: Forum, secretary: Person) -> None:
    council.seats.filter(office=Office.CHAIR).update(closed_on=date(2026, 1, 1))
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    with pytest.raises(InvalidInputError) as error:
        circulate_minutes(minutes_id=draft.pk, version=draft.version, circulated_by=secretary)
    assert error.value.field == "approvers"
    assert (Minutes.objects.get().state, OutboxMessage.objects.count(), Share.objects.count()) == (
        MinutesState.DRAFT,
        0,
        0,
    )


def test_mail_masks_points_that_are_not_open(meeting: Meeting, secretary: Person) -> None:
    open_item = make_item(meeting=meeting, title="Öppen")
    make_item(meeting=meeting, title="Hemlig", openness=ItemOpenness.OWN_ORGANISATION, notes="Hemligt ord")
    minutes = circulate(meeting, secretary)
    message = OutboxMessage.objects.filter(dedup_key__startswith="minutes:").first()
    (part,) = message_from_bytes(bytes(message.body), policy=policy.default).iter_attachments()  # type: ignore[union-attr]
    assert part.get_content_type() == "application/pdf"
    assert part.get_content() != bytes(minutes.pdf)
    assert [row["title"] for row in minutes.content["items"]] == [open_item.title, "Hemlig"]


# Approving


def test_the_chairs_yes_locks_exactly_what_was_circulated(circulated: Minutes, council: Forum, chair: Person) -> None:
    council.name, chair.name = "Nytt namn", "Nytt efternamn"
    council.save()
    council.seats.filter(office=Office.SECRETARY).update(role_title="Ny titel")
    approved = approve_minutes(minutes_id=circulated.pk, version=circulated.version, person=chair)
    assert (approved.state, approved.locked_at) == (MinutesState.APPROVED, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    before = {key: value for key, value in circulated.content.items() if key not in {"approvals", "approvers"}}
    after = {key: value for key, value in approved.content.items() if key not in {"approvals", "approvers"}}
    assert after == before
    assert [row["approved_at"] != "" for row in approved.content["approvals"]] == [True]
    assert approved.checksum == hashlib.sha256(bytes(approved.pdf)).hexdigest()


def test_all_who_were_chosen_must_say_yes(
    meeting: Meeting, council: Forum, chair: Person, member: Person, secretary: Person
) -> None:
    choose_approvers(meeting=meeting, seats=[council.seats.get(role_title="Lokalpolisområdeschef")])
    minutes = circulate(meeting, secretary)
    assert {person.name: can_approve(PersonActor(person), minutes) for person in (chair, member, secretary)} == {
        chair.name: True,
        member.name: True,
        secretary.name: False,
    }
    with pytest.raises(NotAllowedError):
        approve_minutes(minutes_id=minutes.pk, version=None, person=secretary)
    assert approve_minutes(minutes_id=minutes.pk, version=None, person=member).state == MinutesState.CIRCULATED
    assert approve_minutes(minutes_id=minutes.pk, version=None, person=member).state == MinutesState.CIRCULATED
    assert approve_minutes(minutes_id=minutes.pk, version=None, person=chair).state == MinutesState.APPROVED
    assert list(Approval.objects.values_list("person__name", flat=True)) == [chair.name, member.name]


def test_seats_of_another_forum_cant_approve(meeting: Meeting, network: Forum) -> None:
    with pytest.raises(InvalidInputError) as error:
        choose_approvers(meeting=meeting, seats=list(network.seats.all()))
    assert error.value.field == "approvers"


def test_a_vice_chair_stands_in_for_the_chair(
    circulated: Minutes, council: Forum, host: Organisation, member: Person
) -> None:
    vice = make_person(name="Vice", organisation=host)
    make_seat(forum=council, organisation=host, office=Office.VICE_CHAIR, person=vice)
    with pytest.raises(NotAllowedError):
        approve_minutes(minutes_id=circulated.pk, version=None, person=member)
    assert approve_minutes(minutes_id=circulated.pk, version=None, person=vice).state == MinutesState.APPROVED


def test_a_vice_chair_who_was_chosen_gives_the_own_yes_and_not_the_chairs(
    meeting: Meeting, council: Forum, host: Organisation, secretary: Person, chair: Person
) -> None:
    vice = make_person(name="Vice", organisation=host)
    choose_approvers(
        meeting=meeting, seats=[make_seat(forum=council, organisation=host, office=Office.VICE_CHAIR, person=vice)]
    )
    minutes = circulate(meeting, secretary)
    assert approve_minutes(minutes_id=minutes.pk, version=None, person=vice).state == MinutesState.CIRCULATED
    assert list(Approval.objects.filter(approved_at=None).values_list("presiding", flat=True)) == [True]
    assert approve_minutes(minutes_id=minutes.pk, version=None, person=chair).state == MinutesState.APPROVED


# The lock


@pytest.mark.parametrize(("approve", "code"), [(False, "minutes_circulated"), (True, "minutes_locked")])
def test_nothing_can_be_written_any_more(
    approve: bool, code: str, circulated: Minutes, meeting: Meeting, chair: Person
) -> None:
    if approve:
        approve_minutes(minutes_id=circulated.pk, version=None, person=chair)
    item = meeting.items.get()
    decision = item.decisions.get()
    acts: list[Callable[[], object]] = [
        lambda: add_item(meeting=meeting, title="Ny"),
        lambda: edit_item(item_id=item.pk, version=None, title="Ny"),
        lambda: move_item(item_id=item.pk, version=None, to_position=1),
        lambda: remove_item(item_id=item.pk, version=None),
        lambda: write_outcome(item_id=item.pk, version=None, notes="Ny"),
        lambda: record_decision(item=item, text="Ny"),
        lambda: edit_decision(decision_id=decision.pk, version=None, text="Ny"),
        lambda: set_attendance(
            meeting=meeting, seat=meeting.forum.seats.get(office=Office.CHAIR), presence=Presence.PRESENT
        ),
    ]
    for act in acts:
        with pytest.raises(ConflictError) as error:
            act()
        assert error.value.code == code
    assert (meeting.items.get().title, meeting.attendances.count()) == (item.title, 0)
