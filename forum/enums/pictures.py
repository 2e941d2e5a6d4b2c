"""Situation pictures and what they find."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PictureState(TextChoices):
    DRAFT = "draft", pgettext_lazy("situation picture", "Being prepared")
    OPEN = "open", pgettext_lazy("situation picture", "Out for answers")
    CLOSED = "closed", pgettext_lazy("situation picture", "Being put together")
    ADOPTED = "adopted", pgettext_lazy("situation picture", "Adopted")


class QuestionPart(TextChoices):
    """The three parts that a situation picture has by law (2023:196, 4 §)."""

    MAPPING = "mapping", _("Mapping")
    OTHER = "other", _("Other information")
    ANALYSIS = "analysis", _("Analysis")


class AskedState(TextChoices):
    """How it goes with one of those who were asked."""

    WAITING = "waiting", pgettext_lazy("asked", "Has not answered")
    BEGUN = "begun", pgettext_lazy("asked", "Has begun")
    ANSWERED = "answered", pgettext_lazy("asked", "Has answered")
    PASSED_ON = "passed_on", pgettext_lazy("asked", "Passed on")
    DECLINED = "declined", pgettext_lazy("asked", "Does not answer")


UNANSWERED = (AskedState.WAITING, AskedState.BEGUN)


class Certainty(TextChoices):
    HIGH = "high", pgettext_lazy("certainty", "High")
    MEDIUM = "medium", pgettext_lazy("certainty", "Medium")
    LOW = "low", pgettext_lazy("certainty", "Low")


class SourceKind(TextChoices):
    STATISTICS = "statistics", _("Statistics")
    SURVEY = "survey", _("Survey")
    DIALOGUE = "dialogue", _("Dialogue")
    OBSERVATION = "observation", _("What staff have seen")
    MONITORING = "monitoring", _("Monitoring of media and net")
    DOCUMENT = "document", _("Plans and reports")
    OTHER = "other", pgettext_lazy("source", "Other")


class Trend(TextChoices):
    """How it is compared with the last time."""

    BETTER = "better", pgettext_lazy("trend", "Better")
    SAME = "same", pgettext_lazy("trend", "The same")
    WORSE = "worse", pgettext_lazy("trend", "Worse")
    UNKNOWN = "unknown", pgettext_lazy("trend", "Can't say")


class FindingPriority(TextChoices):
    HIGH = "high", pgettext_lazy("finding", "High")
    MEDIUM = "medium", pgettext_lazy("finding", "Medium")
    LOW = "low", pgettext_lazy("finding", "Low")


class FindingStatus(TextChoices):
    """Open until something answers to it; watched: seen and left without a measure, for a reason."""

    OPEN = "open", pgettext_lazy("finding", "Open")
    WATCHED = "watched", pgettext_lazy("finding", "Watched")
    CLOSED = "closed", pgettext_lazy("finding", "Closed")
