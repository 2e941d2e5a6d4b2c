"""What the pages of situation pictures show, in a constant number of statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import UNANSWERED, AskedState, Certainty, PictureState, Trend
from forum.models import (
    Answer,
    Finding,
    Organisation,
    PictureAggregate,
    PictureOpenLink,
    PictureRecipient,
    Question,
    SituationPicture,
)
from forum.selectors.coordinators import organisations_coordinated

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor, PersonActor, Topic

ORDER = {
    AskedState.WAITING: 0,
    AskedState.BEGUN: 1,
    AskedState.PASSED_ON: 2,
    AskedState.DECLINED: 3,
    AskedState.ANSWERED: 4,
}
WHO = ("forum", "unit__organisation", "organisation", "person__organisation")


def pictures_of_topic(actor: Actor, topic: Topic) -> QuerySet[Any]:
    """The rounds that the reader may know of, newest first, with how many were asked and how many answered."""
    answered = Count("recipients", filter=Q(recipients__state=AskedState.ANSWERED))
    asked = Count("recipients", filter=~Q(recipients__state=AskedState.PASSED_ON))
    rows = SituationPicture.objects.visible_to(actor).filter(topic=topic).select_related("organisation", "question_set")
    found: QuerySet[Any] = rows.annotate(answered=answered, asked=asked).order_by("-created_at", "pk")
    return found


def asked_in(actor: Actor, picture: SituationPicture) -> list[PictureRecipient]:
    """Those asked, who has not answered first; `said`: how many questions each has answered."""
    rows = (
        PictureRecipient.objects.visible_to(actor)
        .filter(picture=picture)
        .select_related(*WHO, "passed_on_from__unit__organisation")
    )
    rows = rows.select_related(
        "passed_on_from__forum", "passed_on_from__organisation", "passed_on_from__person__organisation"
    )
    found = list(rows.annotate(said=Count("answers")))
    return sorted(found, key=lambda row: (ORDER[row.state], row.who.casefold()))


def rounds_with_numbers(actor: PersonActor, topic: Topic) -> QuerySet[Any]:
    """The rounds led by the reader that are closed for answers, so that their numbers stand, newest first."""
    rows = SituationPicture.objects.visible_to(actor).filter(
        topic=topic, organisation__in=organisations_led(actor, topic)
    )
    closed: QuerySet[Any] = rows.filter(state__in=[PictureState.CLOSED, PictureState.ADOPTED]).order_by("-number")
    return closed


def open_link_of(picture: SituationPicture) -> PictureOpenLink | None:
    """The address for associations that can be answered by now; `answers`: how many associations answered in this round."""
    rows = PictureOpenLink.objects.filter(picture=picture, revoked_at=None, expires_at__gt=timezone.now())
    associations = Count("picture__recipients", filter=Q(picture__recipients__by_open_link=True))
    found: PictureOpenLink | None = rows.annotate(answers=associations).first()
    return found


def waiting_for(actor: PersonActor) -> QuerySet[Any]:
    """What the person is asked to answer now."""
    rows = PictureRecipient.objects.answerable_by(actor).filter(state__in=UNANSWERED, picture__state=PictureState.OPEN)
    return rows.select_related("picture__topic", *WHO).order_by("picture__answer_by", "pk")


@dataclass(frozen=True)
class ComparedRound:
    """How many answered a question in one round, and how they spread over `heads`; None: too few to be shown."""

    whose: str
    title: str
    answers: int | None
    spread: list[int | None]

    @property
    def cells(self) -> list[tuple[str, int | None]]:
        return list(zip(heads(), self.spread, strict=True))


def heads() -> list[str]:
    """What the numbers of a compared round are about."""
    certain = [_("Certainty: %(label)s") % {"label": str(one.label).lower()} for one in Certainty]
    return [*(str(one.label) for one in Trend), *certain]


def _compared(whose: str, answers: list[Answer]) -> ComparedRound:
    trends, certainties = Counter(row.trend for row in answers), Counter(row.certainty for row in answers)
    spread: list[int | None] = [*(trends[one] for one in Trend), *(certainties[one] for one in Certainty)]
    return ComparedRound(whose, "", len(answers), spread)


def _of_others(aggregate: PictureAggregate, counts: dict[str, Any]) -> ComparedRound:
    spread = [
        *(counts["trend"].get(str(one)) for one in Trend),
        *(counts["certainty"].get(str(one)) for one in Certainty),
    ]
    return ComparedRound(aggregate.municipality, aggregate.title, counts["answers"], spread)


@dataclass
class QuestionRow:
    """One question with its answers, how they spread, and the same of the round before and of others."""

    question: Question
    answers: list[Answer] = field(default_factory=list)
    before: list[Answer] = field(default_factory=list)
    others: list[ComparedRound] = field(default_factory=list)

    @property
    def compared(self) -> list[ComparedRound]:
        """This round, the one before and those of others, where there are others to compare with."""
        own = [_compared(_("This round"), self.answers)]
        if self.before:
            own.append(_compared(_("The round before"), self.before))
        return [*own, *self.others] if self.others else []

    @property
    def trends(self) -> list[tuple[str, int]]:
        return _spread(Trend, (answer.trend for answer in self.answers))

    @property
    def certainties(self) -> list[tuple[str, int]]:
        return _spread(Certainty, (answer.certainty for answer in self.answers))

    @property
    def certainties_before(self) -> list[tuple[str, int]]:
        return _spread(Certainty, (answer.certainty for answer in self.before))


def _spread(kind: Any, values: Any) -> list[tuple[str, int]]:
    count = Counter(values)
    return [(str(member.label), count[member]) for member in kind if count[member]]


def round_before(picture: SituationPicture) -> SituationPicture | None:
    """The same organisation's round before this one."""
    rows = SituationPicture.objects.filter(topic=picture.topic_id, organisation=picture.organisation_id)
    found: SituationPicture | None = rows.filter(number__lt=picture.number).order_by("-number").first()
    return found


def questions_with_answers(actor: Actor, picture: SituationPicture) -> list[QuestionRow]:
    """Every question with what the reader may read of its answers, those of the round before (by number, same code) and others' numbers."""
    rows = {question.number: QuestionRow(question) for question in picture.question_set.questions.all()}
    for answer in _answers(actor, picture):
        rows[answer.question.number].answers.append(answer)
    before = round_before(picture)
    for answer in _answers(actor, before) if before and _same_set(before, picture) else []:
        if answer.question.number in rows:
            rows[answer.question.number].before.append(answer)
    for aggregate in PictureAggregate.objects.visible_to(actor).filter(
        topic=picture.topic_id, question_set__code=picture.question_set.code
    ):
        for one in aggregate.counts.get("questions", []):
            if one["number"] in rows:
                rows[one["number"]].others.append(_of_others(aggregate, one))
    return list(rows.values())


def _same_set(one: SituationPicture, other: SituationPicture) -> bool:
    return bool(one.question_set.code == other.question_set.code)


def _answers(actor: Actor, picture: SituationPicture) -> QuerySet[Any]:
    findings = Prefetch("findings", Finding.objects.visible_to(actor))
    rows = Answer.objects.visible_to(actor).filter(picture=picture).select_related("question")
    rows = rows.select_related(*(f"recipient__{name}" for name in WHO)).prefetch_related(findings)
    return rows.order_by("question__number", "created_at", "pk")


def organisations_led(actor: PersonActor, topic: Topic) -> QuerySet[Any]:
    """For whom the person can begin a round: where he or she coordinates the topic; administrators for the host and all coordinated."""
    if not actor.person.is_administrator:
        return organisations_coordinated(actor, topic)
    rows = Organisation.objects.order_by("-is_host", "name")
    return rows.filter(Q(is_host=True) | Q(coordinators__topic=topic)).distinct()
