"""Situation pictures in the demo: one that is adopted and public, one that is out and half answered, and what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from forum.enums import Certainty, FindingPriority, SourceKind, Trend
from forum.models import QuestionSet
from forum.services.answering import Given, answer_by_open_link, save_answers
from forum.services.findings import record_finding
from forum.services.picture_asking import ask
from forum.services.picture_counts import FORMAT, bring_aggregate
from forum.services.pictures import (
    adopt_picture,
    change_picture,
    close_round,
    draft_picture,
    open_round,
    publish_summary,
)
from forum.services.question_sets import ensure_shipped_sets
from meetings.management.demo.cast import DOMAIN, HOST, NEIGHBOUR

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Finding, SituationPicture, Topic
    from meetings.management.demo.cast import Cast

LAST: Final = {
    1: Given(
        "Klotter med extrema symboler på två platser i centrum.",
        Trend.UNKNOWN,
        Certainty.MEDIUM,
        SourceKind.OBSERVATION,
    ),
    9: Given(
        "Rutin vid oro finns på fyra av elva skolor.",
        Trend.UNKNOWN,
        Certainty.HIGH,
        SourceKind.SURVEY,
        "Enkät till rektorerna",
    ),
}
SCHOOLS_SAY: Final = {
    1: Given(
        "Klotter med extrema symboler vid två skolor under hösten.", Trend.WORSE, Certainty.HIGH, SourceKind.OBSERVATION
    ),
    9: Given(
        "Fyra av elva skolor saknar fortfarande en rutin vid oro.",
        Trend.BETTER,
        Certainty.HIGH,
        SourceKind.SURVEY,
        "Enkät till rektorerna",
    ),
    10: Given(
        "Hälften av personalen i första linjen har gått utbildningen.",
        Trend.BETTER,
        Certainty.MEDIUM,
        SourceKind.STATISTICS,
    ),
}
SOCIAL_SAYS: Final = {
    5: Given(
        "Familjer i ett av bostadsområdena oroar sig för hot i sociala medier.",
        Trend.SAME,
        Certainty.LOW,
        SourceKind.DIALOGUE,
    ),
    11: Given("Få anhöriga hittar till kommunens stöd.", Trend.SAME, Certainty.MEDIUM, SourceKind.OBSERVATION),
}


def draw_pictures(cast: Cast, topic: Topic, today: date) -> list[Finding]:
    """The round of last year, adopted; this year's, asked of three and answered by two. What was found in it, heaviest first."""
    ensure_shipped_sets()
    _last_year(cast, topic, today)
    now = _draft(cast, topic, f"Lägesbild {today.year}")
    people = [cast.people[key] for key in ("skolchef", "socialchef", "fritidschef")]
    asked = {row.person_id: row for row in ask(picture_id=now.pk, people=people, addresses=[f"bibliotek@{DOMAIN}"])}
    open_round(picture_id=now.pk, version=None, answer_by=today + timedelta(days=21))
    for key, said in (("skolchef", SCHOOLS_SAY), ("socialchef", SOCIAL_SAYS)):
        person = cast.people[key]
        save_answers(
            asked_id=asked[person.pk].pk,
            version=None,
            answers=_given(now, said),
            finished=key == "skolchef",
            answered_by=person,
        )
    _numbers_of_neighbour(cast, topic, today)
    return _findings(cast, topic, now)


def _numbers_of_neighbour(cast: Cast, topic: Topic, today: date) -> None:
    """As the neighbour's file gave them: of two questions, the others were answered by too few."""
    few: dict[str, Any] = {"answers": None, "trend": {}, "certainty": {}}
    graffiti = {"better": None, "same": 9, "worse": 14, "unknown": None}
    rows = {
        1: {"answers": 31, "trend": graffiti, "certainty": {"high": 11, "medium": 13, "low": 7}},
        9: {
            "answers": 18,
            "trend": {"better": 10, "same": 8, "worse": 0, "unknown": 0},
            "certainty": {"high": 12, "medium": 6, "low": 0},
        },
    }
    content = {
        "format": FORMAT,
        "municipality": cast.organisations[NEIGHBOUR].name,
        "title": f"Lägesbild {today.year}",
        "questionSet": {"code": "vbe", "edition": 1},
        "questions": [{"number": number, **rows.get(number, few)} for number in range(1, 15)],
    }
    bring_aggregate(topic=topic, content=content, brought_by=cast.people["samordnare"])


def _draft(cast: Cast, topic: Topic, title: str) -> SituationPicture:
    return draft_picture(
        topic=topic,
        organisation=cast.organisations[HOST],
        question_set=QuestionSet.objects.filter(code="vbe").latest("edition"),
        title=title,
        created_by=cast.people["samordnare"],
        introduction="Svaren blir underlag för kommunens lägesbild och åtgärdsplan. Skriv om platser och grupper, aldrig om en person.",
    )


def _given(picture: SituationPicture, said: dict[int, Given]) -> dict[uuid.UUID, Given]:
    ids = dict(picture.question_set.questions.values_list("number", "pk"))
    return {ids[number]: given for number, given in said.items()}


def _last_year(cast: Cast, topic: Topic, today: date) -> None:
    picture = _draft(cast, topic, f"Lägesbild {today.year - 1}")
    open_round(picture_id=picture.pk, version=None, answer_by=today + timedelta(days=1))
    answer_by_open_link(picture_id=picture.pk, name="Idrottsalliansen", answers=_given(picture, LAST))
    close_round(picture_id=picture.pk, version=None)
    change_picture(
        picture_id=picture.pk,
        version=None,
        mapping="Klotter och hot i liten omfattning, mest i centrum.",
        other="Frågan tas upp i brottsförebyggande rådet. Fyra av elva skolor har en rutin vid oro.",
        analysis="Störst brist är att personal inte vet vem de ska ringa. Det går vidare till åtgärdsplanen.",
        public_summary="Läget i kommunen är lugnt. Skolorna får en gemensam rutin för den som är orolig för någon.",
        annex_reference="KS 2025/0412, bilaga 2",
    )
    adopt_picture(
        picture_id=picture.pk,
        version=None,
        adopted_by="Kommunstyrelsen",
        adopted_on=today - timedelta(days=400),
        paragraph="91",
        registry_number="KS 2025/0412",
    )
    publish_summary(picture_id=picture.pk, version=None)


def _findings(cast: Cast, topic: Topic, picture: SituationPicture) -> list[Finding]:
    answers = {row.question.number: row for row in picture.answers.select_related("question", "picture")}
    found = (
        (9, "Fyra av elva skolor saknar rutin vid oro.", FindingPriority.HIGH),
        (11, "Få anhöriga hittar till kommunens stöd.", FindingPriority.MEDIUM),
        (1, "Klotter med extrema symboler vid två skolor.", FindingPriority.MEDIUM),
    )
    return [
        record_finding(
            topic=topic,
            organisation=cast.organisations[HOST],
            text=text,
            priority=priority,
            answer=answers[number],
            recorded_by=cast.people["samordnare"],
        )
        for number, text, priority in found
    ]
