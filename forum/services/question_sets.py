"""Question sets: the one that is shipped, those that come in as a file, and new editions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.enums import QuestionPart
from forum.errors import InvalidInputError
from forum.models import Question, QuestionSet
from forum.reference import DATA
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT: Final = "samverka-question-set-1"
SHIPPED: Final = "questions-"
MOST_QUESTIONS: Final = 60
QUESTION_KEYS: Final = {"text": "text", "text_en": "textEn", "hint": "hint", "hint_en": "hintEn"}


@transaction.atomic
def ensure_shipped_sets() -> None:
    """Takes in the question sets that come with the program, those whose code is not here yet. Changes nothing otherwise."""
    known = set(QuestionSet.objects.values_list("code", flat=True))
    for path in sorted(DATA.glob(f"{SHIPPED}*.json")):
        if path.stem.removeprefix(SHIPPED) not in known:
            import_question_set(content=json.loads(path.read_text(encoding="utf-8")))


@transaction.atomic
def import_question_set(*, content: Any) -> QuestionSet:
    """A question set out of a file as `export_question_set` writes it; a code that is here already gets its next edition.

    Coordinators. Raises `InvalidInputError` for a file of another form.
    """
    questions = content.get("questions") if isinstance(content, dict) and content.get("format") == FORMAT else None
    if not isinstance(questions, list) or not all(isinstance(one, dict) for one in questions):
        raise InvalidInputError(_("This is no question set. Choose a file that was exported here."), field="file")
    rows = [_question(number, one) for number, one in enumerate(questions, start=1)]
    return _write(
        code=str(content.get("code", "")),
        name=str(content.get("name", "")),
        source=str(content.get("source", "")),
        rows=rows,
    )


def _question(number: int, one: dict[str, Any]) -> Question:
    part = one.get("part")
    texts = {name: clean_text(str(one.get(key) or "")) for name, key in QUESTION_KEYS.items()}
    return Question(
        number=number, part=QuestionPart(part) if part in QuestionPart.values else QuestionPart.MAPPING, **texts
    )


@transaction.atomic
def write_edition(*, before: QuestionSet, name: str, lines: Iterable[str]) -> QuestionSet:
    """The next edition of a set: one question a line. Those with unchanged words keep part, hint and English; rounds keep the
    edition that they asked. Coordinators. Raises `InvalidInputError`.
    """
    known = {question.text: question for question in before.questions.all()}
    rows = []
    for number, text in enumerate((clean for line in lines if (clean := clean_text(line, single_line=True))), start=1):
        same = known.get(text)
        row = Question(number=number, text=text)
        if same:
            row.part, row.hint, row.text_en, row.hint_en = same.part, same.hint, same.text_en, same.hint_en
        rows.append(row)
    return _write(code=before.code, name=name, source=before.source, rows=rows)


def _write(*, code: str, name: str, source: str, rows: list[Question]) -> QuestionSet:
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write what the question set is called."), field="name")
    rows = [row for row in rows if row.text]
    if not 0 < len(rows) <= MOST_QUESTIONS:
        raise InvalidInputError(_("Write from 1 to 60 questions."), field="lines")
    code = slugify(code)[:60] or slugify(name)[:60] or "questions"
    last = QuestionSet.objects.filter(code=code).aggregate(last=Max("edition"))["last"] or 0
    made = QuestionSet(code=code, edition=last + 1, name=name, source=clean_text(source))
    refuse_what_does_not_fit(made)
    made.save()
    for number, row in enumerate(rows, start=1):
        row.question_set, row.number = made, number
    Question.objects.bulk_create(rows)
    return made


def export_question_set(question_set: QuestionSet) -> dict[str, Any]:
    """The set as a file that another installation takes in."""
    questions = [
        {"number": row.number, "part": str(row.part.value)}
        | {key: getattr(row, name) for name, key in QUESTION_KEYS.items() if getattr(row, name)}
        for row in question_set.questions.all()
    ]
    return {
        "format": FORMAT,
        "code": question_set.code,
        "edition": question_set.edition,
        "name": question_set.name,
        "source": question_set.source,
        "questions": questions,
    }
