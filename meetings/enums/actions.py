"""Actions, from hand to hand until they are done."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DueKind(TextChoices):
    DATE = "date", _("A date")
    NEXT_MEETING = "next_meeting", _("Next meeting")
    ONGOING = "ongoing", _("Ongoing")


class ActionState(TextChoices):
    OPEN = "open", _("Not begun")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    CLOSED = "closed", _("Closed without action")
    HANDED_OVER = "handed_over", _("Handed over")


UNFINISHED = (ActionState.OPEN, ActionState.IN_PROGRESS)
CHOOSABLE = (
    *UNFINISHED,
    ActionState.DONE,
    ActionState.CLOSED,
)  # what somebody may say; the last one comes about by a handover
REPORTED = [(state.value, state.label) for state in CHOOSABLE]


class HandoverState(TextChoices):
    WAITING = "waiting", _("Waits for an answer")
    TAKEN = "taken", _("Taken over")
    REFUSED = "refused", _("Not taken over")
    WITHDRAWN = "withdrawn", _("Taken back")


class Progress(TextChoices):
    """What a later meeting heard of an action."""

    DONE = "done", _("Done")
    STILL_OPEN = "still_open", _("Still open")
    NEW_DAY = "new_day", _("New day")


class UpdateKind(TextChoices):
    NOTE = "note", _("Note")
    STATE = "state", _("Change of state")
    DUE = "due", _("New date")
    OWNER = "owner", _("New owner")
    RETURNED = "returned", _("Sent back")
    HANDOVER = "handover", _("Handing over")


class Via(TextChoices):
    """By which door something was done."""

    PAGE = "page", _("on the page")
    MAIL_LINK = "mail_link", _("by mail link")
    API = "api", _("by API")
    SYSTEM = "system", _("by Samverka")
