"""The days of a public notice (kommunallagen 2017:725, 8:9–12 and 13:5; lag 1930:173): no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from forum.calendar.workdays import next_working_day

if TYPE_CHECKING:
    from datetime import date

POST_WITHIN: Final = timedelta(days=2)
APPEAL_WITHIN: Final = timedelta(weeks=3)


def posting_due(approved_on: date) -> date:
    """The last day to post the notice: the second day after the approval."""
    return next_working_day(approved_on + POST_WITHIN)


def appeal_ends(posted_on: date) -> date:
    """The last day to appeal: three weeks from the posting, moved on from Saturdays, Sundays, holidays and their eves."""
    return next_working_day(posted_on + APPEAL_WITHIN)
