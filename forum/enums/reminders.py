"""Reminders, and why one reached nobody."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReminderKind(TextChoices):
    ACTION_DUE = "action_due", _("Action due")
    MEETING_AGENDA = "meeting_agenda", _("Agenda before the meeting")
    MEETING_AHEAD = "meeting_ahead", _("Reminder before the meeting")
    LOG_OUTCOME = "log_outcome", _("Log the outcome")
    ACTION_GIVEN = "action_given", _("Action given")
    PICTURE_ANSWER = "picture_answer", _("Answers to a situation picture")
    PICTURE_DUE = "picture_due", _("Next situation picture")
    FOLLOW_UP = "follow_up", _("Follow-up of a measure")
    LINE_CHECK = "line_check", _("Check of a support line")
    AGREEMENT_FOLLOW_UP = "agreement_follow_up", _("Follow-up of an agreement")
    AGREEMENT_ENDS = "agreement_ends", _("End of an agreement")
    COORDINATOR_ENDS = "coordinator_ends", _("End of a coordinator's assignment")
    ROUTINE_REVIEW = "routine_review", _("Review of a routine")
    PLAN_REVISION = "plan_revision", _("Revision of an action plan")
    CONSULTATION_REPLY = "consultation_reply", _("Answer to a consultation")


ABOUT_MEASURES = (ReminderKind.FOLLOW_UP,)
ABOUT_CONSULTATIONS = (ReminderKind.CONSULTATION_REPLY,)
ABOUT_PICTURES = (ReminderKind.PICTURE_ANSWER, ReminderKind.PICTURE_DUE)
ABOUT_UPKEEP = (
    ReminderKind.LINE_CHECK,
    ReminderKind.AGREEMENT_FOLLOW_UP,
    ReminderKind.AGREEMENT_ENDS,
    ReminderKind.COORDINATOR_ENDS,
    ReminderKind.ROUTINE_REVIEW,
    ReminderKind.PLAN_REVISION,
)
ABOUT_ACTIONS = (ReminderKind.ACTION_DUE, ReminderKind.ACTION_GIVEN)


class ReminderState(TextChoices):
    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    SUPERSEDED = "superseded", _("Replaced by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class Silence(TextChoices):
    """Why a reminder or a letter reached nobody."""

    DONE = "done", _("It was done before")
    CANCELLED = "cancelled", _("The meeting was cancelled")
    LOGGED = "logged", _("The outcome was already logged")
    NOT_NOTICED = "not_noticed", _("No notice had been sent")
    EXTERNAL = "external", _("Led by others, who remind themselves")
    BEGUN = "begun", _("The meeting had begun")
    NOBODY = "nobody", _("Nobody could be reached")
    CHANGED = "changed", _("What it said had changed; a new one was written")
    SEATS = "seats", _("A seat had changed hands; it was addressed anew")
    NEWER = "newer", _("A newer one was sent instead")
    AGAIN = "again", _("It was written anew at somebody's request")
    RESTORED = "restored", _("An operator said no to it after a restore")
