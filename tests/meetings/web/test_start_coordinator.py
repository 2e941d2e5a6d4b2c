"""What the start page asks of whoever holds a question together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from forum.enums import PictureState, PlanState
from forum.models import Coordinator, QuestionSet, SituationPicture
from tests.factories import make_follow_up, make_line, make_measure, make_organisation, make_plan, make_topic

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic
    from tests.conftest import SignIn

TODAY = date(2026, 11, 24)


def duties(signed_in: SignIn, person: Person) -> list[tuple[str, str]]:
    return [(f"{duty.day:%m-%d}", duty.url) for duty in signed_in(person).get("/").context["duties"]]


def test_rounds_follow_ups_checks_and_terms_each_in_its_time(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, member: Person, stranger: Person,
    host: Organisation,
) -> None:  # fmt: skip
    questions = QuestionSet.objects.create(code="fjorton", name="Frågor")
    facts = {"topic": topic, "organisation": host, "question_set": questions, "opened_at": now}
    ends = SituationPicture.objects.create(
        number=1, title="Lägesbild", state=PictureState.OPEN, answer_by=TODAY + timedelta(days=3), **facts
    )
    far = {"state": PictureState.OPEN, "answer_by": TODAY + timedelta(days=30)}
    SituationPicture.objects.create(number=2, title="Senare", **far, **facts)
    elsewhere = make_organisation(code="0480", name="Nyköpings kommun")
    facts["organisation"] = elsewhere
    SituationPicture.objects.create(number=1, title="Grannens", state=PictureState.CLOSED, closed_at=now, **facts)
    measure = make_measure(plan=make_plan(topic=topic, state=PlanState.ADOPTED), owner_person=member)
    late = make_follow_up(measure=measure, due_on=TODAY - timedelta(days=4))
    make_follow_up(measure=measure, due_on=TODAY + timedelta(days=60))
    line = make_line(organisation=host, topic=topic, checked_on=TODAY - timedelta(days=85))
    make_line(organisation=host, topic=topic, checked_on=TODAY, name="Nyss kontrollerad")
    make_line(organisation=elsewhere, checked_on=None, name="Någon annans")
    Coordinator.objects.filter(topic=topic).update(ends_on=TODAY + timedelta(days=40))
    follow_up = ("11-20", reverse("follow-up", args=[topic.slug, late.pk]))

    assert duties(signed_in, coordinator) == [
        follow_up,
        ("11-27", reverse("picture", args=[topic.slug, ends.pk])),
        ("11-29", reverse("support-line", args=[line.pk])),
        ("01-03", reverse("topic", args=[topic.slug])),
    ]
    assert duties(signed_in, member) == [follow_up]
    assert duties(signed_in, stranger) == []


def test_the_administrator_hears_of_a_question_without_coordinator(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person, host: Organisation
) -> None:
    vacant = make_topic(organisation=host, name="Våld i nära relationer")

    assert duties(signed_in, administrator) == [("11-24", reverse("topic-coordinators", args=[vacant.slug]))]
    assert duties(signed_in, coordinator) == []
