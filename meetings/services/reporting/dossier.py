"""Topic dossier: all that is known of a question in one document, for whoever takes it over or asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from meetings.services.reporting import chain_parts as chain
from meetings.services.reporting import forum_parts as forums
from meetings.services.reporting import measure_parts as steps
from meetings.services.reporting import reach_parts as reach
from meetings.services.reporting.shape import section, text

if TYPE_CHECKING:
    from meetings.selectors.report_facts import TopicFacts
    from meetings.services.reporting.shape import Section


def sections(facts: TopicFacts) -> list[Section]:
    return [
        section("about", _("About the topic"), text(facts.topic.summary)),
        chain.in_short(facts),
        reach.basis(facts),
        chain.found(facts),
        steps.measures(facts),
        steps.follow_ups(facts),
        forums.places(facts),
        forums.decisions(facts.decisions),
        forums.actions(facts.actions, facts.span.day, each=True),
        reach.training(facts, coarse=False),
        reach.support(facts),
        chain.missing(facts),
        reach.ahead(facts),
    ]
