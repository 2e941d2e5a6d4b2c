"""What another organisation's system is told of where a topic was raised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forum.enums import SharedKind
from meetings.enums import Answer
from tests.factories import make_item, make_meeting, make_minutes, make_placement, make_share

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Topic
    from tests.conftest import ApiClientFor


def test_outcomes_count_where_they_were_sent(
    now: datetime, api_client_for: ApiClientFor, topic: Topic, council: Forum, school_group: Forum, police: Organisation,
    stranger_municipality: Organisation, neighbour: Organisation,
) -> None:  # fmt: skip
    placed = make_placement(topic=topic, forum=council)
    make_placement(topic=topic, forum=school_group)
    for month, sent in ((9, True), (10, False)):
        meeting = make_meeting(forum=council, starts_at=datetime(2026, month, 5, 8, tzinfo=UTC))
        make_item(meeting=meeting, topic=topic, placement=placed, answer=Answer.RAISED)
        make_minutes(meeting=meeting)
        if sent:
            make_share(meeting=meeting, organisation=police, kind=SharedKind.MINUTES)
    address = f"/api/v1/topics/{topic.pk}/coverage"
    api = api_client_for(police)
    answer = api.get(f"{address}?periods=4")
    body = answer.json()
    assert [one["period"] for one in body["periods"]] == ["2026-09", "2026-10", "2026-11", "2026-12"]
    told = [(one["forumId"], [cell["state"] for cell in one["cells"]]) for one in body["forums"]]
    assert told == [(str(council.pk), ["raised", "unknown", "no_meeting", "no_meeting"])]
    assert body["forums"][0]["lastRaisedAt"] == "2026-09-05T08:00:00Z"
    assert api.get(address, headers={"If-None-Match": answer["ETag"]}).status_code in {200, 304}
    wrong = {"period": "week", "as_of": "2031-01-01", "periods": "37", "span": "1"}
    assert {name: api.get(f"{address}?{name}={value}").status_code for name, value in wrong.items()} == dict.fromkeys(
        wrong, 400
    )
    assert api_client_for(stranger_municipality).get(address).status_code == 404
    assert api_client_for(neighbour, ["topics:read"]).get(address).status_code == 403
