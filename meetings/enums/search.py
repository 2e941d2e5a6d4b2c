"""What can be searched for, and how often it is told."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SearchKind(TextChoices):
    """What can be found, in the order in which equals are shown."""

    FORUM = "forums", _("Forums")
    TOPIC = "topics", _("Topics")
    DECISION = "decisions", _("Decisions")
    ACTION = "actions", _("Actions")
    AGENDA = "agendas", _("Agendas")
    MINUTES = "minutes", _("Notes and minutes")
    DOCUMENT = "documents", _("Documents")

    @property
    def one(self) -> str:
        """What a single hit is."""
        words = {
            SearchKind.FORUM: _("Forum"),
            SearchKind.TOPIC: _("Topic"),
            SearchKind.DECISION: _("Decision"),
            SearchKind.ACTION: _("Action"),
            SearchKind.AGENDA: _("Agenda"),
            SearchKind.MINUTES: _("Notes"),
            SearchKind.DOCUMENT: _("Document"),
        }
        return str(words[self])


class Rhythm(TextChoices):
    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Once a week")
