"""What a plan's consultation was answered: read by its organisation and by who was asked, without names and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.test import APIClient

from forum.enums import PlanState, Stance
from forum.models import ConsultationRemark
from tests.conftest import LEAK, NOW
from tests.factories import make_api_client, make_consultee, make_measure, make_plan, make_token, make_unit

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic
    from tests.conftest import ApiClientFor


def test_the_plans_organisation_reads_all_replies_and_an_addressee_its_own(
    topic: Topic, host: Organisation, police: Organisation, neighbour: Organisation, official: Person,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    plan = make_plan(topic=topic, state=PlanState.CONSULTATION)
    measure = make_measure(plan=plan)
    when: dict[str, Any] = {"plan": plan, "sent_at": NOW, "reply_by": NOW.date()}
    asked = make_consultee(
        **when, organisation=police, stance=Stance.COMMENTS, reply="Polisen delar bilden.", replied_at=NOW
    )
    ConsultationRemark.objects.create(consultee=asked, measure=measure, about=measure.title, text="Varje månad.")
    make_consultee(**when, person=official, stance=Stance.OBJECTS, reply=LEAK, replied_at=NOW)
    make_consultee(**when, address="skolan@demo.example")
    address = f"/api/v1/consultation-replies?plan={plan.pk}"

    api = api_client_for(host)
    own = api.get(address).json()["consultationReplies"]
    (theirs,) = api_client_for(police).get(address).json()["consultationReplies"]
    others = api_client_for(neighbour).get("/api/v1/consultation-replies").json()["consultationReplies"]

    told = [(row["addressee"], row["organisation"] and row["organisation"]["code"], row["stance"]) for row in own]
    assert sorted(told) == [
        ("address", None, None),
        ("organisation", "polisen", "comments"),
        ("person", None, "objects"),
    ]
    assert theirs == next(row for row in own if row["addressee"] == "organisation")
    assert theirs["remarks"] == [
        {"goalId": None, "measureId": str(measure.pk), "about": measure.title, "text": "Varje månad."}
    ]
    assert others == []
    assert "skolan@demo.example" not in str(own)
    assert str(official.name) not in str(own)
    assert len(api.get(f"{address}&replied=true").json()["consultationReplies"]) == 2


def test_a_client_of_one_unit_reads_what_that_unit_was_asked(topic: Topic, host: Organisation) -> None:
    plan = make_plan(topic=topic)
    unit, other = (make_unit(organisation=host, name=name) for name in ("Socialförvaltningen", "Skolan"))
    rows = [
        make_consultee(plan=plan, organisation=host, unit=one, sent_at=NOW, reply_by=NOW.date())
        for one in (unit, other)
    ]
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=make_api_client(organisation=host, unit=unit))}")
    found = api.get("/api/v1/consultation-replies").json()["consultationReplies"]
    assert [row["id"] for row in found] == [str(rows[0].pk)]
