"""What happens on a date: series, meetings, agendas, attendance, outcomes, minutes."""

from __future__ import annotations

from .agenda import AgendaItem
from .attendance import Attendance, Recusal
from .calendar_feed import CalendarFeed
from .comment import MinutesComment, MinutesLink
from .document import Document, EarlierFile
from .document_publication import DocumentPublication
from .following import FollowedCalendar
from .formal import Adjournment, ApprovalPlan, ImmediateApproval, Motion, Posting, Vote
from .guest import GuestLink, ItemGuest
from .handover import Handover
from .intake import CalendarIntake
from .meeting import Approver, Meeting, MeetingSeries
from .minutes import Approval, Minutes
from .outcome import ActionItem, ActionLink, ActionUpdate, Decision, MeetingLink
from .preparing import AgendaTemplate, ParkedItem
from .publication import Publication
from .report import Report, ReportEdition, ReportSending, ReportWords
from .saved_search import SavedSearch, SearchLink

__all__ = [
    "ActionItem",
    "ActionLink",
    "ActionUpdate",
    "Adjournment",
    "AgendaItem",
    "AgendaTemplate",
    "Approval",
    "ApprovalPlan",
    "Approver",
    "Attendance",
    "CalendarFeed",
    "CalendarIntake",
    "Decision",
    "Document",
    "DocumentPublication",
    "EarlierFile",
    "FollowedCalendar",
    "GuestLink",
    "Handover",
    "ImmediateApproval",
    "ItemGuest",
    "Meeting",
    "MeetingLink",
    "MeetingSeries",
    "Minutes",
    "MinutesComment",
    "MinutesLink",
    "Motion",
    "ParkedItem",
    "Posting",
    "Publication",
    "Recusal",
    "Report",
    "ReportEdition",
    "ReportSending",
    "ReportWords",
    "SavedSearch",
    "SearchLink",
    "Vote",
]
