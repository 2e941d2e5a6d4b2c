"""A question as a file for others: itself, its question set, its plan, and the kinds of forums that carry it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch

from forum.enums import PersonalData, PlacementState, PlanState
from forum.models import ActionPlan, Indicator, Measure, Organisation, Person, Placement, QuestionSet, SituationPicture
from forum.services.exchange_file import FORMAT, VERSION
from forum.services.personal_data import find_personal_data
from forum.services.question_sets import QUESTION_KEYS, export_question_set

if TYPE_CHECKING:
    from collections.abc import Collection

    from forum.models import Actor, Goal, Topic

LEFT_OUT: Final = "[…]"
MASKED: Final = (PersonalData.NUMBER, PersonalData.EMAIL)
QUESTION: Final = ("part", *QUESTION_KEYS.values())


def export_topic(
    *, actor: Actor, topic: Topic, questions: bool = True, plan: bool = True, kinds: bool = True
) -> dict[str, Any]:
    """What of the topic the reader may see and others can use. Readers of the topic. The same state gives the same bytes.

    Names and addresses of people who are known here, and personal identity numbers, are left out of every text; answers,
    findings, days, costs and first values are not in it at all.
    """
    host = Organisation.objects.filter(is_host=True).values_list("name", flat=True).first()
    content: dict[str, Any] = {"format": FORMAT, "version": VERSION, "from": host or ""}
    content["topic"] = _filled({"slug": topic.slug, "name": topic.name, "summary": topic.summary})
    if kinds and (rows := _kinds(actor, topic)):
        content["forumKinds"] = rows
    if questions and (asked := question_set_of(actor, topic)):
        content["questionSet"] = _questions(asked)
    if plan and (found := plan_of(actor, topic)):
        content["plan"] = _plan(found)
    names = [name for name in Person.objects.values_list("name", flat=True) if " " in name.strip()]
    cleaned: dict[str, Any] = _without_people(content, names)
    return cleaned


def as_bytes(content: dict[str, Any]) -> bytes:
    """The file."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def question_set_of(actor: Actor, topic: Topic) -> QuestionSet | None:
    """The questions that were asked last."""
    rounds = SituationPicture.objects.visible_to(actor).filter(topic=topic).order_by("-created_at", "pk")
    latest = rounds.select_related("question_set").first()
    return latest.question_set if latest else None


def plan_of(actor: Actor, topic: Topic) -> ActionPlan | None:
    """The topic's own organisation's plan in force, else the one being written, when the reader may see it."""
    rows = ActionPlan.objects.visible_to(actor).filter(topic=topic, organisation=topic.organisation)
    standing = {plan.state: plan for plan in rows}
    order = (PlanState.ADOPTED, PlanState.CONSULTATION, PlanState.DRAFT)
    return next((standing[state] for state in order if state in standing), None)


def _kinds(actor: Actor, topic: Topic) -> list[dict[str, Any]]:
    """One row per kind of forum that has said yes; of several of a kind the first by name."""
    rows = Placement.objects.visible_to(actor).filter(topic=topic, state=PlacementState.ACCEPTED, measure=None)
    found: dict[str, dict[str, Any]] = {}
    for row in rows.select_related("forum").order_by("forum__kind", "forum__name"):
        facts = {"kind": row.forum.kind, "itemKind": row.kind, "question": row.question, "purpose": row.purpose}
        words = {key: str(getattr(value, "value", value)) for key, value in facts.items()}
        found.setdefault(words["kind"], _filled({**words, "minutes": row.minutes, "every": row.every}))
    return list(found.values())


def _questions(asked: QuestionSet) -> dict[str, Any]:
    whole = export_question_set(asked)
    rows = [{key: row[key] for key in QUESTION if key in row} for row in whole["questions"]]
    return _filled({"code": whole["code"], "name": whole["name"], "source": whole["source"], "questions": rows})


def _plan(plan: ActionPlan) -> dict[str, Any]:
    measures = Measure.objects.select_related("forum").prefetch_related(
        Prefetch("indicators", Indicator.objects.order_by("created_at", "pk"))
    )
    goals = plan.goals.prefetch_related(Prefetch("measures", measures.order_by("number")))
    facts = _filled({"title": plan.title, "summary": plan.summary, "funding": plan.funding})
    return {**facts, "goals": [_goal(goal) for goal in goals.order_by("position", "pk")]}


def _goal(goal: Goal) -> dict[str, Any]:
    facts = _filled({"text": goal.text, "description": goal.description})
    return {**facts, "measures": [_measure(measure) for measure in goal.measures.all()]}


def _measure(measure: Measure) -> dict[str, Any]:
    facts = {
        "title": measure.title,
        "description": measure.description,
        "level": str(measure.level.value),
        "targetGroup": measure.target_group,
        "ownerFunction": measure.owner_function,
        "partners": measure.partners,
        "forumKind": str(measure.forum.kind.value) if measure.forum else "",
        "funding": measure.funding,
        "indicators": [_indicator(one) for one in measure.indicators.all()],
    }
    return _filled(facts)


def _indicator(one: Indicator) -> dict[str, Any]:
    target = "" if one.target is None else f"{one.target:f}"
    return _filled({"name": one.name, "measuredIn": one.measured_in, "target": target, "method": one.method})


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in ("", None, [])}


def _without_people(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without_people(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_people(one, names) for one in value]
    return _masked(value, names) if isinstance(value, str) else value


def _masked(text: str, names: Collection[str]) -> str:
    known = [name for name in names if name.casefold() in text.casefold()]
    found = [one.text for one in find_personal_data(text) if one.kind in MASKED]
    for words in sorted({*known, *found}, key=len, reverse=True):
        text = re.sub(re.escape(words), LEFT_OUT, text, flags=re.IGNORECASE)
    return text
