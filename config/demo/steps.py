"""The demo's ten steps: what there is to see, as whom, and on which page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.demo.sign_in import BY_MAIL_ALONE
from meetings.enums import LOCKED_MINUTES
from meetings.models import ActionItem, Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

COUNCIL: Final = "brottsforebyggande-radet"
SCHOOLS: Final = "skolledningsgruppen"
TOPIC: Final = "valdsbejakande-extremism"


def _landing() -> str:
    return reverse("start")


def _forums() -> str:
    return reverse("forums")


def _bring_in() -> str:
    return reverse("bring-in")


def _topic() -> str:
    return reverse("topic", args=[TOPIC])


def _next_agenda() -> str:
    """The next meeting of the council."""
    meeting = Meeting.objects.ahead(timezone.now()).filter(forum__slug=COUNCIL).first()
    return reverse("meeting", args=[meeting.pk]) if meeting else reverse("forum", args=[COUNCIL])


def _waiting_meeting() -> str:
    """The latest meeting of the schools' group, without minutes until somebody has come this far."""
    held = Meeting.objects.begun(timezone.now()).filter(forum__slug=SCHOOLS, historic=False).first()
    return reverse("meeting-log", args=[held.pk]) if held else reverse("forum", args=[SCHOOLS])


def _waiting_notes() -> str:
    """Where the notes of that meeting are drawn up and sent."""
    return _waiting_meeting().replace("/log/", "/minutes/")


def _coming() -> str:
    """What the schools' group will be sent, with the letter of step 6 in it."""
    return reverse("forum-reminders", args=[SCHOOLS])


def _approved_minutes() -> str:
    """The council's latest meeting whose minutes are locked."""
    held = Meeting.objects.begun(timezone.now()).filter(forum__slug=COUNCIL, minutes__state__in=LOCKED_MINUTES).first()
    return reverse("meeting-minutes", args=[held.pk]) if held else reverse("forum", args=[COUNCIL])


def _mail_of_the_head() -> str:
    return f"{reverse('demo-mail')}?to={BY_MAIL_ALONE}"


def _action_of_the_head() -> str:
    action = ActionItem.objects.filter(owner_address=BY_MAIL_ALONE).order_by("created_at").first()
    return reverse("action", args=[action.pk]) if action else reverse("actions")


def _neighbour() -> str:
    return reverse("demo-neighbour")


@dataclass(frozen=True)
class Then:
    """A second look at the same step, as somebody else."""

    role: str
    words: _StrOrPromise
    page: Callable[[], str]


@dataclass(frozen=True)
class Step:
    """One step; `role`: a key of sign_in.ROLES, empty for somebody who never signs in."""

    title: _StrOrPromise
    words: _StrOrPromise
    role: str
    page: Callable[[], str]
    then: Then | None = None


STEPS: Final = (
    Step(
        _("The sentence it all comes from"),
        _("Read what a municipality said in 2015, then go on. Each step signs you in as the right person."),
        "",
        _landing,
    ),
    Step(
        _("Five forums that meet anyway"),
        _("Their next dates came from their own calendars. One is led by the county administrative board."),
        "secretary",
        _forums,
    ),
    Step(
        _("A forum comes in from its calendar"),
        _(
            "Download the secretary's calendar, upload it, choose the EST group, look at six dates. Do it once more: nothing new."
        ),
        "secretary",
        _bring_in,
    ),
    Step(
        _("One topic, many agendas"),
        _(
            "Propose: tick forums and read the line in each agenda before you send. The table tells last raised, planned and never."
        ),
        "coordinator",
        _topic,
        Then("chair", _("Answer as the chair"), _landing),
    ),
    Step(
        _("The next agenda builds itself"),
        _("Open actions, last time's decisions and what was put off come back by themselves. Print it: one page."),
        "secretary",
        _next_agenda,
    ),
    Step(
        _("The meeting that waits for its outcome"),
        _(
            "Attendance, a decision, an action on one line: Call the schools @leisure@demo.example next meeting. "
            "Change one note in two tabs: you see both texts."
        ),
        "secretary",
        _waiting_meeting,
    ),
    Step(
        _("Minutes that lock"),
        _(
            "§ for each point, locked text, PDF. Begin a correction and send it: it becomes version 2, and version 1 stays."
        ),
        "secretary",
        _approved_minutes,
    ),
    Step(
        _("Done without signing in"),
        _("Open the head teacher's letter: why it came, the link, done. Press the same link again: no harm."),
        "",
        _mail_of_the_head,
        Then("secretary", _("See it as the secretary"), _action_of_the_head),
    ),
    Step(
        _("Reminders that survive"),
        _(
            "Who gets what, when and why. Kill the mail worker, then send the notes of step 6: each letter still comes, once."
        ),
        "secretary",
        _coming,
        Then("secretary", _("To the notes"), _waiting_notes),
    ),
    Step(
        _("The neighbour reads along"),
        _("Roles, no names. Nothing of other forums, no drafts. The changes tell of step 8; asked again: 304."),
        "",
        _neighbour,
    ),
)


def kill_line() -> str:
    """What to paste in step 9; nothing when no supervisor says which process sends the mail."""
    try:
        running = json.loads((settings.VAR_DIR / "run" / "children.json").read_text(encoding="utf-8"))
        return f"kill -9 {int(running['worker mail'])}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
