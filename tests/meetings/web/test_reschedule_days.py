"""A meeting from somebody's calendar may last over midnight, for a whole day or for several."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.factories import make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 5, number, hour, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "asked", "becomes"),
    [
        (day(5, 9), day(6, 12), False, ("09:00", "12:00"), (day(12, 9), day(13, 12), False)),
        (day(5), day(6), True, ("00:00", "00:00"), (day(12), day(13), True)),
        (day(5), day(7), True, ("00:00", "00:00"), (day(12), day(14), True)),
        (day(5), day(6), True, ("09:00", "12:00"), (day(12, 9), day(12, 12), False)),
        (day(5, 18), day(5, 20), False, ("18:00", "00:00"), (day(12, 18), day(13), False)),
    ],
)
def test_it_lasts_as_many_days_after_it_was_moved(
    council: Forum,
    secretary: Person,
    signed_in: SignIn,
    starts: datetime,
    ends: datetime,
    all_day: bool,
    asked: tuple[str, str],
    becomes: tuple[datetime, datetime, bool],
) -> None:
    meeting: Meeting = make_meeting(forum=council, starts_at=starts, ends_at=ends, all_day=all_day)
    typed = {"day": "2026-05-12", "starts": asked[0], "ends": asked[1], "version": meeting.version}

    assert signed_in(secretary).post(f"/meetings/{meeting.pk}/reschedule/", typed).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at, meeting.all_day) == becomes


def test_the_form_says_that_it_ends_on_another_day(council: Forum, secretary: Person, signed_in: SignIn) -> None:
    meeting = make_meeting(forum=council, starts_at=day(5, 9), ends_at=day(6, 12))
    browser = signed_in(secretary)

    assert "On the day after it begins." in browser.get(f"/meetings/{meeting.pk}/reschedule/").text
    assert "9:00 – Wednesday 6 May 12:00" in browser.get(f"/meetings/{meeting.pk}/").text
