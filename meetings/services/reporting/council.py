"""Report to the municipal council (lag 2023:196, 13 §): groups and functions alone, no single actions, no small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.services.reporting import chain_parts as chain
from meetings.services.reporting import forum_parts as forums
from meetings.services.reporting import reach_parts as reach

if TYPE_CHECKING:
    from meetings.selectors.report_facts import TopicFacts
    from meetings.services.reporting.shape import Section


def sections(facts: TopicFacts) -> list[Section]:
    return [
        chain.in_short(facts),
        reach.basis(facts),
        chain.found(facts),
        forums.places(facts),
        forums.decisions(facts.decisions),
        forums.actions(facts.actions, facts.span.day, each=False),
        reach.training(facts, coarse=True),
        reach.support(facts),
        chain.missing(facts),
        reach.ahead(facts),
    ]
