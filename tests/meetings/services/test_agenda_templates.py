"""Agendas to start from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import PersonActor
from meetings.enums import ItemOpenness
from meetings.models import AgendaTemplate, Meeting
from meetings.services.agenda_templates import remove_agenda_template, save_agenda_template, start_from_template
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Person


@pytest.fixture
def meeting(council: Forum, now: datetime) -> Meeting:
    meeting = make_meeting(forum=council)
    seat = council.seats.get(role_title="Sekreterare")
    make_item(meeting=meeting, title="Mötet öppnas", section="Inledning", minutes=5, presenter_seat=seat)
    make_item(meeting=meeting, title="Hemligt", openness=ItemOpenness.NAMED_SEATS)
    make_item(meeting=meeting, title="Övrigt", section="Avslutning")
    return meeting


def test_the_next_agenda_starts_from_it_and_doubles_nothing(meeting: Meeting) -> None:
    template = save_agenda_template(meeting=meeting, name=" Vanligt möte ")
    other = make_meeting(forum=meeting.forum, starts_at=meeting.starts_at + timedelta(days=30))
    make_item(meeting=other, title="ÖVRIGT")
    start_from_template(meeting=other, template=template)
    rows = [(row.title, row.section, row.minutes) for row in other.items.order_by("position")]
    assert (template.name, rows) == ("Vanligt möte", [("ÖVRIGT", "", None), ("Mötet öppnas", "Inledning", 5)])
    assert "Hemligt" not in str(template.points)


def test_the_same_name_replaces(meeting: Meeting) -> None:
    save_agenda_template(meeting=meeting, name="Vanligt")
    make_item(meeting=meeting, title="Ny")
    save_agenda_template(meeting=meeting, name="VANLIGT")
    assert [(kept.name, len(kept.points)) for kept in AgendaTemplate.objects.all()] == [("VANLIGT", 3)]


def test_what_is_refused(meeting: Meeting, school_group: Forum) -> None:
    with pytest.raises(InvalidInputError):
        save_agenda_template(meeting=meeting, name=" ")
    empty = make_meeting(forum=meeting.forum, starts_at=meeting.starts_at + timedelta(days=30))
    with pytest.raises(ConflictError):
        save_agenda_template(meeting=empty, name="Tomt")
    template = save_agenda_template(meeting=meeting, name="Vanligt")
    with pytest.raises(InvalidInputError):
        start_from_template(meeting=school_group.meetings.get(), template=template)
    with pytest.raises(StaleVersionError):
        remove_agenda_template(template_id=template.pk, version=9)


def test_only_who_prepares_the_meetings_reads_templates(meeting: Meeting, secretary: Person, member: Person) -> None:
    save_agenda_template(meeting=meeting, name="Vanligt")
    read = [AgendaTemplate.objects.visible_to(PersonActor(person)).count() for person in (secretary, member)]
    assert read == [1, 0]
