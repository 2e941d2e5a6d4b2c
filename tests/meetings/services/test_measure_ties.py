"""A measure goes to a forum, comes back as decision and action, and goes on to count in the next edition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from forum.enums import MeasureState, PlanState
from forum.errors import InvalidInputError
from forum.models import ActionPlan, Measure, PersonActor
from forum.services.follow_ups import add_indicator, log_follow_up, plan_follow_up
from forum.services.measures import add_goal, add_measure, report_measure
from forum.services.plans import begin_plan, change_plan, record_step, revise_plan
from meetings.enums import BreakKind
from meetings.models import AgendaItem
from meetings.selectors.evidence import keys_about, threads_for_reader
from meetings.selectors.plan_breaks import breaks_for_reader
from meetings.services.actions import Owner, give_action
from meetings.services.measure_ties import give_measure_to_forum, tie_decision
from meetings.services.outcomes import record_decision
from meetings.services.proposals import accept_proposal
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_coordinator,
    make_decision,
    make_finding,
    make_item,
    make_measure,
    make_meeting,
    make_person,
    make_placement,
    make_plan,
)

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn


def decided_in(forum: Forum, measure: Measure, chair: Person, coordinator: Person) -> AgendaItem:
    """The measure is given to the forum, the chair says yes, and its next meeting decides and tasks somebody."""
    make_meeting(forum=forum)
    given = give_measure_to_forum(measure_id=measure.pk, version=None, forum=forum, proposed_by=coordinator)
    accept_proposal(placement_id=given.placements[0].pk, version=None, answered_by=chair)
    item: AgendaItem = AgendaItem.objects.select_related("placement").get(placement=given.placements[0])
    decision = record_decision(item=item, text="Rutinen ska finnas på varje skola.")
    give_action(item=item, text="Sätt upp rutinen", owner=Owner(organisation=forum.organisation), decision=decision)
    return item


def test_what_a_forum_decides_and_does_comes_back_to_the_measure_and_its_finding(
    topic: Topic, council: Forum, chair: Person, coordinator: Person, secretary: Person, signed_in: SignIn
) -> None:
    finding = make_finding(topic=topic)
    measure = make_measure(plan=make_plan(topic=topic), finding=finding)

    item = decided_in(council, measure, chair, coordinator)

    decision, action = item.decisions.get(), item.actions.get()
    assert item.placement
    assert (item.placement.measure, decision.measure, action.measure) == (measure, measure, measure)
    actor = PersonActor(secretary)
    for kind, row in (("measure", measure), ("decision", decision), ("action", action)):
        keys = keys_about(actor, topic, kind=kind, object_id=row.pk)
        (thread,) = threads_for_reader(actor, topic, keys)
        assert (thread.measure, thread.decisions, thread.actions, thread.gap) == (measure, [decision], [action], "")
    browser = signed_in(secretary)
    there = f"/topics/{topic.slug}/plan/measures/{measure.pk}/"
    for page in (f"/meetings/{item.meeting_id}/", f"/meetings/{item.meeting_id}/log/?item={item.pk}",
                 f"/meetings/{item.meeting_id}/log/decisions/{decision.pk}/", f"/actions/{action.pk}/",
                 f"/proposals/{item.placement_id}/"):  # fmt: skip
        assert browser.get(page).content.decode().count(there) == 1, page


def test_a_decision_of_before_is_tied_and_its_forum_carries_the_measure_from_then_on(
    topic: Topic, council: Forum, coordinator: Person, secretary: Person, signed_in: SignIn
) -> None:
    measure = make_measure(plan=make_plan(topic=topic))
    item = make_item(meeting=make_meeting(forum=council), topic=topic)
    decision = make_decision(item=item)
    action = make_action(origin=item)

    tie_decision(decision_id=decision.pk, measure=measure)

    measure.refresh_from_db()
    action.refresh_from_db()
    assert (measure.forum, action.measure) == (council, measure)
    page = signed_in(secretary).get(f"/meetings/{item.meeting_id}/").content.decode()
    assert page.count(f"/plan/measures/{measure.pk}/") == 1  # at the point, since all below it serves the same


def test_a_new_edition_keeps_what_was_decided_and_drops_what_is_over(
    topic: Topic, host: Organisation, council: Forum, chair: Person, coordinator: Person, secretary: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    plan = begin_plan(topic=topic, organisation=host, title="Plan")
    goal = add_goal(plan=plan, text="Mål")
    going_on, over = (add_measure(goal=goal, title=title, owner_organisation=host) for title in ("Pågår", "Klar"))
    share = add_indicator(measure=going_on, name="Andel", target=100, method="Rektor svarar")
    ahead = timezone.localdate() + timedelta(days=90)
    plan_follow_up(measure=going_on, due_on=ahead, indicator=share)
    step: dict[str, Any] = {
        "body": "KF",
        "decided_on": timezone.localdate(),
        "paragraph": "1",
        "registry_number": "KS 1",
    }
    record_step(plan_id=plan.pk, version=None, adopts=True, **step)
    report_measure(measure_id=over.pk, version=None, state=MeasureState.DONE, result="Klart")
    decided_in(council, going_on, chair, coordinator)

    edition = revise_plan(plan_id=plan.pk, version=None)
    new = add_measure(goal=edition.goals.get(), title="Ny", owner_organisation=host)
    (waiting,) = threads_for_reader(PersonActor(coordinator), topic, [("line", new.line)])
    record_step(plan_id=edition.pk, version=None, adopts=True, **step | {"paragraph": "2"})
    (missing,) = threads_for_reader(PersonActor(coordinator), topic, [("line", new.line)])

    states = dict(ActionPlan.objects.values_list("edition", "state"))
    assert states == {1: PlanState.REVISED, 2: PlanState.ADOPTED}
    assert [(one.before_adoption, one.gap) for one in (waiting, missing)] == [(True, ""), (False, "decision")]
    copy = edition.measures.exclude(pk=new.pk).get()
    assert (copy.line, copy.number, copy.title) == (going_on.line, going_on.number, "Pågår")
    (look,) = copy.follow_ups.all()
    assert (look.due_on, str(look.indicator)) == (ahead, "Andel")
    (thread,) = threads_for_reader(PersonActor(secretary), topic, [("line", copy.line)])
    assert (thread.measure, len(thread.decisions), len(thread.actions)) == (copy, 1, 1)
    page = signed_in(secretary).get(f"/topics/{topic.slug}/plan/{edition.pk}/").content.decode()
    assert "1 beslut, 1 uppdrag" in page
    lacking = {one.kind: one.object_id for one in breaks_for_reader(PersonActor(secretary), topic)}
    assert lacking[BreakKind.NO_DECISION] == new.pk


def test_what_is_reported_while_a_new_edition_is_written_is_not_lost(topic: Topic, council: Forum) -> None:
    today = timezone.localdate()
    plan = make_plan(topic=topic)
    measure, untouched = make_measure(plan=plan), make_measure(plan=plan, title="Orörd")
    look = plan_follow_up(measure=measure, due_on=today + timedelta(days=30))
    edition = revise_plan(plan_id=plan.pk, version=None)
    standing = make_placement(topic=topic, forum=council, measure=measure)
    later = today + timedelta(days=90)
    log_follow_up(follow_up_id=look.pk, version=None, outcome="Finns på alla skolor", next_on=later)
    report_measure(measure_id=measure.pk, version=None, state=MeasureState.DONE, result="Klart")
    step: dict[str, Any] = {"body": "KF", "decided_on": today, "paragraph": "1", "registry_number": "KS 1"}
    change_plan(plan_id=edition.pk, version=None, valid_until=today - timedelta(days=1))
    with pytest.raises(InvalidInputError) as refused:
        record_step(plan_id=edition.pk, version=None, adopts=True, **step)
    assert refused.value.field == "decided_on"
    change_plan(plan_id=edition.pk, version=None, valid_until=None)

    record_step(plan_id=edition.pk, version=None, adopts=True, **step)

    twin, other = edition.measures.order_by("number")
    assert (twin.state, twin.result, twin.finished_on, twin.forum) == (MeasureState.DONE, "Klart", today, council)
    assert standing.refreshed().measure == twin
    assert (other.state, other.line) == (MeasureState.PLANNED, untouched.line)
    looks = list(twin.follow_ups.values_list("due_on", "done_on", "outcome"))
    assert looks == [(look.due_on, today, "Finns på alla skolor"), (later, None, "")]


def test_two_municipalities_share_a_forum_and_keep_their_plans(
    topic: Topic, host: Organisation, neighbour: Organisation, council: Forum, chair: Person, coordinator: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    """Both sit in the council; each gives it a measure of its own plan. Drafts and findings stay at home."""
    other = make_person(organisation=neighbour, name="Lars Mattsson")
    make_coordinator(topic=topic, person=other, organisation=neighbour)
    council.seats.create(organisation=neighbour, office="member", role_title="Säkerhetschef").memberships.create(
        person=other, starts_on=timezone.localdate()
    )
    ours, theirs = make_plan(topic=topic), make_plan(topic=topic, organisation=neighbour)
    drafts = [
        make_plan(topic=topic, organisation=one, state=PlanState.DRAFT, title=f"{LEAK} {one.code}")
        for one in (host, neighbour)
    ]
    finding = make_finding(topic=topic, text=f"{LEAK} brist")
    mine, yours = make_measure(plan=ours, finding=finding), make_measure(plan=theirs, title="Grannens åtgärd")
    decided_in(council, mine, chair, coordinator)
    decided_in(council, yours, chair, other)

    root = f"/topics/{topic.slug}/plan"
    at_home, next_door = signed_in(coordinator), signed_in(other)
    assert at_home.get(f"{root}/").headers["Location"] == f"{root}/{ours.pk}/"
    assert next_door.get(f"{root}/").headers["Location"] == f"{root}/{theirs.pk}/"
    for browser, foreign, draft in ((at_home, yours, drafts[1]), (next_door, mine, drafts[0])):
        assert browser.get(f"{root}/measures/{foreign.pk}/").status_code == 200  # adopted plans are public records
        assert browser.get(f"{root}/measures/{foreign.pk}/give/").status_code == 403
        assert browser.get(f"{root}/{foreign.plan_id}/step/").status_code == 403
        assert browser.get(f"{root}/{draft.pk}/").status_code == 404
        for page in (f"{root}/?all", f"{root}/chain/", f"{root}/breaks/", f"{root}/measures/{foreign.pk}/"):
            assert draft.title not in browser.get(page).content.decode(), page
    for page in (f"{root}/chain/", f"{root}/breaks/", f"{root}/measures/{mine.pk}/", f"/topics/{topic.slug}/"):
        assert finding.text not in next_door.get(page).content.decode(), page
    lines = {"line": mine.line}, {"line": yours.line}
    assert [Measure.objects.get(**line).decisions.count() for line in lines] == [1, 1]
