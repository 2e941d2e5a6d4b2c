from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forum.errors import DomainError
from forum.management.commands.export_topic import operator
from forum.models import Organisation
from forum.services.exchange_file import LARGEST_BYTES, ExchangeError, read_exchange
from forum.services.exchange_import import import_exchange

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Takes a question in from another installation's file: all of it, or nothing."""

    help = "Bring in a topic with its question set and plan from a file that export_topic or a question's page wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--replace", action="store_true", help="take the file's words where the two differ")
        parser.add_argument("--dry-run", action="store_true", help="report and write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            report = self._bring_in(options)
        except ExchangeError as error:
            places = [f"{fault.pointer or '/'}: {fault.sentence}" for fault in error.faults]
            raise CommandError("\n".join([str(error), *places]), returncode=1) from error
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for part in report["parts"]:
            self.stdout.write(f"{part['state']:8} {part['pointer']:28} {part['name']}")

    @transaction.atomic
    def _bring_in(self, options: dict[str, Any]) -> dict[str, Any]:
        host = Organisation.objects.filter(is_host=True).first()
        if host is None:
            raise CommandError("There is no host municipality yet. Create it first.", returncode=1)
        content = read_exchange(_bytes(options["file"]))
        done = import_exchange(actor=operator(), content=content, organisation=host, replace=options["replace"])
        transaction.set_rollback(options["dry_run"])
        parts = [{"pointer": part.pointer, "name": part.name, "state": part.state.value} for part in done.look.parts]
        return {"topic": done.topic.slug, "dryRun": options["dry_run"], "parts": parts}


def _bytes(path: Path) -> bytes:
    """At most one byte more than is read anyway, so that a huge file does not fill the memory first."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=1) from error
