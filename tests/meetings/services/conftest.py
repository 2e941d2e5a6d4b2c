from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meetings.services.outcomes import record_decision
from tests.factories import (
    make_action,
    make_decision,
    make_finding,
    make_follow_up,
    make_indicator,
    make_item,
    make_measure,
    make_meeting,
    make_plan,
)
from tests.meetings.services.minutes_acts import HELD, circulate
from tests.meetings.services.report_samples import raised

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Finding, Forum, Person, Topic
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


@pytest.fixture
def answered(topic: Topic, council: Forum) -> Finding:
    """A finding to which a measure of the adopted plan answers; the council decided on it and gave an action that is overdue."""
    plan = make_plan(topic=topic)
    finding = make_finding(topic=topic, text="Fyra skolor saknar rutin.")
    measure = make_measure(plan=plan, title="Rutin vid oro", finding=finding, due_on=date(2026, 6, 1))
    sign = make_indicator(measure=measure, measured_in="procent", baseline=40, target=100)
    make_follow_up(
        measure=measure,
        due_on=date(2026, 9, 1),
        done_on=date(2026, 9, 2),
        outcome="Sju av elva.",
        indicator=sign,
        value=64,
    )
    item = raised(council, topic, title="Rutin", registry_number="KS 2026/7", paragraph=45, paragraph_year=2026)
    decision = make_decision(item=item, text="Rutinen ska finnas överallt.", measure=measure)
    make_action(origin=item, decision=decision, measure=measure, text="Sätt upp rutinen", due_on=date(2026, 11, 1))
    return finding
