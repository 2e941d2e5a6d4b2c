"""A meeting with minutes that have something to leak, ready to be published."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from forum.enums import Openness
from meetings.enums import ItemOpenness, MinutesState
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.publications import prepare_publication, publish_minutes
from tests.factories import make_action, make_attendance, make_decision, make_item, make_meeting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forum.models import Forum, Person
    from meetings.models import Meeting, Minutes, Publication

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
NUMBER = "811218-9876"
SECRET = "Grannen på Storgatan 12 hörde av sig."
HIDDEN = "Hemligt beslut om lokalen."
EVERYTHING = 99


def open_to_all(forum: Forum) -> None:
    forum.openness = Openness.PUBLIC
    forum.contact_address = "registrator@demo.example"
    forum.save()


def approved_minutes(forum: Forum, *, chair: Person, secretary: Person, starts_at: datetime = HELD) -> Minutes:
    """Simple minutes with an open point of three paragraphs, a point that was not open, and two actions."""
    meeting = make_meeting(forum=forum, starts_at=starts_at, noticed=True)
    notes = f"Belysningen byggs ut.\n\n{SECRET}\n\nPersonnummer {NUMBER} nämndes."
    item = make_item(meeting=meeting, title="Belysning", notes=notes)
    make_decision(item=item, text="Bifall till planen.")
    make_action(origin=item, text="Ta fram en kostnad.", owner_person=chair, owner_organisation=forum.organisation)
    make_action(origin=item, text="Ring föreningen.", owner_address="privat@demo.example")
    closed = make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION)
    make_decision(item=closed, text=HIDDEN)
    for seat in forum.seats.all()[:3]:
        make_attendance(meeting=meeting, seat=seat, person=seat.memberships.get().person)
    return approve_latest(meeting, chair=chair, secretary=secretary)


def approve_latest(meeting: Meeting, *, chair: Person, secretary: Person) -> Minutes:
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    sent = circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    done = approve_minutes(minutes_id=sent.pk, version=None, person=chair)
    assert done.state == MinutesState.APPROVED
    return done


def publish(
    minutes: Minutes, by: Person, *, masks: Mapping[str, str] | None = None, names: bool = False
) -> Publication:
    prepared: dict[str, Any] = {"masks": masks or {}, "names": names, "prepared_by": by}
    publication = prepare_publication(minutes_id=minutes.pk, version=None, **prepared)
    return publish_minutes(publication_id=publication.pk, version=None, findings_accepted=EVERYTHING, published_by=by)
