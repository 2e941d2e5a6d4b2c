"""Action plans and their measures."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    CONSULTATION = "consultation", _("Out for consultation")
    ADOPTED = "adopted", _("Adopted")
    REVISED = "revised", _("Replaced by a later edition")
    REVOKED = "revoked", _("Revoked")


STANDING_PLANS = (PlanState.DRAFT, PlanState.CONSULTATION, PlanState.ADOPTED)
WRITABLE_PLANS = (PlanState.DRAFT, PlanState.CONSULTATION)  # an adopted plan is revised by a new edition
SETTLED_PLANS = (PlanState.ADOPTED, PlanState.REVISED, PlanState.REVOKED)


class MeasureLevel(TextChoices):
    """For whom a measure is meant. "Individual" is a type of effort; no individual is ever named."""

    GENERAL = "general", pgettext_lazy("measure", "General")
    SPECIFIC = "specific", pgettext_lazy("measure", "For groups at risk")
    INDIVIDUAL = "individual", pgettext_lazy("measure", "Directed at individuals")


class MeasureState(TextChoices):
    PLANNED = "planned", pgettext_lazy("measure", "Not begun")
    RUNNING = "running", pgettext_lazy("measure", "In progress")
    DONE = "done", pgettext_lazy("measure", "Done")
    STOPPED = "stopped", pgettext_lazy("measure", "Stopped")


UNFINISHED_MEASURES = (MeasureState.PLANNED, MeasureState.RUNNING)


class Stance(TextChoices):
    """What an addressee of a consultation says of the plan."""

    SUPPORTS = "supports", _("Supports the plan")
    COMMENTS = "comments", _("Supports it, with comments")
    OBJECTS = "objects", _("Does not support it")
    NONE = "none", _("Has nothing to say")
