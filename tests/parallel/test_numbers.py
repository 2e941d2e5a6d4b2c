"""§ and the numbers of actions are unique, and no number is left out, however many write at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from meetings.models import ActionItem, AgendaItem, Minutes
from meetings.services.actions import Owner, give_action
from meetings.services.minutes import draw_up_minutes
from tests.factories import make_forum, make_item, make_meeting
from tests.parallel.together import MANY, at_once, codes

if TYPE_CHECKING:
    from forum.models import Forum, Organisation

BARE = Owner(address="nagon@demo.example")
YEARS = (2025, 2026)


@pytest.fixture
def forums(host: Organisation) -> list[Forum]:
    return [make_forum(organisation=host, name=f"Råd {number}") for number in range(2)]


@pytest.mark.slow
def test_a_hundred_who_draw_up_at_once(forums: list[Forum]) -> None:
    """Two forums, two years, meetings with one to three points, some drawn up by two at the same moment."""
    meetings = []
    for number in range(MANY // 2):
        start = datetime(YEARS[number % 2], 1, 15, 8, tzinfo=UTC) + timedelta(days=number)
        meetings.append(make_meeting(forum=forums[number // 2 % 2], starts_at=start))
        for point in range(number % 3 + 1):
            make_item(meeting=meetings[-1], title=f"Punkt {point}")
    acts = [partial(draw_up_minutes, meeting=meeting, drawn_up_by=None) for meeting in meetings]
    assert codes(at_once(acts * 2)) == {"done": MANY}
    for forum in forums:
        for year in YEARS:
            numbers = AgendaItem.objects.filter(forum=forum, paragraph_year=year).values_list("paragraph", flat=True)
            assert sorted(number or 0 for number in numbers) == list(range(1, len(numbers) + 1))
    for meeting in meetings:
        given = list(meeting.items.order_by("position").values_list("paragraph", flat=True))
        first = given[0] or 0
        assert given == list(range(first, first + len(given)))
    assert AgendaItem.objects.filter(paragraph=None).count() == 0
    assert Minutes.objects.count() == len(meetings)


def test_a_hundred_actions_of_many_meetings_run_without_a_gap(forums: list[Forum]) -> None:
    items = [make_item(meeting=make_meeting(forum=forum)) for forum in forums for _ in range(5)]
    acts = [partial(give_action, item=items[number % 10], text="Gör", owner=BARE) for number in range(MANY)]
    assert codes(at_once(acts)) == {"done": MANY}
    for forum in forums:
        numbers = ActionItem.objects.filter(forum=forum).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, MANY // 2 + 1))
