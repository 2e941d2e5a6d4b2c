"""What another municipality's system is told of where the chain is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories import make_finding, make_follow_up, make_forum, make_measure, make_placement, make_plan, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Organisation, Topic
    from tests.conftest import ApiClientFor


def test_own_findings_and_public_plans_count_and_others_findings_do_not(
    now: datetime, topic: Topic, host: Organisation, neighbour: Organisation, police: Organisation, stranger_municipality: Organisation,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    forum = make_forum(organisation=host, name="Länet")
    for party in (host, neighbour):
        make_seat(forum=forum, organisation=party)
    make_placement(topic=topic, forum=forum)
    finding = make_finding(topic=topic)
    measure = make_measure(plan=make_plan(topic=topic))
    make_follow_up(measure=measure, due_on=now.date())
    address = f"/api/v1/topics/{topic.pk}/breaks"

    api = api_client_for(neighbour)
    at_home, next_door = (one.get(address).json() for one in (api_client_for(host), api))

    missing = {"kind": "no_decision", "id": str(measure.pk), "since": "2026-03-01"}
    missing["href"] = f"http://testserver/api/v1/measures/{measure.pk}"
    unanswered = {"kind": "no_measure", "id": str(finding.pk), "since": "2026-11-24"}
    unanswered["href"] = f"http://testserver/api/v1/findings/{finding.pk}"
    assert at_home["breaks"] == [unanswered, missing]
    assert next_door["breaks"] == [missing]
    assert next_door["_meta"] == {"page": 1, "limit": 100, "count": 1, "totalRecords": 1}
    assert api.get(missing["href"]).status_code == 200
    assert api.get(f"{address}?kind=overdue").json()["breaks"] == []
    wrong = {"kind": "none", "limit": "0", "span": "1"}
    assert {name: api.get(f"{address}?{name}={value}").status_code for name, value in wrong.items()} == dict.fromkeys(
        wrong, 400
    )
    assert api_client_for(stranger_municipality).get(address).status_code == 404
    assert api_client_for(police, ["plans:read"]).get(address).status_code == 403
