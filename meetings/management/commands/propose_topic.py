from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from forum.errors import DomainError
from forum.models import Topic
from meetings.selectors.forum_choice import forums_named
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Proposes a topic to many forums by one call."""

    help = "Propose a topic for the agendas of existing forums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topic", metavar="TOPIC", help="the topic's slug")
        parser.add_argument("--forums", required=True, metavar="all|kind:K|SLUG,…")
        parser.add_argument("--every", type=int, default=0, metavar="N", help="every n-th meeting; once when left out")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        topic = Topic.objects.filter(slug=options["topic"]).first()
        if topic is None:
            raise CommandError(
                f"There is no topic {options['topic']!r}. Create it first, or correct the name.", returncode=1
            )
        proposal = Proposal(title=topic.name, purpose=topic.summary, every=options["every"])
        try:
            forums = forums_named(options["forums"])
            done = propose_topic(topic=topic, forums=forums, proposal=proposal, proposed_by=None)
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        report = {
            "topic": topic.slug,
            "proposed": [
                {"id": str(placement.pk), "forum": placement.forum.slug, "state": placement.state.value}
                for placement in done.placements
            ],
            "alreadyProposed": [forum.slug for forum in done.already],
            "noRoom": [forum.slug for forum in done.full],
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(
                f"{topic.name}: proposed to {len(done.placements)} forums, {len(done.already)} had it already, "
                f"{len(done.full)} take no more"
            )
