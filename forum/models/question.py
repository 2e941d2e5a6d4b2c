from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from forum.enums import QuestionPart

from .base import Record, tracked
from .fields import EnumField

if TYPE_CHECKING:
    from .actor import Actor


class ForAllQuerySet(models.QuerySet[Any]):
    """Nothing in these is secret: the open link of a round shows them to everybody."""

    def visible_to(self, _actor: Actor) -> Self:
        return self


@tracked()
class QuestionSet(Record):
    """Questions that are asked together. One edition never changes once it was asked; a change is the next edition of the same code."""

    code = models.SlugField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ForAllQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name", "-edition"]
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="question_set_edition_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})"


@tracked()
class Question(Record):
    """One question of a set, in Swedish and, when somebody wrote it, in English. `number` is its name between editions."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    part = EnumField(QuestionPart, default=QuestionPart.MAPPING)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    hint_en = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["question_set", "number"]
        constraints = [models.UniqueConstraint(fields=["question_set", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def words(self) -> str:
        """The question in the reader's language, else as it was written."""
        return self.text if _swedish() else self.text_en or self.text

    @property
    def help_words(self) -> str:
        return self.hint if _swedish() else self.hint_en or self.hint


def _swedish() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("sv")
