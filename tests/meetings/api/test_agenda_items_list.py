from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import SharedKind
from meetings.enums import Answer, ItemOpenness
from tests.conftest import LEAK
from tests.factories import make_item, make_meeting, make_share

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Topic
    from tests.conftest import ApiClientFor


def rows(api: Any, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/v1/agenda-items{query}").json()["agendaItems"]
    return found


@pytest.mark.parametrize("openness", [ItemOpenness.NAMED_SEATS, ItemOpenness.OWN_ORGANISATION])
def test_a_restricted_item_shows_number_and_neutral_title(
    council: Forum, neighbour: Organisation, topic: Topic, api_client_for: ApiClientFor, openness: ItemOpenness
) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    item = make_item(
        meeting=meeting,
        title=LEAK,
        openness=openness,
        topic=topic,
        question=LEAK,
        presenter=LEAK,
        registry_number=LEAK,
        draft_decision=LEAK,
        notes=LEAK,
        secrecy_provision=LEAK,
        answer=Answer.DECIDED,
        paragraph=44,
        paragraph_year=2026,
    )
    make_share(meeting=meeting, organisation=neighbour)
    response = api_client_for(neighbour).get(f"/api/v1/agenda-items/{item.pk}", headers={"Accept-Language": "en"})
    assert LEAK not in response.content.decode()
    body = response.json()
    shown = {name: body[name] for name in ("redacted", "paragraph", "position", "title", "topicId", "answer", "notes")}
    assert shown == {
        "redacted": True,
        "paragraph": 44,
        "position": 1,
        "title": "Restricted item",
        "topicId": None,
        "answer": None,
        "notes": "",
    }
    assert "topic" not in body["_links"]


def test_the_topic_filter_does_not_tell_what_redaction_hides(
    council: Forum, neighbour: Organisation, topic: Topic, api_client_for: ApiClientFor
) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    make_item(meeting=meeting, topic=topic, openness=ItemOpenness.NAMED_SEATS)
    shown = make_item(meeting=meeting, topic=topic)
    make_share(meeting=meeting, organisation=neighbour)
    api = api_client_for(neighbour)
    assert [row["id"] for row in rows(api, f"?topic={topic.pk}")] == [str(shown.pk)]
    assert len(rows(api)) == 2


def test_a_notice_shares_the_agenda_and_not_the_outcome(
    council: Forum, neighbour: Organisation, api_client_for: ApiClientFor
) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    make_item(meeting=meeting, title="Lägesbild", notes="Utkast", answer=Answer.RAISED)
    make_share(meeting=meeting, organisation=neighbour, kind=SharedKind.NOTICE)
    api = api_client_for(neighbour)
    assert [(row["title"], row["notes"], row["answer"]) for row in rows(api)] == [("Lägesbild", "", None)]
    make_share(meeting=meeting, organisation=neighbour, kind=SharedKind.MINUTES)
    assert [(row["title"], row["notes"], row["answer"]) for row in rows(api)] == [("Lägesbild", "Utkast", "raised")]


def test_what_was_sent_to_others_is_not_there(
    council: Forum, neighbour: Organisation, police: Organisation, api_client_for: ApiClientFor
) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    make_item(meeting=meeting)
    make_share(meeting=meeting, organisation=police)
    assert rows(api_client_for(neighbour)) == []
    assert len(rows(api_client_for(police))) == 1
