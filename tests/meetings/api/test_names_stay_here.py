from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import Office
from forum.models import Person, Seat
from tests.factories import make_action, make_attendance, make_item, make_minutes, make_placement, make_share, make_unit
from tests.factories.shared import share_meeting
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation, Topic
    from tests.conftest import ApiClientFor


@pytest.fixture
def reader(
    council: Forum, neighbour: Organisation, topic: Topic, chair: Person, member: Person, api_client_for: ApiClientFor
) -> APIClient:
    """Names and addresses stand in every column that may hold one."""
    meeting = share_meeting(forum=council, reader=neighbour, owner=member)
    council.contact_address = chair.email or ""
    council.unit = make_unit(organisation=council.organisation)
    council.save()
    make_placement(topic=topic, forum=council, presenter=member.name, proposed_by=chair, answered_by=chair)
    item = make_item(meeting=meeting, presenter=member.name)
    make_action(origin=item, owner_address=member.email)
    make_attendance(meeting=meeting, seat=Seat.objects.get(forum=council, office=Office.CHAIR), person=chair)
    people = [
        {"name": chair.name, "role": "Ordförande", "organisation": "Strängnäs kommun", "note": f"för {member.name}"}
    ]
    action = {"id": None, "number": "1", "text": "Skriv.", "owner": member.email, "due": ""}
    shown = {
        "id": str(item.pk),
        "number": 1,
        "openness": "open",
        "title": "Punkt",
        "presenter": member.name,
        "actions": [action],
    }
    approval = {"name": chair.name, "role": "Ordförande", "approved_at": "i dag"}
    content = {
        "title": "Protokoll",
        "present": people,
        "approvers": [chair.name],
        "approvals": [approval],
        "items": [shown],
    }
    make_minutes(meeting=meeting, content=content, drawn_up_by=chair)
    make_share(meeting=meeting, organisation=neighbour, shared_version=2)
    return api_client_for(neighbour)


@pytest.mark.parametrize("name", RESOURCES)
def test_no_name_or_address_of_a_person_leaves(reader: APIClient, name: str) -> None:
    collection = RESOURCES[name][1]
    listed = reader.get(f"/api/v1/{name}?limit=100")
    singles = [reader.get(row["_links"]["self"]["href"]) for row in listed.json()[collection]]
    assert singles != []
    for person in Person.objects.all():
        for response in [listed, *singles]:
            assert person.name not in response.content.decode()
            assert str(person.email) not in response.content.decode()
            assert str(person.pk) not in response.content.decode()
