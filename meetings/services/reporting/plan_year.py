"""Yearly follow-up of the plan (lag 2023:196, 6 §): for those who answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.services.reporting import chain_parts as chain
from meetings.services.reporting import forum_parts as forums
from meetings.services.reporting import measure_parts as steps
from meetings.services.reporting import reach_parts as reach

if TYPE_CHECKING:
    from meetings.selectors.report_facts import TopicFacts
    from meetings.services.reporting.shape import Section


def sections(facts: TopicFacts) -> list[Section]:
    return [
        chain.in_short(facts),
        chain.found(facts),
        steps.measures(facts),
        steps.follow_ups(facts),
        forums.decisions(facts.decisions),
        forums.actions(facts.actions, facts.span.day, each=True),
        chain.missing(facts),
        reach.ahead(facts),
    ]
