from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    COUNTY_BOARD = "county_board", _("County administrative board")
    POLICE = "police", _("Police")
    STATE_AUTHORITY = "state_authority", _("State authority")
    JOINT_AUTHORITY = "joint_authority", _("Joint authority")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    FAITH_COMMUNITY = "faith_community", _("Faith community")
    OTHER = "other", pgettext_lazy("organisation", "Other")


class NumberReason(TextChoices):
    """Why what looks like a personal identity number stays in a text."""

    NOT_ONE = "not-one", _("It is no such number, but for example a registry number")
    NEEDED = "needed", _("It has to stand here, and the law allows it")


class UnitKind(TextChoices):
    COMMITTEE = "committee", _("Committee")
    DEPARTMENT = "department", _("Department")
    SCHOOL = "school", _("School")
    OTHER = "other", pgettext_lazy("unit", "Other")


class ForumKind(TextChoices):
    """Kinds of existing forums. Case groups (SIP, SSPF cases) are absent on purpose: they can't be created."""

    CRIME_PREVENTION = "bra", _("Crime-prevention council")
    STEERING = "steering", _("Steering group")
    PREPARATION = "prep", _("Preparatory group")
    WORKING = "working", _("Working group")
    EST = "est", _("EST group")
    SSPF = "sspf", _("SSPF steering group")
    POSOM = "posom", _("POSOM group")
    MANAGEMENT = "management", _("Management group")
    COUNTY_NETWORK = "county_network", _("County network")
    NATIONAL_NETWORK = "national_network", _("National network")
    INTERFAITH = "interfaith", _("Interfaith council")
    JOINT_AUTHORITY = "joint_authority", _("Joint authority's board")
    BOARD = "board", _("Board or committee")
    CONSULTATION = "consultation", _("Consultation forum")
    OTHER = "other", pgettext_lazy("forum", "Other")


# A list of the people in these would tell what they believe (GDPR art. 9): lists and calendars give their seats no names.
FAITH = (ForumKind.INTERFAITH,)


class MinutesForm(TextChoices):
    FORMAL = "formal", _("Formal minutes")
    SIMPLE = "simple", _("Simple minutes")
    NOTES = "notes", _("Meeting notes")


class Renewed(TextChoices):
    """What becomes of a seat when a new term of office begins."""

    KEEP = "keep", _("Keeps the seat")
    REPLACE = "replace", _("Somebody else")
    VACATE = "vacate", _("Vacant")
    UNTOUCHED = "untouched", _("Leave as it is")


class Openness(TextChoices):
    MEMBERS = "members", _("Members only")
    PARTNERS = "partners", _("Partner organisations")
    PUBLIC = "public", _("Public")


class NoticeSender(TextChoices):
    OWN_CALENDAR = "own_calendar", _("Their own calendar")
    SAMVERKA = "samverka", _("Samverka")


class ProposalRule(TextChoices):
    CHAIR_DECIDES = "chair_decides", _("The chair decides")
    STANDING_AT_ONCE = "standing_at_once", _("Stands on the agenda at once")


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


class Office(TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    SUBSTITUTE = "substitute", _("Substitute")
    CO_OPTED = "co_opted", _("Co-opted")
    OBSERVER = "observer", _("Observer")


class MemberOutcome(TextChoices):
    """What comes of one line of a member list."""

    REFUSED = "refused", pgettext_lazy("line of a list", "Refused")
    ADDED = "added", pgettext_lazy("line of a list", "Added")
    CHANGED = "changed", pgettext_lazy("line of a list", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("line of a list", "Unchanged")


PRESIDING = (Office.CHAIR, Office.VICE_CHAIR)
EDITING = (*PRESIDING, Office.SECRETARY)
SITTING = (*EDITING, Office.MEMBER, Office.SUBSTITUTE)


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
)
ABOUT_ACTIONS = (ReminderKind.ACTION_DUE, ReminderKind.ACTION_GIVEN)


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


class ReminderState(TextChoices):
    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    SUPERSEDED = "superseded", _("Replaced by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class MessageState(TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")
    HELD = "held", _("Held back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNSENT = (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD)


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


class MessageKind(TextChoices):
    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    PROPOSAL = "proposal", _("Proposal")
    ANSWER = "answer", _("Answer to a proposal")
    NOTICE = "notice", _("Notice of meeting")
    CANCELLATION = "cancellation", _("Cancellation")
    MINUTES = "minutes", _("Minutes")
    ASSIGNMENT = "assignment", _("New action")
    RETURNED = "returned", _("Returned action")
    HANDOVER = "handover", _("Action handed over")
    CALENDAR = "calendar", _("Calendar that can't be read")
    VACANT = "vacant", _("Seats that became vacant")
    FOLLOWING = "following", _("Question whether somebody wants to follow a forum")
    PUBLISHED = "published", _("Published minutes")
    SEARCH = "search", _("New hits of a search")
    GUEST = "guest", _("Call to one point")
    CONSULTATION = "consultation", _("Plan out for consultation")
    PICTURE = "picture", _("Questions for a situation picture")


TO_THE_PUBLIC = (MessageKind.FOLLOWING, MessageKind.PUBLISHED)


class FetchProblem(TextChoices):
    """Why nothing came from a server on the internet, in words that say what to do."""

    ADDRESS = "bad_address", _("The address can't be used. Copy it whole: it begins with https:// or webcal://.")
    CREDENTIALS = (
        "credentials",
        _("The address holds a user name or password. Publish the calendar and use that address."),
    )
    PORT = "bad_port", _("The address has an unusual port. Ask your IT department to allow it here.")
    INSIDE = "inside", _("The address leads to an inner network, where we do not go. Bring the calendar in as a file.")
    UNKNOWN_NAME = "unknown_name", _("No server has that name. Check the address.")
    UNREACHABLE = "unreachable", _("The server does not answer.")
    CERTIFICATE = "certificate", _("The server can't prove that it is the right one: its certificate is not valid.")
    TOO_SLOW = "too_slow", _("The server took too long.")
    TOO_LARGE = "too_large", _("The calendar is larger than 10 MB. Publish a shorter period.")
    REDIRECTS = "redirects", _("The address only leads on to other addresses.")
    GONE = "gone", _("There is no calendar at the address any more. Publish it again and give the new address.")
    DENIED = "denied", _("The server does not let us read the calendar. Is it still published?")
    BUSY = "busy", _("The server asks us to wait.")
    FAILED = "failed", _("The server answered with an error.")
    UNREADABLE = "unreadable", _("The server's answer can't be read.")


class SharedKind(TextChoices):
    NOTICE = "notice", _("Notice of meeting")
    MINUTES = "minutes", _("Minutes")
    OUTCOME = "outcome", _("Outcome")
    DOCUMENT = "document", _("Document")


class PersonalData(TextChoices):
    """What a review finds in a text."""

    NUMBER = "number", _("Personal identity number")
    NAME = "name", pgettext_lazy("review", "Name")
    ADDRESS = "address", _("Street address")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone number")


class OpeningDay(IntegerChoices):
    """The kinds of days for which hours are given; the numbers are those of forum.calendar.opening."""

    MONDAY = 0, capfirst(WEEKDAYS[0])
    TUESDAY = 1, capfirst(WEEKDAYS[1])
    WEDNESDAY = 2, capfirst(WEEKDAYS[2])
    THURSDAY = 3, capfirst(WEEKDAYS[3])
    FRIDAY = 4, capfirst(WEEKDAYS[4])
    SATURDAY = 5, capfirst(WEEKDAYS[5])
    SUNDAY = 6, capfirst(WEEKDAYS[6])
    HOLIDAY = 7, _("Public holiday")
    EVE = 8, _("Midsummer, Christmas and New Year's Eve")


class LineState(TextChoices):
    """What can be said of a support line at a moment."""

    OPEN = "open", _("Open now")
    CLOSED = "closed", _("Closed now")
    NOT_CHECKED = "not_checked", _("Not checked")
    NOT_YET = "not_yet", _("Not begun yet")
    ENDED = "ended", _("Has ended")


class SpokenLanguage(TextChoices):
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    KURDISH = "ku", _("Kurdish")
    SOMALI = "so", _("Somali")
    PERSIAN = "fa", _("Persian")
    DARI = "prs", _("Dari")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    POLISH = "pl", _("Polish")
    SPANISH = "es", _("Spanish")
    BOSNIAN = "bs", _("Bosnian, Croatian, Serbian")
    FINNISH = "fi", _("Finnish")
    SAMI = "se", _("Sami")
    ROMANI = "rom", _("Romani")
    SIGN = "swl", _("Swedish Sign Language")


class TargetGroupKind(TextChoices):
    FRONT_LINE = "front_line", _("Front-line staff")
    MANAGERS = "managers", _("Head teachers and managers")
    ELECTED = "elected", _("Elected representatives")
    ASSOCIATIONS = "associations", _("Associations")
    FAITH = "faith", _("Faith communities")
    PARENTS = "parents", _("Parents")
    OTHER = "other", pgettext_lazy("target group", "Other")


class ExchangeState(TextChoices):
    """What a part of a question's file is, beside what is here."""

    NEW = "new", pgettext_lazy("part of a file", "New")
    SAME = "same", pgettext_lazy("part of a file", "The same")
    DIFFERS = "differs", pgettext_lazy("part of a file", "Differs")


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


class Language(TextChoices):
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"
