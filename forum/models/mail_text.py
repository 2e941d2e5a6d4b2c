from __future__ import annotations

from django.db import models

from forum.enums import Language, MessageKind

from .base import Record, tracked
from .fields import EnumField


@tracked()
class MailText(Record):
    """What the installation says first in mails of one kind and language; without a row the standard holds."""

    kind = EnumField(MessageKind)
    language = EnumField(Language, max_length=2)
    text = models.TextField()

    class Meta(Record.Meta):
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
