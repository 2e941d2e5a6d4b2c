"""Numbers of a round that may be shown to others: small ones left out, so that nobody is told who said what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.enums import Certainty, Trend
from forum.errors import InvalidInputError
from forum.models import Answer, Person, PictureAggregate, QuestionSet, SituationPicture, Topic
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import TextChoices

FORMAT: Final = "samverka-picture-aggregate-1"
FEWEST: Final = 5
MOST: Final = 100_000
KINDS: Final[dict[str, type[TextChoices]]] = {"trend": Trend, "certainty": Certainty}


def counts_of(picture: SituationPicture) -> list[dict[str, Any]]:
    """By question: how many answered, how it is compared with last time, how sure they are. With small numbers, for those who lead."""
    rows: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(picture=picture).select_related("question"):
        rows.setdefault(answer.question.number, []).append(answer)
    numbers = picture.question_set.questions.values_list("number", flat=True)
    return [_count(number, rows.get(number, [])) for number in numbers]


def _count(number: int, answers: Iterable[Answer]) -> dict[str, Any]:
    rows = list(answers)
    spread = {name: _spread(kind, Counter(getattr(row, name) for row in rows)) for name, kind in KINDS.items()}
    return {"number": number, "answers": len(rows), **spread}


def _spread(kind: type[TextChoices], found: Mapping[Any, int]) -> dict[str, int]:
    return {str(value): found.get(kind(value), 0) for value in kind.values}


def suppressed(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with every number under five as None, and more where what is hidden is so little together that it could be reckoned."""
    return [_suppressed(row) for row in counts]


def _suppressed(row: dict[str, Any]) -> dict[str, Any]:
    few = 0 < row["answers"] < FEWEST
    shown = {"number": row["number"], "answers": None if few else row["answers"]}
    return shown | {name: dict.fromkeys(row[name]) if few else _without_small(row[name]) for name in KINDS}


def _without_small(spread: Mapping[str, int]) -> dict[str, int | None]:
    hidden = [name for name, number in spread.items() if 0 < number < FEWEST]
    shown = sorted((name for name in spread if name not in hidden), key=lambda name: (spread[name] == 0, spread[name]))
    while hidden and shown and (len(hidden) == 1 or sum(spread[name] for name in hidden) < FEWEST):
        hidden.append(shown.pop(0))
    return {name: None if name in hidden else number for name, number in spread.items()}


def published_counts(picture: SituationPicture) -> dict[str, Any]:
    """What other municipalities compare with: a file of it can be brought in as `bring_aggregate` reads it."""
    return {
        "format": FORMAT,
        "municipality": picture.organisation.name,
        "title": picture.title,
        "questionSet": {"code": picture.question_set.code, "edition": picture.question_set.edition},
        "questions": suppressed(counts_of(picture)),
    }


@transaction.atomic
def bring_aggregate(*, topic: Topic, content: Any, brought_by: Person | None) -> PictureAggregate:
    """Takes in another municipality's numbers from its file; the same round once more replaces what was there. Coordinators.

    Numbers under five are refused: they should never have left. Raises `InvalidInputError` for a file of another form.
    """
    if not _is_aggregate(content):
        raise _other_file()
    of = QuestionSet.objects.filter(code=str(content["questionSet"].get("code", ""))).order_by("-edition").first()
    if of is None:
        raise InvalidInputError(
            _("Their question set is not here. Bring it in first, so that the questions are the same."), field="file"
        )
    try:
        questions = [_checked(row) for row in content["questions"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _other_file() from error
    row = PictureAggregate(
        topic=topic,
        question_set=of,
        municipality=clean_text(str(content.get("municipality", "")), single_line=True),
        title=clean_text(str(content.get("title", "")), single_line=True),
        counts={"questions": questions},
        brought_by=brought_by,
    )
    if not row.municipality or not row.title:
        raise _other_file()
    refuse_what_does_not_fit(row)
    saved, _is_new = PictureAggregate.objects.update_or_create(
        topic=topic,
        municipality=row.municipality,
        title=row.title,
        defaults={"question_set": of, "counts": row.counts, "brought_by": brought_by},
    )
    return saved


def _is_aggregate(content: Any) -> bool:
    known = isinstance(content, dict) and content.get("format") == FORMAT
    return known and isinstance(content.get("questionSet"), dict)


def _other_file() -> InvalidInputError:
    return InvalidInputError(
        _("This is no file with numbers of a situation picture. Ask for the one exported here."), field="file"
    )


def _checked(row: Mapping[str, Any]) -> dict[str, Any]:
    spreads = {name: {value: _number(row[name].get(value)) for value in kind.values} for name, kind in KINDS.items()}
    if type(row["number"]) is not int:
        raise TypeError(row["number"])
    return {"number": row["number"], "answers": _number(row["answers"]), **spreads}


def _number(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not (value == 0 or FEWEST <= value <= MOST):
        raise ValueError(value)
    return value


@transaction.atomic
def remove_aggregate(*, aggregate_id: Any) -> None:
    """Takes another municipality's numbers away. Coordinators."""
    PictureAggregate.objects.filter(pk=aggregate_id).delete()
