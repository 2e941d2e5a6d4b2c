from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from forum.models import Person, PersonActor, Topic
from forum.services.exchange_export import as_bytes, export_topic

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Writes a question as a file for another installation."""

    help = "Write a topic, its question set, its plan and the kinds of its forums as JSON; nothing about people or answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topic", metavar="TOPIC", help="the topic's slug")
        parser.add_argument("--output", type=Path, metavar="FILE", help="standard output when left out")

    def handle(self, **options: Any) -> None:
        topic = Topic.objects.filter(slug=options["topic"]).first()
        if topic is None:
            raise CommandError(f"There is no topic {options['topic']!r}. Correct the name.", returncode=1)
        data = as_bytes(export_topic(actor=operator(), topic=topic))
        if options["output"]:
            options["output"].write_bytes(data)
        else:
            self.stdout.write(data.decode(), ending="")


def operator() -> PersonActor:
    """Who runs the command sees what an administrator sees; nobody is written down as having done it."""
    return PersonActor(Person(is_administrator=True))
