"""The agenda as others will see it, and whom the notice reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import Office
from forum.models import ApiClient, PersonActor, Share
from forum.models.actor import Anonymous, ClientActor
from meetings.enums import ItemOpenness
from meetings.models import Meeting
from meetings.selectors.meeting_pages import agenda_for_reader
from meetings.selectors.receivers import receivers_of_notice
from meetings.services.notices import send_notice
from meetings.services.previews import agenda_as_seen
from tests.factories import make_item, make_meeting, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Actor, Forum, Organisation, Person
    from meetings.models import AgendaItem


@pytest.fixture
def meeting(council: Forum, now: datetime) -> Meeting:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Öppen", draft_decision="Rådet beslutar")
    make_item(meeting=meeting, title="Sluten", openness=ItemOpenness.OWN_ORGANISATION, draft_decision="Hemligt")
    return meeting


def _read(items: list[AgendaItem]) -> list[tuple[bool, str]]:
    return [(item.in_full, item.draft_decision) for item in items]  # type: ignore[attr-defined]  # by visible_to


def test_it_equals_what_is_read_after_the_notice_and_sends_nothing(
    meeting: Meeting,
    chair: Person,
    member: Person,
    observer: Person,
    police: Organisation,
    stranger_municipality: Organisation,
) -> None:
    actors: list[Actor] = [
        PersonActor(chair),
        PersonActor(member),
        PersonActor(observer),
        ClientActor(ApiClient(organisation=police)),
        ClientActor(ApiClient(organisation=stranger_municipality)),
        Anonymous(),
    ]
    before = [_read(agenda_as_seen(meeting=meeting, actor=actor)) for actor in actors]
    redacted = [(True, "Rådet beslutar"), (False, "")]
    assert before == [[(True, "Rådet beslutar"), (True, "Hemligt")], redacted, [], redacted, [], []]
    assert (Meeting.objects.get().noticed_at, Meeting.objects.get().version, Share.objects.count()) == (None, 1, 0)

    send_notice(meeting_id=meeting.pk, version=1, sent_by=chair)
    assert [_read(agenda_for_reader(meeting, actor)) for actor in actors] == before


def test_whom_the_notice_reaches(council: Forum, neighbour: Organisation, host: Organisation) -> None:
    neighbour.contact_address = "kommun@demo.example"
    neighbour.save()
    make_seat(forum=council, organisation=host, office=Office.CO_OPTED, role_title="Adjungerad")
    found = [(row.seat.role_title, row.address, row.instead, row.reads_agenda) for row in receivers_of_notice(council)]
    assert found == [
        ("Ordförande", "chair@demo.example", False, True),
        ("Sekreterare", "secretary@demo.example", False, True),
        ("Lokalpolisområdeschef", "member@demo.example", False, True),
        ("Kommunpolis", "substitute@demo.example", False, True),
        ("Säkerhetssamordnare", "kommun@demo.example", True, True),
        ("Adjungerad", "", False, False),
    ]
