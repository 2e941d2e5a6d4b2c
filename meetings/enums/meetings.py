"""Meetings, their rhythm, and who comes."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    PLANNED = "planned", _("Planned")
    NOTICED = "noticed", _("Notice sent")
    CANCELLED = "cancelled", _("Cancelled")


class SeriesScope(TextChoices):
    """Which meetings a changed rhythm concerns; those that were held never."""

    ALL = "all", _("All coming meetings")
    FROM_HERE = "from_here", _("Only from the first day above; earlier ones stay as they are")


class IntakeState(TextChoices):
    """How a large calendar comes in."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class GuestAnswer(TextChoices):
    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")


class Presence(TextChoices):
    PRESENT = "present", _("Here")
    REMOTE = "remote", _("Remote")
    EXCUSED = "excused", _("Apologies")
    ABSENT = "absent", _("Absent")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "Substitute")


ATTENDING = (Presence.PRESENT, Presence.REMOTE, Presence.SUBSTITUTE)


class InvitedState(TextChoices):
    """What a calendar tells about somebody it invites, and what is known of the person here."""

    COMES = "comes", _("Gets a seat")
    SEATED = "seated", _("Has a seat already")
    DECLINED = "declined", _("Has declined")
    OCCASIONAL = "occasional", _("Invited to single meetings")
    LEFT = "left", _("Has left the forum")
    CLOSED = "closed", _("The account is closed")
