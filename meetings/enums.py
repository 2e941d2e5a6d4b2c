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


class PeriodLength(TextChoices):
    MONTH = "month", _("Months")
    QUARTER = "quarter", _("Quarters")
    YEAR = "year", _("Years")


class CoverageState(TextChoices):
    """What became of a question in a forum in a period; where there is more than one, the first of these."""

    DECIDED = "decided", pgettext_lazy("coverage", "Decision")
    RAISED = "raised", pgettext_lazy("coverage", "Raised")
    NOT_LOGGED = "not_logged", pgettext_lazy("coverage", "Not logged")
    PLANNED = "planned", pgettext_lazy("coverage", "Planned")
    PUT_OFF = "put_off", pgettext_lazy("coverage", "Put off")
    DECLINED = "declined", pgettext_lazy("coverage", "Declined")
    MISSING = "missing", pgettext_lazy("coverage", "Missing")
    NOT_PLANNED = "not_planned", pgettext_lazy("coverage", "Not planned")
    UNKNOWN = "unknown", pgettext_lazy("coverage", "Not known")
    NO_MEETING = "no_meeting", pgettext_lazy("coverage", "No meeting")


class CoverageGrouping(TextChoices):
    NONE = "none", pgettext_lazy("coverage", "No groups")
    ORGANISATION = "organisation", pgettext_lazy("coverage", "Organisation")
    KIND = "kind", pgettext_lazy("coverage", "Kind of forum")
    MUNICIPALITY = "municipality", pgettext_lazy("coverage", "Municipality")


class CoverageOrder(TextChoices):
    GAPS = "gaps", _("Gaps first")
    NAME = "name", _("Forum, a–z")
    ORGANISATION = "organisation", pgettext_lazy("coverage order", "Organisation")


class Presence(TextChoices):
    PRESENT = "present", _("Here")
    REMOTE = "remote", _("Remote")
    EXCUSED = "excused", _("Apologies")
    ABSENT = "absent", _("Absent")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "Substitute")


ATTENDING = (Presence.PRESENT, Presence.REMOTE, Presence.SUBSTITUTE)


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


class MinutesState(TextChoices):
    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Circulated")
    APPROVED = "approved", _("Approved")
    SETTLED = "settled", _("Settled")
    REPLACED = "replaced", _("Replaced by a later version")


LOCKED_MINUTES = (MinutesState.APPROVED, MinutesState.SETTLED)


class InvitedState(TextChoices):
    """What a calendar tells about somebody it invites, and what is known of the person here."""

    COMES = "comes", _("Gets a seat")
    SEATED = "seated", _("Has a seat already")
    DECLINED = "declined", _("Has declined")
    OCCASIONAL = "occasional", _("Invited to single meetings")
    LEFT = "left", _("Has left the forum")
    CLOSED = "closed", _("The account is closed")


class CommentAnswer(TextChoices):
    """What the secretary says to a comment on the minutes."""

    CORRECTED = "corrected", _("Will be corrected")
    KEPT = "kept", _("Stands as it is")


class MotionOutcome(TextChoices):
    CARRIED = "carried", pgettext_lazy("motion", "Carried")
    LOST = "lost", pgettext_lazy("motion", "Lost")
    WITHDRAWN = "withdrawn", pgettext_lazy("motion", "Withdrawn")


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


class BreakKind(TextChoices):
    """Where a chain of evidence is broken; the earlier the link, the worse."""

    NO_MEASURE = "no_measure", _("Finding without measure")
    NO_DECISION = "no_decision", _("Measure without decision")
    NO_ACTION = "no_action", _("Decision without action")
    OVERDUE = "overdue", _("Action overdue without notice")
    NO_FOLLOW_UP = "no_follow_up", _("Measure without follow-up")


class Rhythm(TextChoices):
    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Once a week")


class ReportKind(TextChoices):
    """Reports that write themselves. All but the last are about a topic."""

    PLAN_YEAR = "plan_year", _("Yearly follow-up of the plan")
    COUNCIL = "council", _("Report to the municipal council")
    DOSSIER = "dossier", _("Topic dossier")
    FORUM_YEAR = "forum_year", _("The forum's year")
