"""The pages of a plan cost the same for one and for three of everything that is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from forum.enums import PlanState, Stance
from forum.models import ConsultationRemark
from tests.factories import (
    make_action,
    make_agreement,
    make_decision,
    make_finding,
    make_follow_up,
    make_forum,
    make_goal,
    make_group,
    make_indicator,
    make_item,
    make_measure,
    make_meeting,
    make_organisation,
    make_placement,
    make_plan,
    make_training,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import ActionPlan, Forum, Measure, Organisation, Person, Topic
    from tests.conftest import SignIn

# Session, person, topic and rights are among them.
LIST, PLAN, MEASURE, CHAIN, BREAKS = 6, 13, 19, 12, 13


def fill(measure: Measure, council: Forum, times: int) -> None:
    """So many of what belongs to one measure: decisions, actions, trainings, proposals, indicators, follow-ups."""
    group = make_group(topic=measure.plan.topic, organisation=measure.plan.organisation)
    for number in range(times):
        item = make_item(meeting=make_meeting(forum=council), topic=measure.plan.topic)
        decision = make_decision(item=item, measure=measure)
        make_action(origin=item, decision=decision, measure=measure)
        make_training(organisation=measure.plan.organisation, counts={group: 3}, measure=measure)
        forum = make_forum(organisation=measure.plan.organisation, name=f"Grupp {number}")
        make_placement(topic=measure.plan.topic, forum=forum, measure=measure)
        make_indicator(measure=measure)
        make_follow_up(measure=measure, due_on=timezone.localdate())


@pytest.fixture(params=[1, 3])
def plan(request: pytest.FixtureRequest, topic: Topic, council: Forum, host: Organisation) -> ActionPlan:
    times: int = request.param
    plan = make_plan(topic=topic)
    for number in range(times):
        goal = make_goal(plan=plan)
        for _ in range(times):
            make_measure(plan=plan, goal=goal, finding=make_finding(topic=topic), number=plan.measures.count() + 1)
        make_finding(topic=topic)
        plan.steps.create(body="Kommunstyrelsen", decided_on=timezone.localdate())
        party = make_organisation(code=f"part{number}", name=f"Part {number}")
        make_agreement(organisation=host, party=party, plan=plan)
        asked = plan.consultees.create(
            organisation=party, reply_by=timezone.localdate(), replied_at=timezone.now(), stance=Stance.COMMENTS
        )
        ConsultationRemark.objects.create(consultee=asked, measure=plan.measures.first(), about="Åtgärd", text="Ja")
        make_plan(topic=topic, organisation=party)
    make_measure(plan=plan, title="Ingen har beslutat", number=99)
    fill(plan.measures.order_by("number")[0], council, times)
    return plan


def test_each_page_costs_a_constant_number_of_statements(
    plan: ActionPlan, coordinator: Person, signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, root = signed_in(coordinator), f"/topics/{plan.topic.slug}/plan"
    measure = plan.measures.order_by("number")[0]
    pages = {
        f"{root}/?all": LIST,
        f"{root}/{plan.pk}/": PLAN,
        f"{root}/measures/{measure.pk}/": MEASURE,
        f"{root}/chain/": CHAIN,
        f"{root}/breaks/": BREAKS,
    }
    assert plan.state == PlanState.ADOPTED
    for page, statements in pages.items():
        with django_assert_num_queries(statements, info=page):
            assert browser.get(page).status_code == 200
