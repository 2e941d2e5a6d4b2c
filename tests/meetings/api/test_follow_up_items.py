"""The follow-up point over REST: which meeting it follows up, and what the minutes recount, without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.enums import ItemOpenness
from meetings.services.minutes_freeze import freeze_content
from tests.factories import make_action, make_decision, make_item, make_meeting, make_minutes, make_share
from tests.factories.meetings import FIRST_MEETING

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from tests.conftest import ApiClientFor

pytestmark = pytest.mark.django_db


def test_an_item_tells_what_it_follows_up_and_whence_it_came(
    council: Forum, neighbour: Organisation, api_client_for: ApiClientFor
) -> None:
    last = make_meeting(forum=council)
    meeting = make_meeting(forum=council, starts_at=FIRST_MEETING.replace(year=2027), noticed=True)
    origin = make_item(meeting=last)
    make_item(meeting=meeting, title="Uppföljning", kind="follow_up", recalls=last)
    make_item(meeting=meeting, carried_from=origin, times_put_off=2, waiting_since="2026-05-12")
    make_item(meeting=meeting, recalls=None, carried_from=origin, openness=ItemOpenness.NAMED_SEATS)
    make_share(meeting=meeting, organisation=neighbour)

    items = api_client_for(neighbour).get(f"/api/v1/agenda-items?meeting={meeting.pk}").json()["agendaItems"]

    told = sorted(
        (one["position"], one["kind"], one["recallsId"], one["carriedFromId"], one["waitingSince"]) for one in items
    )
    assert told == [
        (1, "follow_up", str(last.pk), None, None),
        (2, "information", None, str(origin.pk), "2026-05-12"),
        (3, "information", None, None, None),
    ]
    assert items[0]["_links"]["recalls"]["href"].endswith(f"/api/v1/meetings/{last.pk}")


def test_minutes_recount_it_by_role(
    council: Forum, neighbour: Organisation, secretary: Person, api_client_for: ApiClientFor
) -> None:
    last = make_meeting(forum=council)
    origin = make_item(meeting=last, paragraph=4, paragraph_year=2026)
    decision = make_decision(item=origin, text="Byggs ut")
    action = make_action(origin=origin, owner_person=secretary, text="Redovisa")
    make_minutes(meeting=last)
    meeting = make_meeting(forum=council, starts_at=FIRST_MEETING.replace(year=2027))
    make_item(meeting=meeting, recalls=last, title="Uppföljning")
    minutes = make_minutes(meeting=meeting)
    minutes.content = freeze_content(minutes)
    minutes.save()
    make_share(meeting=meeting, organisation=neighbour, shared_version=1)

    response = api_client_for(neighbour).get(f"/api/v1/minutes/{minutes.pk}")

    said = response.json()["content"]["items"][0]["followUp"]
    assert said == {
        "minutes": "Protokoll 3 december 2026: utskickat, väntar på justering",
        "decisions": [
            {
                "id": str(decision.pk),
                "paragraph": 4,
                "text": "Byggs ut",
                "actions": [
                    {
                        "id": str(action.pk),
                        "number": "1",
                        "text": "Redovisa",
                        "due": "löpande",
                        "state": "inte påbörjat",
                    }
                ],
            }
        ],
        "actions": [],
    }
    assert secretary.name not in response.text
