"""What happens on a date: series, meetings, agendas, attendance, outcomes, minutes."""

from __future__ import annotations

from .agenda import AgendaItem
from .attendance import Attendance, Recusal
from .document import Document, EarlierFile
from .following import FollowedCalendar
from .meeting import Meeting, MeetingSeries
from .minutes import Approval, Minutes
from .outcome import ActionItem, ActionLink, ActionUpdate, Decision, MeetingLink
from .saved_search import SavedSearch, SearchLink

__all__ = [
    "ActionItem",
    "ActionLink",
    "ActionUpdate",
    "AgendaItem",
    "Approval",
    "Attendance",
    "Decision",
    "Document",
    "EarlierFile",
    "FollowedCalendar",
    "Meeting",
    "MeetingLink",
    "MeetingSeries",
    "Minutes",
    "Recusal",
    "SavedSearch",
    "SearchLink",
]
