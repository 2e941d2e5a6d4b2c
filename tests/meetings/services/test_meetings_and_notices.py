"""Meetings: made, noticed, moved, cancelled; who is told and what is shared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import MessageKind, NoticeSender, Office, SharedKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Forum, OutboxMessage, Share
from meetings.enums import ItemOpenness, MeetingState, MinutesState
from meetings.models import Meeting
from meetings.services.meetings import cancel_meeting, create_meeting, reschedule_meeting
from meetings.services.notices import send_notice
from tests.factories import make_item, make_meeting, make_minutes, make_person, make_seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Organisation, Person

AT = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def forum(council: Forum, now: datetime) -> Forum:
    council.notices_from = NoticeSender.SAMVERKA
    council.contact_address = "radet@demo.example"
    council.save()
    return council


@pytest.fixture
def meeting(forum: Forum) -> Meeting:
    meeting = make_meeting(forum=forum, starts_at=AT)
    make_item(meeting=meeting, title="Öppen punkt")
    make_item(meeting=meeting, title="Hemlig punkt", openness=ItemOpenness.OWN_ORGANISATION)
    return meeting


def _letters(kind: MessageKind) -> dict[str, str]:
    found = {}
    for message in OutboxMessage.objects.filter(kind=kind):
        body = message_from_bytes(bytes(message.body), policy=policy.default).get_body(("plain",))
        found[message.recipient] = body.get_content()  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": AT - HOUR}, "ends_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "mötet"}, "link"),
        ({"link": f"https://x.example/{'y' * 1000}"}, "link"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_what_is_refused_when_made_and_when_moved(facts: dict[str, Any], field: str, meeting: Meeting) -> None:
    given = {"starts_at": AT, "ends_at": AT + HOUR, **facts}
    with pytest.raises(InvalidInputError) as error:
        create_meeting(forum=meeting.forum, **given)
    assert error.value.field == field
    with pytest.raises(InvalidInputError) as error:
        reschedule_meeting(meeting_id=meeting.pk, version=1, **given)
    assert error.value.field == field
    assert (Meeting.objects.count(), meeting.refreshed().version) == (1, 1)


def test_a_new_meeting_takes_place_and_zone_of_its_forum(forum: Forum) -> None:
    Forum.objects.filter(pk=forum.pk).update(default_place="Rådhuset")
    made = create_meeting(forum=forum, starts_at=AT, ends_at=AT + HOUR, link=" https://moten.example/1 ")
    assert (made.place, made.zone, made.link, made.state, made.historic) == (
        "Rådhuset",
        "Europe/Stockholm",
        "https://moten.example/1",
        MeetingState.PLANNED,
        False,
    )


def test_an_archived_forum_has_no_new_meetings(forum: Forum, now: datetime) -> None:
    Forum.objects.filter(pk=forum.pk).update(archived_at=now)
    with pytest.raises(ConflictError):
        create_meeting(forum=forum, starts_at=AT, ends_at=AT)


def test_the_notice_is_the_share_and_goes_to_those_who_sit(
    meeting: Meeting, secretary: Person, police: Organisation
) -> None:
    person = make_person(name="Adjungerad", email="called@demo.example", organisation=police)
    make_seat(forum=meeting.forum, organisation=police, office=Office.CO_OPTED, person=person)
    sent = send_notice(meeting_id=meeting.pk, version=1, sent_by=secretary)
    assert (sent.state, sent.noticed_at, sent.noticed_by) == (
        MeetingState.NOTICED,
        datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        secretary,
    )
    letters = _letters(MessageKind.NOTICE)
    assert {address: ("Öppen punkt" in text, "Hemlig punkt" in text) for address, text in letters.items()} == {
        "called@demo.example": (False, False),
        **{f"{name}@demo.example": (True, False) for name in ("chair", "secretary", "member", "substitute")},
    }
    shares = Share.objects.order_by("organisation__code").values_list(
        "organisation__code", "kind", "object_id", "shared_version"
    )
    assert list(shares) == [(code, SharedKind.NOTICE, meeting.pk, 1) for code in ("0480", "0486", "polisen")]


def test_where_their_own_calendar_calls_it_is_only_marked_and_shared(meeting: Meeting, secretary: Person) -> None:
    Forum.objects.filter(pk=meeting.forum_id).update(notices_from=NoticeSender.OWN_CALENDAR)
    assert send_notice(meeting_id=meeting.pk, version=1, sent_by=secretary).state == MeetingState.NOTICED
    assert (OutboxMessage.objects.count(), Share.objects.count()) == (0, 3)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": MeetingState.NOTICED},
        {"state": MeetingState.CANCELLED},
        {"starts_at": AT - timedelta(days=30), "ends_at": AT - timedelta(days=30)},
    ],
)
def test_no_notice_twice_or_too_late(facts: dict[str, Any], meeting: Meeting, secretary: Person) -> None:
    Meeting.objects.update(**facts)
    with pytest.raises(ConflictError):
        send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    with pytest.raises(StaleVersionError):
        send_notice(meeting_id=meeting.pk, version=9, sent_by=secretary)
    assert (OutboxMessage.objects.count(), Share.objects.count()) == (0, 0)


def test_those_who_got_the_notice_are_told_of_a_move_and_a_cancellation(meeting: Meeting, secretary: Person) -> None:
    sent = send_notice(meeting_id=meeting.pk, version=1, sent_by=secretary)
    moved = reschedule_meeting(meeting_id=meeting.pk, version=sent.version, starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)
    assert (moved.sequence, moved.state) == (1, MeetingState.NOTICED)
    assert OutboxMessage.objects.filter(kind=MessageKind.NOTICE).count() == 8
    cancelled = cancel_meeting(meeting_id=meeting.pk, version=moved.version, reason="Sjukdom")
    assert (cancelled.sequence, cancelled.state, cancelled.cancelled_reason) == (2, MeetingState.CANCELLED, "Sjukdom")
    assert len(_letters(MessageKind.CANCELLATION)) == 4


def test_nobody_is_told_of_what_nobody_was_called_to(meeting: Meeting) -> None:
    moved = reschedule_meeting(meeting_id=meeting.pk, version=1, starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)
    cancel_meeting(meeting_id=meeting.pk, version=moved.version, reason="Sjukdom")
    assert not OutboxMessage.objects.exists()


def test_a_cancelled_meeting_is_neither_cancelled_again_nor_moved(meeting: Meeting) -> None:
    with pytest.raises(InvalidInputError) as error:
        cancel_meeting(meeting_id=meeting.pk, version=1, reason=" ")
    assert error.value.field == "reason"
    version = cancel_meeting(meeting_id=meeting.pk, version=1, reason="Sjukdom").version
    acts: list[Callable[[], object]] = [
        lambda: cancel_meeting(meeting_id=meeting.pk, version=version, reason="Igen"),
        lambda: reschedule_meeting(meeting_id=meeting.pk, version=version, starts_at=AT, ends_at=AT),
    ]
    for act in acts:
        with pytest.raises(ConflictError):
            act()
    assert (meeting.refreshed().sequence, meeting.cancelled_reason) == (1, "Sjukdom")


def test_what_has_minutes_was_held(meeting: Meeting) -> None:
    make_minutes(meeting=meeting, state=MinutesState.DRAFT)
    with pytest.raises(ConflictError):
        cancel_meeting(meeting_id=meeting.pk, version=1, reason="Sjukdom")
    with pytest.raises(ConflictError) as error:
        reschedule_meeting(meeting_id=meeting.pk, version=1, starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)
    assert error.value.field == "starts_at"
    assert (
        reschedule_meeting(meeting_id=meeting.pk, version=1, starts_at=AT, ends_at=AT + HOUR, place="Sal B").place
        == "Sal B"
    )


def test_a_historic_meeting_moved_ahead_is_a_coming_one(forum: Forum) -> None:
    past = make_meeting(forum=forum, starts_at=AT - timedelta(days=60), historic=True)
    assert not reschedule_meeting(meeting_id=past.pk, version=1, starts_at=AT, ends_at=AT + HOUR).historic
