"""The backlog: points that wait for a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import ItemKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Forum, PersonActor
from meetings.enums import ItemOpenness, MeetingState
from meetings.models import AgendaItem, Meeting, ParkedItem
from meetings.services.backlog import park_item, propose_item, remove_parked, take_up_item
from meetings.services.picture_items import Raised, raise_in_forum
from tests.factories import make_document, make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forum.models import Organisation, Person, Topic


@pytest.fixture
def meeting(council: Forum, now: datetime) -> Meeting:
    return make_meeting(forum=council)


def _titles(person: Person) -> list[str]:
    return [parked.title for parked in ParkedItem.objects.visible_to(PersonActor(person))]


def test_what_is_proposed_is_read_by_its_proposer_and_those_who_read_drafts(
    council: Forum, member: Person, chair: Person, secretary: Person, substitute: Person, official: Person
) -> None:
    propose_item(forum=council, proposed_by=member, title=" Klotter\n", kind=ItemKind.DISCUSSION, minutes=10)
    assert {person.name: _titles(person) for person in (member, chair, secretary, substitute, official)} == {
        member.name: ["Klotter"],
        chair.name: ["Klotter"],
        secretary.name: ["Klotter"],
        substitute.name: [],
        official.name: [],
    }


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": " "}, "title"), ({"title": "x" * 301}, "title"), ({"title": "A", "minutes": 0}, "minutes")],
)
def test_what_can_not_be_proposed(facts: dict[str, Any], field: str, council: Forum, member: Person) -> None:
    with pytest.raises(InvalidInputError) as error:
        propose_item(forum=council, proposed_by=member, **facts)
    assert (error.value.field, ParkedItem.objects.count()) == (field, 0)


def test_nothing_for_an_archived_forum(council: Forum, member: Person, now: datetime) -> None:
    Forum.objects.filter(pk=council.pk).update(archived_at=now)
    with pytest.raises(ConflictError):
        propose_item(forum=council, proposed_by=member, title="Klotter")


def test_there_and_back_nothing_is_lost(meeting: Meeting, chair: Person, secretary: Person) -> None:
    seat = meeting.forum.seats.get(role_title="Ordförande")
    facts = {
        "minutes": 20,
        "question": "Vem?",
        "draft_decision": "Vi",
        "registry_number": "KS 1",
        "presenter_seat": seat,
    }
    item = make_item(
        meeting=meeting, title="Lön", openness=ItemOpenness.NAMED_SEATS, secrecy_provision="OSL 39:1", **facts
    )
    item.named_seats.set([seat])
    make_item(meeting=meeting, title="Nästa")
    parked = park_item(item_id=item.pk, version=1)
    assert list(meeting.items.values_list("title", "position")) == [("Nästa", 1)]
    again = take_up_item(parked_id=parked.pk, version=1, meeting=meeting)
    assert {name: getattr(again, name) for name in facts} == facts
    assert (again.position, again.openness, again.secrecy_provision, list(again.named_seats.all())) == (
        2,
        ItemOpenness.NAMED_SEATS,
        "OSL 39:1",
        [seat],
    )
    assert ParkedItem.objects.count() == 0


def test_a_parked_point_for_named_seats_is_for_editors_alone(
    meeting: Meeting, secretary: Person, host: Organisation
) -> None:
    colleague = make_person(name="Kollega", email="colleague@demo.example", organisation=host)
    make_seat(forum=meeting.forum, organisation=host, person=colleague)
    ParkedItem.objects.create(forum=meeting.forum, title="Lön", openness=ItemOpenness.NAMED_SEATS)
    ParkedItem.objects.create(forum=meeting.forum, title="Budget", openness=ItemOpenness.OWN_ORGANISATION)
    assert (_titles(colleague), _titles(secretary)) == (["Budget"], ["Lön", "Budget"])


def test_what_is_not_parked(meeting: Meeting, store: Path) -> None:
    logged = make_item(meeting=meeting, title="Loggad", notes="Något")
    with_file = make_item(meeting=meeting, title="Underlag")
    make_document(item=with_file)
    earlier = make_meeting(forum=meeting.forum, starts_at=meeting.starts_at - timedelta(days=30))
    carried = make_item(meeting=meeting, title="Åter", carried_from=make_item(meeting=earlier, title="Åter"))
    for item in (logged, with_file, carried):
        with pytest.raises(ConflictError):
            park_item(item_id=item.pk, version=None)
    with pytest.raises(StaleVersionError):
        park_item(item_id=make_item(meeting=meeting).pk, version=7)
    assert (ParkedItem.objects.count(), AgendaItem.objects.filter(meeting=meeting).count()) == (0, 4)


def test_what_is_not_taken_up(meeting: Meeting, school_group: Forum, member: Person) -> None:
    parked = propose_item(forum=meeting.forum, proposed_by=member, title="Klotter")
    with pytest.raises(InvalidInputError):
        take_up_item(parked_id=parked.pk, version=None, meeting=school_group.meetings.get())
    with pytest.raises(StaleVersionError):
        take_up_item(parked_id=parked.pk, version=7, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    with pytest.raises(ConflictError):
        take_up_item(parked_id=parked.pk, version=None, meeting=meeting)
    assert ParkedItem.objects.count() == 1
    remove_parked(parked_id=parked.pk, version=1)
    with pytest.raises(ConflictError):
        remove_parked(parked_id=parked.pk, version=None)


def test_what_a_full_forum_does_not_take_now_waits_in_its_backlog(
    council: Forum, topic: Topic, coordinator: Person
) -> None:
    council.most_proposed, council.refuses_more = 0, True
    council.save()
    came_of_it = raise_in_forum(topic=topic, forum=council, raised_by=coordinator, title="Rutin vid oro")
    assert (came_of_it, ParkedItem.objects.get().title) == (Raised.BACKLOG, "Rutin vid oro")
