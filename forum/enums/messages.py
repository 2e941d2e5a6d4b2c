"""What goes out, and what is fetched."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")
    HELD = "held", _("Held back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNSENT = (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD)


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
    SIGN_IN = "sign_in", _("Password and address of the sign-in")


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
    PROPOSAL = "proposal", _("Proposal")
