from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from forum.enums import FetchProblem
from meetings.calendar.errors import MESSAGES
from meetings.services.calendar_words import sentence_for

if TYPE_CHECKING:
    from meetings.models import FollowedCalendar


def problem_in_words(followed: FollowedCalendar) -> str:
    """Why the last reading brought nothing, and what to do; empty when it went well."""
    code, facts = followed.problem, followed.problem_facts
    if not code:
        return ""
    if code in FetchProblem.values:
        return str(FetchProblem(code).label)
    if code in {"not_a_calendar", "not_text", "file_empty"}:
        return gettext("What the address gives is no calendar, perhaps a page for signing in. Publish it again.")
    if code in MESSAGES:
        return sentence_for(code, facts)
    if code == "emptied":
        words = ngettext(
            "%(gone)d of %(coming)d coming meetings is gone from the calendar. Nothing is cancelled until you say so.",
            "%(gone)d of %(coming)d coming meetings are gone from the calendar. Nothing is cancelled until you say so.",
            facts["gone"],
        )
        return str(words % facts)
    return gettext("The calendar holds more than we can take in. Choose fewer series, or publish a shorter period.")
