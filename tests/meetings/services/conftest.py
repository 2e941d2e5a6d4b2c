from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.services.outcomes import record_decision
from tests.factories import make_item, make_meeting
from tests.meetings.services.minutes_acts import HELD, circulate

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Person
    from meetings.models import Meeting, Minutes


@pytest.fixture
def meeting(council: Forum, now: datetime) -> Meeting:
    """The council's meeting of this morning."""
    return make_meeting(forum=council, starts_at=HELD)


@pytest.fixture
def circulated(meeting: Meeting, secretary: Person) -> Minutes:
    """Its minutes with one decision, sent for approval."""
    item = make_item(meeting=meeting, notes="Som det sades")
    record_decision(item=item, text="Rådet beslutar.")
    return circulate(meeting, secretary)
