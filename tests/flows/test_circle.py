"""The whole main job once, through the services and a real SMTP server."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import time_machine

from forum.delivery.dispatch import dispatch_due
from forum.enums import ForumKind, ItemKind, MinutesForm, Office
from forum.models import ClientActor, Forum
from forum.services.seats import add_seat, fill_seat
from meetings.enums import DueKind, MinutesState, Presence
from meetings.models import ActionItem, AgendaItem
from meetings.services.actions import Owner, give_action
from meetings.services.adopt import adopt_forum
from meetings.services.agendas import add_item
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.outcomes import record_decision, set_attendance
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import accept_proposal, propose_topic
from meetings.services.release import release_due_reminders
from tests.factories import make_api_client
from tests.sink import text_of

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic
    from tests.sink import Sink

CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Demo//SV\r
BEGIN:VEVENT\r
UID:rad-1@demo.example\r
DTSTAMP:20260101T000000Z\r
DTSTART;TZID=W. Europe Standard Time:20260106T090000\r
DTEND;TZID=W. Europe Standard Time:20260106T110000\r
RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=24\r
SUMMARY:R\xc3\xa5det\r
LOCATION:M\xc3\xa4laren\r
END:VEVENT\r
END:VCALENDAR\r
"""
IN_NOVEMBER = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
AT_THE_MEETING = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
BARE = "rektor@skolan.demo.example"


def test_from_calendar_to_reminder_and_reader(
    host: Organisation, police: Organisation, chair: Person, secretary: Person, topic: Topic, sink: Sink
) -> None:
    with time_machine.travel(IN_NOVEMBER, tick=True):
        forum = _brought_in(host, police, chair, secretary)
        proposal = Proposal(title="Rutin vid oro", kind=ItemKind.DECISION)
        proposed = propose_topic(topic=topic, forums=[forum], proposal=proposal, proposed_by=None)
        accept_proposal(placement_id=proposed.placements[0].pk, version=1, answered_by=chair)
    item = AgendaItem.objects.get(forum=forum)
    assert item.title == "Rutin vid oro"
    assert item.meeting.starts_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    with time_machine.travel(AT_THE_MEETING, tick=True):
        action = _log(item)
        draft = draw_up_minutes(meeting=item.meeting, drawn_up_by=secretary)
        sent = circulate_minutes(minutes_id=draft.pk, version=draft.version, circulated_by=secretary)
        approved = approve_minutes(minutes_id=sent.pk, version=sent.version, person=chair)
    assert approved.state == MinutesState.APPROVED
    assert bytes(approved.pdf).startswith(b"%PDF")
    assert AgendaItem.objects.get(pk=item.pk).paragraph == 1

    dispatch_due()
    reader = ClientActor(make_api_client(organisation=police))
    assert [row.pk for row in ActionItem.objects.visible_to(reader)] == [action.pk]


def _brought_in(host: Organisation, police: Organisation, chair: Person, secretary: Person) -> Forum:
    forum = adopt_forum(
        data=CALENDAR, name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=host, minutes_form=MinutesForm.SIMPLE
    ).forum
    for title, office, person in (("Ordförande", Office.CHAIR, chair), ("Sekreterare", Office.SECRETARY, secretary)):
        seat = add_seat(forum=forum, role_title=title, organisation=host, office=office)
        fill_seat(seat=seat, person=person, starts_on=IN_NOVEMBER.date())
    add_seat(forum=forum, role_title="Kommunpolis", organisation=police)
    return forum


def _log(item: AgendaItem) -> ActionItem:
    for seat in item.forum.seats.all():
        set_attendance(meeting=item.meeting, seat=seat, presence=Presence.PRESENT)
    decision = record_decision(item=item, text="Rådet beslutar att rutinen gäller alla skolor.")
    return give_action(
        item=item,
        text="Sätt upp rutinen på skolan",
        owner=Owner(address=BARE),
        due_kind=DueKind.DATE,
        due_on=AT_THE_MEETING.date() + timedelta(days=3),
        decision=decision,
    )


def test_the_reminder_reaches_the_bare_address_once(
    host: Organisation, police: Organisation, chair: Person, secretary: Person, sink: Sink
) -> None:
    with time_machine.travel(IN_NOVEMBER, tick=True):
        forum = _brought_in(host, police, chair, secretary)
        item = add_item(meeting=forum.meetings.get(starts_at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC)), title="Rutin")
    today = datetime.now(tz=UTC).date()
    action = give_action(
        item=item, text="Sätt upp rutinen", owner=Owner(address=BARE), due_kind=DueKind.DATE, due_on=today
    )

    assert release_due_reminders() == 1
    assert release_due_reminders() == 0
    dispatch_due()
    dispatch_due()
    (mail,) = sink.messages(BARE)
    text = text_of(mail)
    assert action.text in text
    assert re.search(r"/link/a[\w-]{32}/", text)
