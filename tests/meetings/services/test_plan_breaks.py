"""The list of breaks against a brute-force reading of the same rows, in a random world; and what a follow-up's reminder says."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import FindingPriority, FindingStatus, MeasureState, PlanState
from forum.models import Finding, FollowUp, Measure, OutboxMessage, PersonActor, Reminder
from forum.services.follow_ups import log_follow_up, plan_follow_up
from meetings.enums import UNFINISHED, ActionState, BreakKind, DueKind, UpdateKind
from meetings.models import ActionItem, ActionUpdate, Decision
from meetings.selectors.plan_breaks import breaks_for_reader
from meetings.services.release import release_due_reminders
from tests.factories import (
    make_action,
    make_decision,
    make_finding,
    make_follow_up,
    make_item,
    make_measure,
    make_meeting,
    make_plan,
)

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person, Topic

OPEN = {MeasureState.PLANNED, MeasureState.RUNNING}


def a_world(topic: Topic, council: Forum, chance: random.Random) -> None:
    plans = [make_plan(topic=topic, edition=1, state=PlanState.REVISED), make_plan(topic=topic, edition=2)]
    plans.append(make_plan(topic=topic, edition=3, state=PlanState.DRAFT))
    today = timezone.localdate()
    findings = [
        make_finding(
            topic=topic,
            priority=chance.choice(list(FindingPriority)),
            status=chance.choice(list(FindingStatus)),
            reason="Skäl",
        )
        for _ in range(12)
    ]
    items = [make_item(meeting=make_meeting(forum=council), topic=topic, position=number) for number in range(1, 61)]
    for _ in range(60):
        state = chance.choice(list(MeasureState))
        finding = chance.choice([None, *findings[:8]])
        measure = make_measure(plan=chance.choice(plans), finding=finding, state=state, result="Klart")
        for _ in range(chance.randrange(3)):
            day = today + timedelta(days=chance.randrange(-800, 200))
            done = day if day < today and chance.random() < 0.6 else None
            make_follow_up(measure=measure, due_on=day, done_on=done, outcome="Sett")
        for _ in range(chance.randrange(3)):
            item = chance.choice(items)
            decision = make_decision(item=item, measure=chance.choice([measure, None]))
            if chance.random() < 0.4:
                due = today + timedelta(days=chance.randrange(-30, 10))
                action = make_action(
                    origin=chance.choice(items[:2]), decision=chance.choice([decision, None]), measure=measure,
                    due_kind=DueKind.DATE, due_on=due, state=chance.choice(list(ActionState)),
                )  # fmt: skip
                if chance.random() < 0.5:
                    at = timezone.make_aware(
                        datetime.combine(due + timedelta(days=chance.choice([-1, 0, 1])), datetime.min.time())
                    )
                    ActionUpdate.objects.create(action=action, kind=UpdateKind.NOTE, text="Snart", at=at)


def brute_force() -> set[tuple[BreakKind, object]]:
    today = timezone.localdate()
    measures = list(Measure.objects.select_related("plan"))
    adopted = [one for one in measures if one.plan.state == PlanState.ADOPTED]
    decisions, actions = list(Decision.objects.all()), list(ActionItem.objects.all())
    line = {one.pk: one.line for one in measures}
    found: set[tuple[BreakKind, object]] = set()
    for finding in Finding.objects.filter(status=FindingStatus.OPEN):
        answers = [one for one in measures if one.finding_id == finding.pk and one.plan.state != PlanState.REVISED]
        found |= set() if answers else {(BreakKind.NO_MEASURE, finding.pk)}
    for measure in adopted:
        mine = [one for one in decisions if one.measure_id and line[one.measure_id] == measure.line]
        looks = list(FollowUp.objects.filter(measure__line=measure.line))
        fresh = [
            one
            for one in looks
            if (one.done_on and one.done_on >= today - timedelta(days=365)) or (not one.done_on and one.due_on >= today)
        ]
        if measure.state in OPEN and not mine:
            found.add((BreakKind.NO_DECISION, measure.pk))
        if (measure.state in OPEN and not fresh) or (
            measure.state == MeasureState.DONE and not any(one.done_on for one in looks)
        ):
            found.add((BreakKind.NO_FOLLOW_UP, measure.pk))
        for decision in mine if measure.state in OPEN else []:
            if not [one for one in actions if one.decision_id == decision.pk or one.origin_id == decision.item_id]:
                found.add((BreakKind.NO_ACTION, decision.pk))
        for action in actions:
            late = action.due_on and action.due_on < today and action.state in UNFINISHED
            said = [
                one for one in action.updates.all() if action.due_on and timezone.localdate(one.at) >= action.due_on
            ]
            if action.measure_id and line[action.measure_id] == measure.line and late and not said:
                found.add((BreakKind.OVERDUE, action.pk))
    return found


def test_the_list_of_breaks_is_exact_and_worst_first(
    topic: Topic, council: Forum, chair: Person, coordinator: Person
) -> None:
    a_world(topic, council, random.Random(1))  # noqa: S311  (to be played back)
    council.seats.create(
        organisation=council.organisation, office="member", role_title="Samordnare"
    ).memberships.create(person=coordinator, starts_on=timezone.localdate())

    found = breaks_for_reader(PersonActor(coordinator), topic)

    assert {(one.kind, one.object_id) for one in found} == brute_force()
    assert {one.kind for one in found} == set(BreakKind)
    assert [one.order for one in found] == sorted(one.order for one in found)


def test_a_stranger_sees_no_break_behind_closed_doors(topic: Topic, council: Forum, stranger: Person) -> None:
    a_world(topic, council, random.Random(1))  # noqa: S311  (to be played back)

    kinds = {one.kind for one in breaks_for_reader(PersonActor(stranger), topic)}

    assert kinds == {BreakKind.NO_DECISION, BreakKind.NO_FOLLOW_UP}  # what a public plan says of itself


def test_a_follow_up_is_reminded_of_until_it_is_done(topic: Topic, host: Organisation, official: Person) -> None:
    measure = make_measure(plan=make_plan(topic=topic), owner_person=official)
    row = plan_follow_up(measure=measure, due_on=timezone.localdate() + timedelta(days=40))
    planned = Reminder.objects.filter(object_id=row.pk, forum=None)
    assert planned.count() == 3

    Reminder.objects.filter(pk=planned.order_by("moment").first().pk).update(moment=timezone.now() - timedelta(hours=1))  # type: ignore[union-attr]
    release_due_reminders()
    letter = OutboxMessage.objects.get()
    assert (letter.recipient, b"/link/w" in bytes(letter.body)) == (official.email, True)

    log_follow_up(follow_up_id=row.pk, version=None, outcome="Alla har den.")
    assert planned.planned().count() == 0
