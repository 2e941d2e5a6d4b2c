"""Trainings and agreements tell which measure and plan they carry out, and are found by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import AgreementForum
from tests.factories import make_agreement, make_group, make_measure, make_plan, make_training

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Topic
    from tests.conftest import ApiClientFor


def test_trainings_and_agreements_lead_to_the_plan_and_back(
    topic: Topic, council: Forum, host: Organisation, police: Organisation, api_client_for: ApiClientFor
) -> None:
    plan = make_plan(topic=topic)
    measure = make_measure(plan=plan)
    group = make_group(topic=topic, organisation=host)
    held = make_training(organisation=host, counts={group: 4}, measure=measure)
    make_training(organisation=host, counts={group: 4})
    signed = make_agreement(organisation=host, party=police, topic=topic, plan=plan)
    AgreementForum.objects.create(agreement=signed, forum=council)
    make_agreement(organisation=host, party=police)
    api = api_client_for(host)

    for asked in (f"measure={measure.pk}", f"line={measure.line}"):
        (row,) = api.get(f"/api/v1/training-activities?{asked}").json()["trainingActivities"]
        assert (row["id"], row["measureId"]) == (str(held.pk), str(measure.pk))
    for asked in (f"plan={plan.pk}", f"topic={topic.pk}", f"forum={council.pk}"):
        (row,) = api.get(f"/api/v1/agreements?{asked}").json()["agreements"]
        told = (row["id"], row["actionPlanId"], row["topicId"], row["forumIds"])
        assert told == (str(signed.pk), str(plan.pk), str(topic.pk), [str(council.pk)])
    for there, name, collection in (
        (f"measures/{measure.pk}", "trainingActivities", "trainingActivities"),
        (f"action-plans/{plan.pk}", "agreements", "agreements"),
    ):
        back = api.get(f"/api/v1/{there}").json()["_links"][name]["href"]
        assert len(api.get(back).json()[collection]) == 1
