"""That a topic stands on agendas is told; what was proposed to be decided is a draft until the agenda was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forum.enums import SharedKind
from meetings.enums import ItemOpenness
from tests.conftest import LEAK
from tests.factories import make_item, make_meeting, make_placement, make_share
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Topic
    from tests.conftest import ApiClientFor

WORDS = ("title", "purpose", "question", "draft_decision", "presenter", "reason")


def test_the_words_of_a_proposal_leave_with_the_agenda(
    council: Forum, neighbour: Organisation, topic: Topic, api_client_for: ApiClientFor
) -> None:
    words: dict[str, Any] = {name: f"{LEAK} {name}" for name in WORDS}
    placement = make_placement(topic=topic, forum=council, **words)
    meeting = make_meeting(forum=council)
    item = make_item(
        meeting=meeting, topic=topic, placement=placement, title=f"{LEAK} title", draft_decision=f"{LEAK} draft"
    )
    api = api_client_for(neighbour)
    bodies = [api.get(f"/api/v1/{name}?limit=100").content.decode() for name in RESOURCES]
    bodies.append(api.get(f"/api/v1/placements/{placement.pk}").content.decode())
    assert [body for body in bodies if LEAK in body] == []
    assert str(placement.pk) in bodies[-1]
    make_share(meeting=meeting, organisation=neighbour, kind=SharedKind.NOTICE)
    shared = api.get(f"/api/v1/agenda-items/{item.pk}").json()
    assert (shared["title"], shared["draftDecision"]) == (f"{LEAK} title", f"{LEAK} draft")
    item.openness = ItemOpenness.OWN_ORGANISATION
    item.save()
    bodies = [api.get(f"/api/v1/{name}?limit=100").content.decode() for name in RESOURCES]
    assert [body for body in bodies if LEAK in body] == []


def test_there_is_no_resource_of_people(council: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> None:
    answer = api_client_for(neighbour).get("/api/v1/people")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
