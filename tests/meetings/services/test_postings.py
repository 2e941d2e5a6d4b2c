"""The public notice of approved minutes, and its days (kommunallagen 8:9–12, 13:5)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from forum.enums import MinutesForm
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from meetings.calendar.appeal import appeal_ends, posting_due
from meetings.models import Posting
from meetings.services.formalities import mark_immediate
from meetings.services.minutes_approval import approve_minutes
from meetings.services.postings import post_notice, take_down_notice
from tests.factories import make_item
from tests.meetings.services.minutes_acts import circulate, writes

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import Meeting

KEPT = "Kommunkansliet"
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("posted", "ends"),
    [
        (date(2026, 12, 3), date(2026, 12, 28)),  # three weeks end on Christmas Eve
        (date(2026, 12, 16), date(2027, 1, 7)),  # Twelfth Night is a holiday
        (date(2026, 12, 15), date(2027, 1, 5)),  # its eve is not (RÅ 2004 not 40)
        (date(2026, 11, 24), date(2026, 12, 15)),
    ],
)
def test_the_last_day_to_appeal(posted: date, ends: date) -> None:
    assert appeal_ends(posted) == ends


def test_the_last_day_to_post() -> None:
    assert [posting_due(date(2026, 11, day)) for day in (24, 26)] == [date(2026, 11, 26), date(2026, 11, 30)]


@pytest.fixture
def approved(council: Forum, meeting: Meeting, chair: Person, secretary: Person) -> Meeting:
    writes(council, MinutesForm.FORMAL)
    make_item(meeting=meeting)
    minutes = circulate(meeting.refreshed(), secretary)
    approve_minutes(minutes_id=minutes.pk, version=None, person=chair)
    return meeting.refreshed()


def test_from_posting_to_taking_down(approved: Meeting) -> None:
    row = post_notice(meeting=approved, immediate=False, version=None, posted_on=TODAY, kept_at=KEPT)
    assert (row.approved_on, row.posted_on, row.kept_at, row.taken_down_on) == (TODAY, TODAY, KEPT, None)
    for day in (date(2026, 12, 15), date(2026, 12, 16)):  # too early, and still to come
        with pytest.raises(InvalidInputError) as error:
            take_down_notice(posting_id=row.pk, version=1, taken_down_on=day)
        assert error.value.field == "taken_down_on"
    with time_machine.travel(datetime(2026, 12, 17, 9, tzinfo=UTC), tick=False):
        down = take_down_notice(posting_id=row.pk, version=1, taken_down_on=date(2026, 12, 16))
        with pytest.raises(StaleVersionError):
            post_notice(meeting=approved, immediate=False, version=1, posted_on=TODAY, kept_at="Arkivet")
        again = post_notice(meeting=approved, immediate=False, version=2, posted_on=date(2026, 12, 17), kept_at=KEPT)
    assert (down.taken_down_on, again.taken_down_on) == (date(2026, 12, 16), None)


@pytest.mark.parametrize(
    ("day", "kept", "field"),
    [
        (date(2026, 11, 23), KEPT, "posted_on"),
        (date(2026, 11, 25), KEPT, "posted_on"),
        (TODAY, " ", "kept_at"),
    ],
)
def test_wrong_days_and_no_place(day: date, kept: str, field: str, approved: Meeting) -> None:
    with pytest.raises(InvalidInputError) as error:
        post_notice(meeting=approved, immediate=False, version=None, posted_on=day, kept_at=kept)
    assert (error.value.field, Posting.objects.count()) == (field, 0)


def test_what_is_approved_at_once_is_posted_before_the_rest(
    council: Forum, meeting: Meeting, secretary: Person
) -> None:
    writes(council, MinutesForm.FORMAL)
    meeting = meeting.refreshed()
    mark_immediate(item=make_item(meeting=meeting), immediate=True)
    circulate(meeting, secretary)
    post_notice(meeting=meeting, immediate=True, version=None, posted_on=TODAY, kept_at=KEPT)
    with pytest.raises(ConflictError):
        post_notice(meeting=meeting, immediate=False, version=None, posted_on=TODAY, kept_at=KEPT)


def test_other_minutes_are_not_posted(approved: Meeting, council: Forum) -> None:
    writes(council, MinutesForm.SIMPLE)
    with pytest.raises(ConflictError):
        post_notice(meeting=approved.refreshed(), immediate=False, version=None, posted_on=TODAY, kept_at=KEPT)
