"""Topics on agendas, and those who hold them together."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemKind(TextChoices):
    INFORMATION = "information", _("Information")
    DECISION = "decision", _("For decision")
    DISCUSSION = "discussion", _("Discussion")
    FOLLOW_UP = "follow_up", _("Follow-up")


class PlacementState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    DEFERRED = "deferred", _("Deferred")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


ANSWERABLE_PLACEMENTS = (PlacementState.PROPOSED, PlacementState.DEFERRED)
LIVE_PLACEMENTS = (*ANSWERABLE_PLACEMENTS, PlacementState.ACCEPTED)


class FirstWeek(TextChoices):
    """What somebody who has just become coordinator does first."""

    COVERAGE = "coverage", _("See where the topic has been raised, and where never")
    OPEN = "open", _("Go through everything that is open")
    PICTURE = "picture", _("Read the situation picture and what it found")
    PLAN = "plan", _("Read the action plan and its measures")
    CHAIRS = "chairs", _("Call the chairs of the forums that carry the topic")
    DEPUTY = "deputy", _("Agree with your deputy on who does what")
    CARD = "card", _("Check your contact card")
    LINES = "lines", _("Check the support lines and the routine")
    CALENDAR = "calendar", _("Subscribe to the calendar")
    NOTEBOOK = "notebook", _("Read the notebook, and write the first note")


class ExchangeState(TextChoices):
    """What a part of a question's file is, beside what is here."""

    NEW = "new", pgettext_lazy("part of a file", "New")
    SAME = "same", pgettext_lazy("part of a file", "The same")
    DIFFERS = "differs", pgettext_lazy("part of a file", "Differs")
