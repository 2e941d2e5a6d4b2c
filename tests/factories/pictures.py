from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from forum.enums import AskedState, PictureState
from forum.models import Answer, Organisation, PictureRecipient, Question, QuestionSet, SituationPicture, Topic
from forum.services.picture_counts import published_counts

PICTURE_ADOPTED_ON = date(2026, 2, 1)
PICTURE_DUE_ON = date(2028, 2, 1)


def make_question_set(*, code: str, questions: int = 2) -> QuestionSet:
    made = QuestionSet.objects.create(code=code, name=f"Frågor {code}")
    numbers = range(1, questions + 1)
    Question.objects.bulk_create(Question(question_set=made, number=n, text=f"Fråga {n}?") for n in numbers)
    return made


def make_picture(
    *, topic: Topic, organisation: Organisation | None = None, published: bool = False, **fields: Any
) -> SituationPicture:
    """Out for answers, with questions of its own; published: adopted on 1 February 2026 and its summary shown to everybody."""
    owner = organisation or topic.organisation
    number = SituationPicture.objects.filter(topic=topic, organisation=owner).count() + 1
    fields.setdefault("title", "Lägesbild 2026")
    fields.setdefault("state", PictureState.ADOPTED if published else PictureState.OPEN)
    if "question_set" not in fields:
        fields["question_set"] = make_question_set(code=f"{topic.slug}-{owner.code}-{number}")
    picture: SituationPicture = SituationPicture.objects.create(
        topic=topic, organisation=owner, number=number, **fields
    )
    return publish(picture) if published else picture


def publish(picture: SituationPicture) -> SituationPicture:
    SituationPicture.objects.filter(pk=picture.pk).update(
        state=PictureState.ADOPTED,
        public_summary="Läget är lugnt.",
        published_at=datetime(2026, 2, 2, tzinfo=UTC),
        adopted_by="Kommunstyrelsen",
        adopted_on=PICTURE_ADOPTED_ON,
        next_due_on=PICTURE_DUE_ON,
        counts=published_counts(picture),
    )
    return picture.refreshed()


def make_answer(*, picture: SituationPicture, organisation: Organisation, text: str, **fields: Any) -> Answer:
    """The organisation's answer to the first question that it has not answered; it was asked as itself."""
    asked, _new = PictureRecipient.objects.get_or_create(
        picture=picture, organisation=organisation, defaults={"state": AskedState.ANSWERED}
    )
    question = picture.question_set.questions.exclude(answers__recipient=asked).earliest("number")
    answer: Answer = Answer.objects.create(
        picture=picture, recipient=asked, question=question, organisation=organisation, text=text, **fields
    )
    return answer
