"""A question out of another installation's file: all that was chosen, or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import ExchangeState
from forum.errors import InvalidInputError
from forum.services.exchange_file import ExchangeError, Fault
from forum.services.exchange_look import (
    GOAL,
    MEASURE,
    PLAN,
    TOPIC,
    indicator_facts,
    indicators_to_write,
    key_of,
    look_at_exchange,
    rows_here,
    slug_of,
    standing_plan,
    texts_of,
)
from forum.services.follow_ups import add_indicator, change_indicator
from forum.services.measures import add_goal, add_measure, change_goal, change_measure
from forum.services.plans import begin_plan, change_plan, revise_plan
from forum.services.question_sets import FORMAT as QUESTIONS
from forum.services.question_sets import import_question_set
from forum.services.topics import appoint_coordinator, create_topic, update_topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import ActionPlan, Actor, Goal, Measure, Organisation, Person, QuestionSet, Topic
    from forum.services.exchange_look import Look, Part


@dataclass(frozen=True)
class Imported:
    topic: Topic
    question_set: QuestionSet | None
    plan: ActionPlan | None
    look: Look


@transaction.atomic
def import_exchange(
    *,
    actor: Actor,
    content: dict[str, Any],
    organisation: Organisation,
    coordinator: Person | None = None,
    questions: bool = True,
    plan: bool = True,
    replace: bool = False,
) -> Imported:
    """Brings in what a file that was read by `read_exchange` has and this installation has not. Whoever coordinates the topic.

    What differs stays as it is here, unless `replace`. A question set that differs becomes its next edition. A plan in force gets
    a new edition as a draft; measures belong to `organisation`, and to the forum of the kind that carries them there where just one is
    here. `coordinator`: who holds a new topic together.
    Raises `ExchangeError` with the place; then nothing was written.
    """
    look = look_at_exchange(actor, content, organisation=organisation)
    parts = {part.pointer: part for part in look.parts}
    with _at("/topic"):
        topic = _topic(content, parts["/topic"], organisation, coordinator, replace=replace)
    question_set = None
    if questions and _wanted(parts.get("/questionSet"), replace=True):
        with _at("/questionSet"):
            question_set = import_question_set(content={**content["questionSet"], "format": QUESTIONS})
    brought = plan and any(part.pointer.startswith("/plan") and _wanted(part, replace=replace) for part in look.parts)
    written = _plan(topic, organisation, content["plan"], parts, replace=replace) if brought else None
    return Imported(topic, question_set, written, look)


@contextmanager
def _at(pointer: str) -> Iterator[None]:
    """Tells the place of what a service refuses."""
    try:
        yield
    except InvalidInputError as error:
        words = _("Nothing was brought in. The file has to be corrected.")
        raise ExchangeError(words, (Fault(pointer, str(error.message)),)) from error


def _wanted(part: Part | None, *, replace: bool) -> bool:
    states = (ExchangeState.NEW, ExchangeState.DIFFERS) if replace else (ExchangeState.NEW,)
    return part is not None and part.state in states


def _topic(
    content: dict[str, Any], part: Part, organisation: Organisation, coordinator: Person | None, *, replace: bool
) -> Topic:
    texts = texts_of(content["topic"], TOPIC)
    if part.row is None:
        topic = create_topic(organisation=organisation, slug=slug_of(content), **texts)
        if coordinator:
            today = timezone.localdate()
            appoint_coordinator(topic=topic, organisation=organisation, person=coordinator, starts_on=today)
        return topic
    row: Topic = part.row
    return update_topic(topic_id=row.pk, version=None, **texts) if _wanted(part, replace=replace) else row


def _plan(
    topic: Topic, organisation: Organisation, facts: dict[str, Any], parts: dict[str, Part], *, replace: bool
) -> ActionPlan:
    """The draft with what is new in it, under the goals that are here or come with it."""
    texts = texts_of(facts, PLAN)
    with _at("/plan"):
        plan = standing_plan(topic, organisation)
        if plan is None:
            plan = begin_plan(topic=topic, organisation=organisation, **texts)
        elif not plan.writable:
            plan = revise_plan(plan_id=plan.pk, version=None)
        if _wanted(parts["/plan"], replace=replace) and parts["/plan"].row is not None:
            plan = change_plan(plan_id=plan.pk, version=None, **texts)
    goals, measures = rows_here(plan)
    for number, one in enumerate(facts["goals"]):
        at = f"/plan/goals/{number}"
        with _at(at):
            goal = _goal(plan, one, goals, change=_wanted(parts[at], replace=replace))
        for place, measure in enumerate(one["measures"]):
            where = f"{at}/measures/{place}"
            with _at(where):
                row = measures.get((key_of(one["text"]), key_of(measure["title"])))
                _measure(goal, measure, parts[where], row, replace=replace)
    return plan


def _goal(plan: ActionPlan, one: dict[str, Any], goals: dict[str, Goal], *, change: bool) -> Goal:
    texts, key = texts_of(one, GOAL), key_of(one["text"])
    if key not in goals:
        goals[key] = add_goal(plan=plan, text=one["text"], **texts)
    elif change:
        goals[key] = change_goal(goal_id=goals[key].pk, version=None, text=goals[key].text, **texts)
    return goals[key]


def _measure(goal: Goal, one: dict[str, Any], part: Part, row: Measure | None, *, replace: bool) -> None:
    texts = texts_of(one, MEASURE)
    if part.state == ExchangeState.NEW:
        owner = goal.plan.organisation
        made = add_measure(goal=goal, title=one["title"], owner_organisation=owner, forum=part.carrier, **texts)
        for indicator in one.get("indicators", ()):
            add_indicator(measure=made, **indicator_facts(indicator))
    elif row and _wanted(part, replace=replace):
        carried = {"forum": part.carrier} if part.carrier else {}
        change_measure(measure_id=row.pk, version=None, **texts, **carried)
        for facts, there in indicators_to_write(one, row):
            if there is None:
                add_indicator(measure=row, **facts)
            else:
                change_indicator(indicator_id=there.pk, version=None, **facts)
