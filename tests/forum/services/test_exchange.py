"""A question as a file: what is in it, what is not, and that it comes back the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import ForumKind, MeasureLevel, PictureState, PlacementState, PlanState
from forum.errors import InvalidInputError
from forum.models import ActionPlan, Measure, PersonActor, Question, QuestionSet, SituationPicture, Topic
from forum.services.exchange_export import as_bytes, export_topic
from forum.services.exchange_file import LARGEST_BYTES, ExchangeError, read_exchange
from forum.services.exchange_import import import_exchange
from forum.services.exchange_look import look_at_exchange
from tests.factories import (
    make_finding,
    make_follow_up,
    make_forum,
    make_indicator,
    make_measure,
    make_placement,
    make_plan,
)

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person

MINIMAL: dict[str, Any] = {"format": "samverka-topic", "version": 1, "topic": {"name": "Våld i nära relationer"}}


@pytest.fixture
def plan(topic: Topic, council: Forum, member: Person, coordinator: Person, host: Organisation) -> ActionPlan:
    """A plan in force with what may be told, and with everything that may not."""
    questions = QuestionSet.objects.create(code="fjorton", name="Fjorton frågor", source="Handledning 2017")
    Question.objects.create(question_set=questions, number=1, text="Vad ser ni?", text_en="What do you see?")
    SituationPicture.objects.create(
        topic=topic, organisation=host, question_set=questions, number=1, title="Lägesbild", mapping="HEMLIGT LÄGE",
        state=PictureState.ADOPTED,
    )  # fmt: skip
    make_placement(topic=topic, forum=council, state=PlacementState.ACCEPTED, question="Har ni en rutin?", every=2)
    plan = make_plan(
        topic=topic, summary=f"Fråga {member.name} eller {coordinator.email}.", responsible="Ansvarig Svensson"
    )
    measure = make_measure(
        plan=plan, description="Anmäl 850709-9805.", finding=make_finding(topic=topic, text="HEMLIG BRIST"), cost=4711,
        owner_person=coordinator, owner_function="Skolchefen", forum=council, due_on=date(2027, 3, 1), level=MeasureLevel.SPECIFIC,
    )  # fmt: skip
    make_indicator(measure=measure, measured_in="procent", baseline=Decimal(64), target=Decimal(100), method="Enkät")
    make_follow_up(measure=measure, due_on=date(2027, 4, 1), outcome="HEMLIGT UTFALL", done_on=date(2026, 10, 1))
    return plan


def as_reader(person: Person, topic: Topic) -> dict[str, Any]:
    return read_exchange(as_bytes(export_topic(actor=PersonActor(person), topic=topic)))


def test_nothing_about_people_answers_or_days_is_in_it(
    now: object, topic: Topic, plan: ActionPlan, coordinator: Person, member: Person
) -> None:
    content = export_topic(actor=PersonActor(coordinator), topic=topic)
    text = as_bytes(content).decode()

    told = [member.name, coordinator.email, "850709-9805", "Svensson", "HEMLIG", "4711", "2027", "64", str(member.pk)]
    assert [words for words in told if words and words in text] == []
    assert content["forumKinds"] == [
        {
            "kind": str(ForumKind.CRIME_PREVENTION.value),
            "itemKind": "information",
            "question": "Har ni en rutin?",
            "every": 2,
        }
    ]
    assert content["plan"]["summary"] == "Fråga […] eller […]."
    assert content["plan"]["goals"][0]["measures"] == [
        {
            "title": "Rutin vid oro på varje enhet", "description": "Anmäl […].", "level": "specific",
            "ownerFunction": "Skolchefen", "forumKind": str(ForumKind.CRIME_PREVENTION.value),
            "indicators": [
                {"name": "Andel skolor med rutinen", "measuredIn": "procent", "target": "100.00", "method": "Enkät"}
            ],
        }
    ]  # fmt: skip


def test_a_stranger_gets_only_what_a_stranger_may_read(
    now: object, topic: Topic, plan: ActionPlan, stranger: Person, coordinator: Person
) -> None:
    ActionPlan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    assert sorted(export_topic(actor=PersonActor(stranger), topic=topic)) == ["format", "from", "topic", "version"]
    assert "plan" in export_topic(actor=PersonActor(coordinator), topic=topic)


def test_there_and_back_is_the_same(
    now: object, topic: Topic, plan: ActionPlan, coordinator: Person, host: Organisation
) -> None:
    content = as_reader(coordinator, topic)
    content["topic"]["slug"] = "annan-stans"
    actor = PersonActor(coordinator)
    made = import_exchange(actor=actor, content=content, organisation=host, coordinator=coordinator)
    again = export_topic(actor=actor, topic=made.topic)
    SituationPicture.objects.create(
        topic=made.topic, organisation=host, number=1, title="Ny", question_set=QuestionSet.objects.get(code="fjorton")
    )

    there = content["plan"]
    assert again["plan"] == there
    assert export_topic(actor=actor, topic=made.topic)["questionSet"] == content["questionSet"]
    assert (made.question_set, QuestionSet.objects.count()) == (None, 1)
    assert [(row.person, row.organisation) for row in made.topic.coordinators.all()] == [(coordinator, host)]
    states = {part.state.value for part in look_at_exchange(actor, content, organisation=host).parts}
    assert states == {"same"}


def test_what_differs_stays_unless_it_is_replaced_and_a_plan_in_force_gets_an_edition(
    now: object, topic: Topic, plan: ActionPlan, coordinator: Person, host: Organisation
) -> None:
    content, actor = as_reader(coordinator, topic), PersonActor(coordinator)
    content["topic"]["summary"] = "Andras ord."
    goal = content["plan"]["goals"][0]
    goal["measures"][0]["description"] = "Andras åtgärd."
    goal["measures"].append({"title": "Samtal med föreningar"})
    look = look_at_exchange(actor, content, organisation=host)
    assert [(part.pointer, part.state.value) for part in look.parts] == [
        ("/topic", "differs"), ("/questionSet", "same"), ("/plan", "differs"), ("/plan/goals/0", "same"),
        ("/plan/goals/0/measures/0", "differs"), ("/plan/goals/0/measures/1", "new"),
    ]  # fmt: skip
    assert look.begins_edition

    made = import_exchange(actor=actor, content=content, organisation=host).plan
    assert made
    assert (made.edition, made.state, made.revises) == (2, PlanState.DRAFT, plan)
    found = list(Measure.objects.filter(plan=made).order_by("number").values_list("title", "description"))
    assert found == [("Rutin vid oro på varje enhet", "Anmäl 850709-9805."), ("Samtal med föreningar", "")]
    assert topic.refreshed().summary == ""

    import_exchange(actor=actor, content=content, organisation=host, replace=True)
    assert (topic.refreshed().summary, Measure.objects.get(plan=made, number=1).description) == (
        "Andras ord.",
        "Andras åtgärd.",
    )
    assert ActionPlan.objects.count() == 2


def test_what_belongs_to_a_measure_is_compared_and_comes_along(
    now: object, topic: Topic, plan: ActionPlan, council: Forum, coordinator: Person, host: Organisation
) -> None:
    """Indicators by name, first values staying; the forum that carries it where one of the kind is here."""
    content, actor = as_reader(coordinator, topic), PersonActor(coordinator)
    at = "/plan/goals/0/measures/0"
    one = content["plan"]["goals"][0]["measures"][0]
    one["indicators"][0]["target"] = "90"
    one["indicators"].append({"name": "Antal samtal", "measuredIn": "st"})
    states = {part.pointer: part.state.value for part in look_at_exchange(actor, content, organisation=host).parts}
    assert states[at] == "differs"
    made = import_exchange(actor=actor, content=content, organisation=host, replace=True).plan
    measure = Measure.objects.get(plan=made)
    found = measure.indicators.order_by("created_at").values_list("measured_in", "baseline", "target")
    assert list(found) == [("procent", Decimal(64), Decimal(90)), ("st", None, None)]
    assert {part.state.value for part in look_at_exchange(actor, content, organisation=host).parts} == {"same"}

    Measure.objects.filter(pk=measure.pk).update(forum=None)
    part = {part.pointer: part for part in look_at_exchange(actor, content, organisation=host).parts}[at]
    assert (part.state.value, part.carrier) == ("differs", council)
    import_exchange(actor=actor, content=content, organisation=host, replace=True)
    assert measure.refreshed().forum == council
    make_forum(organisation=host, name="Ett råd till", kind=council.kind)
    Measure.objects.filter(pk=measure.pk).update(forum=None)
    part = {part.pointer: part for part in look_at_exchange(actor, content, organisation=host).parts}[at]
    assert (part.state.value, part.carrier, len(part.carriers)) == ("same", None, 2)


def faults_of(content: Any) -> list[str]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(ExchangeError) as caught:
        read_exchange(data)
    return [fault.pointer for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"", []),
        (b"\xff\xfe{}", []),
        (b"[" * 100_000, []),
        (b'{"format": NaN}', []),
        ([], []),
        ({"format": "samverka-question-set-1"}, []),
        (MINIMAL | {"version": 2}, ["/version"]),
        (MINIMAL | {"version": True}, ["/version"]),
        (MINIMAL | {"topic": {}}, ["/topic"]),
        (MINIMAL | {"people": []}, [""]),
        (MINIMAL | {"forumKinds": [{"kind": "sip"}]}, ["/forumKinds/0/kind"]),
        (MINIMAL | {"topic": {"name": "Oro för 850709-9805"}}, ["/topic/name"]),
        (MINIMAL | {"plan": {"title": "P", "goals": [{"text": "M", "measures": [{"title": ""}]}]}}, ["/plan/goals/0/measures/0/title"]),
        (b" " * (LARGEST_BYTES + 1), []),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_told_with_its_place(content: Any, places: list[str]) -> None:
    assert faults_of(content) == places


def test_all_or_nothing(now: object, host: Organisation, administrator: Person) -> None:
    indicator = {"name": "Andel", "target": "100"}  # a target needs a method
    goals = [{"text": "Mål", "measures": [{"title": "Åtgärd"}, {"title": "Nästa", "indicators": [indicator]}]}]
    content = read_exchange(json.dumps(MINIMAL | {"plan": {"title": "Plan", "goals": goals}}).encode())
    with pytest.raises(InvalidInputError) as caught:
        import_exchange(actor=PersonActor(administrator), content=content, organisation=host)
    assert isinstance(caught.value, ExchangeError)
    assert [fault.pointer for fault in caught.value.faults] == ["/plan/goals/0/measures/1"]
    assert (Topic.objects.count(), ActionPlan.objects.count()) == (0, 0)


def test_a_measure_that_is_over_does_not_come_back(
    now: object, topic: Topic, plan: ActionPlan, coordinator: Person, host: Organisation
) -> None:
    content = as_reader(coordinator, topic)
    content["plan"]["goals"][0]["measures"].append({"title": "Ny"})
    Measure.objects.update(state="done", result="Klart.")
    made = import_exchange(actor=PersonActor(coordinator), content=content, organisation=host)
    assert [one.title for one in Measure.objects.filter(plan=made.plan)] == ["Ny"]
