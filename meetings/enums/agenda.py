"""Points of an agenda and what came of them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemOpenness(TextChoices):
    OPEN = "open", _("Open in the forum")
    OWN_ORGANISATION = "own_organisation", _("Own organisation only")
    NAMED_SEATS = "named_seats", _("Named seats only")


class Answer(TextChoices):
    """What came of an item."""

    RAISED = "raised", _("Raised")
    DECIDED = "decided", _("Decided")
    ACTION_GIVEN = "action_given", _("Action given")
    NOTHING_NEW = "nothing_new", _("Nothing new")
    PUT_OFF = "put_off", _("Put off")


RAISED_ANSWERS = (Answer.RAISED, Answer.DECIDED, Answer.ACTION_GIVEN, Answer.NOTHING_NEW)


class MotionOutcome(TextChoices):
    CARRIED = "carried", pgettext_lazy("motion", "Carried")
    LOST = "lost", pgettext_lazy("motion", "Lost")
    WITHDRAWN = "withdrawn", pgettext_lazy("motion", "Withdrawn")
