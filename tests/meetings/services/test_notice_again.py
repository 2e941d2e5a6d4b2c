"""What changed on an agenda since its notice, and telling of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forum.enums import MessageKind, MessageState, NoticeSender
from forum.errors import ConflictError, StaleVersionError
from forum.models import OutboxMessage, PersonActor, Share
from meetings.enums import ItemOpenness
from meetings.models import AgendaItem, Meeting
from meetings.selectors.meeting_pages import agenda_for_reader
from meetings.services.agendas import add_item, edit_item, move_item, remove_item
from meetings.services.meetings import cancel_meeting
from meetings.services.notice_changes import changed_since_notice
from meetings.services.notices import send_notice, send_notice_again
from tests.factories import make_item, make_meeting
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Person


@pytest.fixture
def meeting(council: Forum, secretary: Person, now: datetime) -> Meeting:
    """Its notice is sent, with an open and a restricted point."""
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Öppen punkt")
    make_item(meeting=meeting, title="Hemlig punkt", openness=ItemOpenness.NAMED_SEATS)
    return send_notice(meeting_id=meeting.pk, version=1, sent_by=secretary)


def _item(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def test_nothing_changed_nothing_is_sent(meeting: Meeting, secretary: Person) -> None:
    assert not changed_since_notice(meeting)
    with pytest.raises(ConflictError) as error:
        send_notice_again(meeting_id=meeting.pk, version=meeting.version, sent_by=secretary)
    assert error.value.code == "nothing_changed"


def test_new_changed_taken_off_and_moved_are_told_by_name(meeting: Meeting) -> None:
    edit_item(item_id=_item("Öppen punkt").pk, version=None, minutes=10, draft_decision="Rådet beslutar")
    new = add_item(meeting=meeting, title="Ny")
    changes = changed_since_notice(meeting)
    assert {key: [str(name) for name in names] for key, names in changes.points.items()} == {
        str(_item("Öppen punkt").pk): ["längd", "förslag till beslut"],
        str(new.pk): [],
    }
    move_item(item_id=_item("Hemlig punkt").pk, version=None, to_position=1)
    remove_item(item_id=_item("Öppen punkt").pk, version=None)
    changes = changed_since_notice(meeting)
    assert (changes.gone, changes.gone_closed, changes.reordered) == (["Öppen punkt"], 0, False)


def test_outcomes_and_headings_are_no_change(meeting: Meeting) -> None:
    AgendaItem.objects.update(section="Information", notes="Något sades")
    assert not changed_since_notice(meeting)


def test_the_meeting_keeps_no_words_of_a_restricted_point(meeting: Meeting) -> None:
    assert "Öppen punkt" in str(meeting.notice_said)
    assert "Hemlig" not in str(meeting.notice_said)


def test_a_reader_is_told_nothing_of_a_restricted_point(meeting: Meeting, member: Person) -> None:
    edit_item(item_id=_item("Hemlig punkt").pk, version=None, draft_decision="Hemligt beslut")
    items = agenda_for_reader(meeting, PersonActor(member))
    assert not changed_since_notice(meeting, items)
    remove_item(item_id=_item("Hemlig punkt").pk, version=None)
    changes = changed_since_notice(meeting, agenda_for_reader(meeting, PersonActor(member)))
    assert (changes.gone, changes.gone_closed) == ([], 1)


def test_who_reads_single_points_is_not_told_what_was_taken_off(meeting: Meeting) -> None:
    remove_item(item_id=_item("Öppen punkt").pk, version=None)
    assert not changed_since_notice(meeting, [], whole=False)


def test_the_changed_agenda_is_mailed_with_what_is_new(meeting: Meeting, secretary: Person) -> None:
    add_item(meeting=meeting, title="Ny punkt")
    edit_item(item_id=_item("Hemlig punkt").pk, version=None, draft_decision="Hemligt beslut")
    sent = send_notice_again(meeting_id=meeting.pk, version=meeting.refreshed().version, sent_by=secretary)
    assert (sent.sequence, sent.noticed_at) == (1, meeting.noticed_at)
    assert not changed_since_notice(sent)
    waiting = OutboxMessage.objects.filter(kind=MessageKind.NOTICE, state=MessageState.QUEUED)
    assert sorted(waiting.values_list("recipient", flat=True)) == [
        f"{name}@demo.example" for name in ("chair", "member", "secretary", "substitute")
    ]
    text = text_of(waiting.get(recipient="member@demo.example"))
    assert "3. Ny punkt (ny)" in text
    assert "Hemlig" not in text
    assert sorted(Share.objects.values_list("shared_version", flat=True)) == [1, 1, 1, 2, 2, 2]


def test_when_it_is_not_sent_again(meeting: Meeting, secretary: Person) -> None:
    add_item(meeting=meeting, title="Ny punkt")
    with pytest.raises(StaleVersionError):
        send_notice_again(meeting_id=meeting.pk, version=99, sent_by=secretary)
    other = make_meeting(forum=meeting.forum, starts_at=meeting.starts_at + timedelta(days=7))
    with pytest.raises(ConflictError):
        send_notice_again(meeting_id=other.pk, version=1, sent_by=secretary)
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")
    with pytest.raises(ConflictError):
        send_notice_again(meeting_id=meeting.pk, version=None, sent_by=secretary)
